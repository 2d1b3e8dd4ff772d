package dev.darkbox.schedule;

import java.time.Instant;
import java.util.Optional;

/// Where a rig's schedule is.
///
/// @param line what it does or waits for, one line
/// @param until when that changes at the earliest; empty when nobody knows
public record Standing(String line, Optional<Instant> until) {

    static Standing of(String line) {
        return new Standing(line, Optional.empty());
    }

    static Standing until(Instant until, String line) {
        return new Standing(line, Optional.of(until));
    }
}
