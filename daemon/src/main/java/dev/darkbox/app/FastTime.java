package dev.darkbox.app;

import dev.darkbox.device.Time;
import java.time.Duration;
import java.time.Instant;

/// Real time, so many times as fast: for simulated rigs that should be seen at work.
///
/// Threading: any; unlike virtual time, several threads may sleep.
final class FastTime implements Time {

    private final Time real;
    private final Instant start;
    private final int factor;

    /// @param factor 1 for real time
    FastTime(Time real, int factor) {
        this.real = real;
        this.start = real.now();
        this.factor = factor;
    }

    @Override
    public Instant now() {
        return start.plus(Duration.between(start, real.now()).multipliedBy(factor));
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        real.sleep(duration.dividedBy(factor));
    }
}
