package dev.darkbox.quality;

import java.util.Arrays;

/// Medians of a few numbers.
final class Middles {

    /// Standard deviation of normal noise over its median absolute deviation.
    private static final double MAD_TO_SIGMA = 1.4826;

    private Middles() {}

    /// Median of all; the numbers stay as they are.
    static float of(float[] values) {
        return ofSome(values.clone(), values.length);
    }

    /// Median of the first `count`, which are sorted by this.
    static float ofSome(float[] values, int count) {
        Arrays.sort(values, 0, count);
        int middle = count / 2;
        return count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /// Standard deviation of most of them, whatever the others are.
    static float spread(float[] values) {
        float middle = of(values);
        float[] apart = new float[values.length];
        for (int i = 0; i < apart.length; i++) {
            apart[i] = Math.abs(values[i] - middle);
        }
        return (float) (MAD_TO_SIGMA * ofSome(apart, apart.length));
    }
}
