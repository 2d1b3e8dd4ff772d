package dev.darkbox.kernel;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What JMH counts beside calls.
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class SamplesDone {
    /// Thousands of millions of samples; JMH makes it a rate.
    public double gigasamples;
}
