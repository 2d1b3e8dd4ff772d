package dev.darkbox.kernel;

import dev.darkbox.kernel.StackKernels.Results;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Writes results pixel by pixel, and adds up the noise in the pixels' order.
final class Sheet {

    private double variances;
    private double shares;
    private double pixels;

    /// Begins a run.
    void begin() {
        variances = 0;
        shares = 0;
        pixels = 0;
    }

    /// Writes one pixel, but for its halves. Pixels come in their order.
    ///
    /// @param n samples that count
    /// @param kept samples kept
    /// @param low samples rejected as too low
    /// @param variance of the kept samples, ADU squared; not used for fewer than two
    void put(Results into, int px, float value, int n, int kept, int low, double variance) {
        into.value().setAtIndex(ValueLayout.JAVA_FLOAT, px, value);
        put(into.low(), px, low);
        put(into.high(), px, n - kept - low);
        put(into.used(), px, kept);
        if (into.sigma().address() != 0) {
            into.sigma().setAtIndex(ValueLayout.JAVA_FLOAT, px,
                    kept < 2 ? 0 : (float) Math.sqrt((float) variance));
        }
        if (kept >= 2) {
            variances += variance;
            shares += variance / kept;
            pixels++;
        }
    }

    private static void put(MemorySegment map, int px, int samples) {
        if (map.address() != 0) {
            map.setAtIndex(ValueLayout.JAVA_SHORT, px, (short) samples);
        }
    }

    /// Ends a run: writes the noise.
    void end(Results into) {
        into.noise().setAtIndex(ValueLayout.JAVA_DOUBLE, 0, variances);
        into.noise().setAtIndex(ValueLayout.JAVA_DOUBLE, 1, shares);
        into.noise().setAtIndex(ValueLayout.JAVA_DOUBLE, 2, pixels);
    }
}
