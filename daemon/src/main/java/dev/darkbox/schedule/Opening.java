package dev.darkbox.schedule;

import java.time.Duration;
import java.time.Instant;

/// A stretch of time in which runs may begin by themselves.
///
/// @param from when its window opened: what tells one opening from another
/// @param to when it, and every window that overlaps or follows it without a gap, has shut
public record Opening(Instant from, Instant to) {

    /// How long it stays open.
    public Duration left(Instant now) {
        return Duration.between(now, to);
    }
}
