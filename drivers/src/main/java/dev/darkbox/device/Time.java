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

    /// The wall clock and the real scheduler.
    static Time system() {
        return new Time() {
            private final Clock clock = Clock.systemUTC();

            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                Thread.sleep(duration);
            }
        };
    }
}
