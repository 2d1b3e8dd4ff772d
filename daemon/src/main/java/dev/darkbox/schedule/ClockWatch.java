package dev.darkbox.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether the clock may be believed. Boxes without a battery wake up in the past and are set right a minute later:
/// nothing begins by itself before the clock has gone its even way for a while.
///
/// Threading: the owner's.
final class ClockWatch {

    /// How far a look may be from where the last one and the wait since then put it.
    static final Duration TOLERANCE = Duration.ofMinutes(5);
    /// How long it must have gone evenly.
    static final Duration STEADY = Duration.ofMinutes(5);

    private Optional<Instant> last = Optional.empty();
    private Instant steadySince = Instant.MAX;

    /// One look at the clock.
    ///
    /// @param waited since the look before, as far as whoever waited knows
    /// @return whether it is steady
    boolean isSteady(Instant now, Duration waited) {
        boolean jumped = last.map(before -> Duration.between(before.plus(waited), now).abs()
                .compareTo(TOLERANCE) > 0).orElse(true);
        if (jumped) {
            steadySince = now;
        }
        last = Optional.of(now);
        return Duration.between(steadySince, now).compareTo(STEADY) >= 0;
    }
}
