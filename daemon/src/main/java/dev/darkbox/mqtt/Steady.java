package dev.darkbox.mqtt;

import dev.darkbox.device.Time;
import java.time.Duration;
import java.time.Instant;

/// A clock for time that passes: it never goes back, and a box without a battery that learns at last what year it is makes it
/// leap ten minutes at most. Good for differences, not for dates. Wants to be asked every few minutes.
///
/// Threading: any thread.
final class Steady {

    private static final Duration LEAP = Duration.ofMinutes(10);

    private final Time time;
    private Instant asked;
    private Instant now = Instant.EPOCH;

    Steady(Time time) {
        this.time = time;
        this.asked = time.now();
    }

    synchronized Instant now() {
        Instant shown = time.now();
        Duration passed = Duration.between(asked, shown);
        asked = shown;
        if (passed.isPositive()) {
            now = now.plus(passed.compareTo(LEAP) < 0 ? passed : LEAP);
        }
        return now;
    }

    /// What is left until then; zero when it is past.
    Duration until(Instant then) {
        Duration left = Duration.between(now(), then);
        return left.isPositive() ? left : Duration.ZERO;
    }
}
