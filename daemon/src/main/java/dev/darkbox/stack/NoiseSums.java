package dev.darkbox.stack;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Sums of variances, kept per chunk and added up in the chunks' order, so that the noise figures do not depend on
/// who finished first. Threading: each chunk is written by one thread; read after all have ended.
final class NoiseSums {

    private final double[] sums;

    NoiseSums(long pixels) {
        sums = new double[3 * Math.toIntExact((pixels + Band.CHUNK - 1) / Band.CHUNK)];
    }

    void put(long chunk, MemorySegment noise) {
        MemorySegment.copy(noise, ValueLayout.JAVA_DOUBLE, 0, sums, 3 * (int) chunk, 3);
    }

    /// Root mean square of the kept samples' standard deviation, ADU; `NaN` if no pixel kept two.
    double frameAdu() {
        return Math.sqrt(total(0) / total(2));
    }

    /// Root mean square of standard deviation / sqrt(kept samples), ADU; `NaN` if no pixel kept two.
    double masterAdu() {
        return Math.sqrt(total(1) / total(2));
    }

    private double total(int which) {
        double total = 0;
        for (int i = which; i < sums.length; i += 3) {
            total += sums[i];
        }
        return total;
    }
}
