package dev.darkbox.device.indi;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before something is tried again: twice as long after each failure up to a limit, and a fifth more
/// or less by chance, so that many clients of a server that comes back do not come all at once.
///
/// Threading: its owner's.
final class BackOff {

    private static final double JITTER = 0.2;

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration next;

    BackOff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        next = first;
    }

    /// It worked.
    void reset() {
        next = first;
    }

    /// It did not: how long to wait now.
    Duration next() {
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        var wait = Duration.ofNanos(Math.round(next.toNanos() * factor));
        next = next.multipliedBy(2).compareTo(longest) < 0 ? next.multipliedBy(2) : longest;
        return wait;
    }
}
