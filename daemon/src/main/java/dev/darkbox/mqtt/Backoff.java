package dev.darkbox.mqtt;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: 1 s after the first failure, twice as long after each, 60 s at most; a quarter of it
/// is left to chance, so that not every box comes at the same moment to a broker that is back.
record Backoff(RandomGenerator random) {

    static final Duration MOST = Duration.ofSeconds(60);

    private static final int MOST_DOUBLINGS = 6;

    /// @param failures in a row, 1 or more
    Duration after(int failures) {
        long seconds = Math.min(MOST.toSeconds(), 1L << Math.clamp(failures - 1, 0, MOST_DOUBLINGS));
        return Duration.ofMillis(Math.round(seconds * 1000 * (1 - random.nextDouble() / 4)));
    }
}
