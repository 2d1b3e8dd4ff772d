package dev.darkbox.quality;

import java.util.Arrays;

/// A straight line through figures of one frame after the other: median of the slopes of all pairs (P. K. Sen, "Estimates
/// of the regression coefficient based on Kendall's tau", JASA 63, 1968), so that no single frame bends it.
///
/// @param rise from the first frame to the last
/// @param scatter of the figures about the line, standard deviation
/// @param error standard error of `rise`
record Trend(double rise, double scatter, double error) {

    static final Trend UNKNOWN = new Trend(Double.NaN, Double.NaN, Double.NaN);

    private static final int FEWEST = 8;
    /// More are thinned out: pairs grow with the square.
    private static final int MOST = 256;

    /// @param figures in order; `NaN` counts as a frame without a figure
    static Trend of(double[] figures) {
        int step = Math.ceilDiv(Math.max(1, figures.length), MOST);
        int[] known = java.util.stream.IntStream.range(0, figures.length)
                .filter(i -> i % step == 0 && !Double.isNaN(figures[i])).toArray();
        if (known.length < FEWEST) {
            return UNKNOWN;
        }
        var slopes = new double[known.length * (known.length - 1) / 2];
        int pairs = 0;
        for (int i = 0; i < known.length; i++) {
            for (int j = 0; j < i; j++) {
                slopes[pairs++] = (figures[known[i]] - figures[known[j]]) / (known[i] - known[j]);
            }
        }
        double slope = median(slopes);
        double level = median(Arrays.stream(known).mapToDouble(i -> figures[i] - slope * i).toArray());
        double scatter = 1.4826 * median(
                Arrays.stream(known).mapToDouble(i -> Math.abs(figures[i] - slope * i - level)).toArray());
        // the ends of a line through n points: sqrt(12 / n) of their scatter apart
        return new Trend(slope * (figures.length - 1), scatter, scatter * Math.sqrt(12.0 / known.length));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }
}
