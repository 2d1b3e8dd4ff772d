package dev.darkbox.device.serial;

import java.time.Duration;
import java.time.Instant;

/// Whether the angle that a V4 streams stands still. A value: [#next] maps it and a new line to the next.
///
/// @param anchor degrees in the first line of those that agree
/// @param since when that came
/// @param last when the newest came
/// @param lines that agree, one after the other
/// @param moved whether the newest shows another angle than the one before it
record WandererAngle(double anchor, Instant since, Instant last, int lines, boolean moved) {

    /// Unverified: the encoder's unrest in degrees.
    private static final double UNREST = 0.3;
    /// Lines further apart say nothing about what was between them.
    private static final Duration GAP = Duration.ofSeconds(5);
    private static final int LINES = 3;
    private static final Duration SPAN = Duration.ofSeconds(1);

    static WandererAngle first(double degrees, Instant at) {
        return new WandererAngle(degrees, at, at, 1, false);
    }

    WandererAngle next(double degrees, Instant at) {
        if (Duration.between(last, at).compareTo(GAP) > 0) {
            return first(degrees, at);
        }
        return Math.abs(degrees - anchor) <= UNREST
                ? new WandererAngle(anchor, since, at, lines + 1, false)
                : new WandererAngle(degrees, at, at, 1, true);
    }

    /// Enough lines over enough time say the same.
    boolean still() {
        return lines >= LINES && Duration.between(since, last).compareTo(SPAN) >= 0;
    }
}
