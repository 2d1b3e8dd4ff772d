package dev.darkbox.device.sim;

import java.util.Arrays;

/// Statistics of pixels, for tests.
final class Sample {

    private Sample() {}

    static double mean(int[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    static double[] difference(int[] a, int[] b) {
        var difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    /// Temporal noise of one frame from a pair: `sd(a - b) / √2`.
    static double pairNoise(int[] a, int[] b) {
        return Math.sqrt(variance(difference(a, b)) / 2);
    }

    /// Median of a square of a frame.
    static double patch(double[] frame, int width, int left, int top, int side) {
        var patch = new double[side * side];
        for (int i = 0; i < patch.length; i++) {
            patch[i] = frame[(top + i / side) * width + left + i % side];
        }
        return median(patch);
    }
}
