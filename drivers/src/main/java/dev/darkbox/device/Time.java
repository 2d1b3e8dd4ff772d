package dev.darkbox.device;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// The only source of time in the project. Nothing else calls `Instant.now` or `Thread.sleep`.
public interface Time {

    Instant now();

    /// Blocks the calling thread.
    ///
    /// @throws InterruptedException when the run is cancelled; never swallowed on the way up
    void sleep(Duration duration) throws InterruptedException;

    /// Nanoseconds since some moment, never backwards: for deadlines that a clock being set must not move. By default
    /// as [#now] goes.
    default long nanos() {
        Instant now = now();
        return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }

    /// The wall clock and the real scheduler.
    static Time system() {
        return new Time() {
            private final Clock clock = Clock.systemUTC();

            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                Thread.sleep(duration);
            }
        };
    }
}
