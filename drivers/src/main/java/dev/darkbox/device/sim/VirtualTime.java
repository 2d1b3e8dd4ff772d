package dev.darkbox.device.sim;

import dev.darkbox.device.Time;
import java.time.Duration;
import java.time.Instant;

/// Time that moves only when somebody sleeps: a season passes in seconds.
///
/// Threading: [#now] is safe from any thread. For one sleeping thread: two threads sleeping on one
/// `VirtualTime` would each push the other's clock.
public final class VirtualTime implements Time {

    private volatile Instant now;

    public VirtualTime(Instant start) {
        now = start;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before a sleep of " + duration);
        }
        skip(duration);
    }

    /// Moves the clock without a sleeper: half a year later, in a test. Negative durations are ignored, as
    /// `Thread.sleep` does.
    public synchronized void skip(Duration duration) {
        if (duration.isPositive()) {
            now = now.plus(duration);
        }
    }
}
