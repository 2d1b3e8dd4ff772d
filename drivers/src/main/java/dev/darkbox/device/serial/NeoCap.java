package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit.Stand;
import dev.darkbox.device.serial.FlatMasterNeo.NeoState;
import java.time.Duration;

/// How the cover of a FlatMaster Neo stands: its word, checked against its angle.
///
/// It knows shut, open and neither; one that stands still for some seconds between its ends is not on its way. Shut with
/// an angle of more than 10° is a contradiction, and open with less: that counts as neither. No closer, since nobody
/// tells how exact its angle is, and whether its target is where it goes or how far it may open.
///
/// Threading: for one thread.
final class NeoCap {

    private static final double AJAR_DEGREES = 10;
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
        boolean ajar = Math.abs(state.angle()) > AJAR_DEGREES;
        boolean still = nowNanos - sinceNanos >= STILL.toNanos();
        return switch (state.cap()) {
            case 1 -> ajar ? Stand.UNKNOWN : Stand.SHUT;
            case 3 -> ajar ? Stand.OPEN : Stand.UNKNOWN;
            default -> still ? Stand.HALF_WAY : Stand.MOVING;
        };
    }
}
