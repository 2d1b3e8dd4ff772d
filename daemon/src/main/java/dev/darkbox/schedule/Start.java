package dev.darkbox.schedule;

import java.time.Instant;

/// Whether a run began.
public sealed interface Start {

    /// It runs.
    record Accepted(String rig, Instant since) implements Start {}

    /// Another run has the rig.
    ///
    /// @param what the run that has it
    record Busy(String rig, String what, Instant since) implements Start {}

    /// The daemon is ending and starts nothing more.
    record Ending() implements Start {}
}
