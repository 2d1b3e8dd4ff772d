package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit.Stand;
import dev.darkbox.device.serial.FlatMasterNeo.NeoState;
import java.time.Duration;

/// How the cover of a FlatMaster Neo stands: its word, checked against its angle.
///
/// It knows shut, open and neither; one that stands still for some seconds between its ends is not on its way. That it
/// calls itself shut or open more than 2° from where it was to go is a contradiction, and counts as neither.
///
/// Threading: for one thread.
final class NeoCap {

    private static final double TOLERANCE_DEGREES = 2;
    private static final Duration STILL = Duration.ofSeconds(5);

    private double angle = Double.NaN;
    private long sinceNanos;

    /// A move was ordered: what stood still until now is no sign.
    void ordered() {
        angle = Double.NaN;
    }

    /// @param nowNanos as `Time.nanos`
    Stand stand(NeoState state, long nowNanos) {
        if (state.angle() != angle) {
            angle = state.angle();
            sinceNanos = nowNanos;
        }
        boolean there = Math.abs(state.angle() - state.target()) <= TOLERANCE_DEGREES;
        boolean still = nowNanos - sinceNanos >= STILL.toNanos();
        return switch (state.cap()) {
            case 1 -> there ? Stand.SHUT : Stand.UNKNOWN;
            case 3 -> there ? Stand.OPEN : Stand.UNKNOWN;
            default -> still ? Stand.HALF_WAY : Stand.MOVING;
        };
    }
}
