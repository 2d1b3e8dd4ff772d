package dev.darkbox.device.sim;

/// Normal deviates from a table: the sum of two of 2,048 equally likely slices of the bell curve.
///
/// Each entry is the mean of its slice; the sum has mean 0 and variance 1, a kurtosis within 1 % of the bell
/// curve's, and reaches to 4.9 standard deviations. The table stays in the first-level cache.
final class Normal {

    /// Bits of one deviate.
    static final int BITS = 22;

    private static final int SLICES = 2048;

    /// Scaled by 1/√2, for the sum of two.
    static final float[] TABLE = table();

    private Normal() {}

    /// A deviate from the lowest [#BITS] bits.
    static float of(long bits) {
        return TABLE[(int) bits & (SLICES - 1)] + TABLE[(int) (bits >>> 11) & (SLICES - 1)];
    }

    /// The mean of the slice between a and b is `SLICES * (density(a) - density(b))`; the borders come from
    /// integrating the density by the midpoint rule.
    private static float[] table() {
        var means = new double[SLICES];
        double step = 1e-4;
        double area = 0;
        double lowerDensity = 0;
        int slice = 0;
        for (double z = -9; slice < SLICES - 1; z += step) {
            double grown = area + density(z + step / 2) * step;
            double border = (slice + 1.0) / SLICES;
            if (grown >= border) {
                double at = z + step * (border - area) / (grown - area);
                means[slice] = SLICES * (lowerDensity - density(at));
                lowerDensity = density(at);
                slice++;
            }
            area = grown;
        }
        means[slice] = SLICES * lowerDensity;
        double squares = 0;
        for (double mean : means) {
            squares += mean * mean;
        }
        double scale = Math.sqrt(SLICES / squares / 2);
        var table = new float[SLICES];
        for (int i = 0; i < SLICES; i++) {
            // mirrored, so that the mean is exactly zero
            table[i] = (float) (scale * (means[i] - means[SLICES - 1 - i]) / 2 * -1);
        }
        return table;
    }

    private static double density(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }
}
