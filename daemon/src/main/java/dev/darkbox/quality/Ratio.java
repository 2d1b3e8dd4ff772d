package dev.darkbox.quality;

/// A ratio and how sure it is.
///
/// @param value weighted median; `NaN` when too few told
/// @param error its standard error
/// @param spread half the width of the middle two thirds of the ratios, over their median
record Ratio(double value, double error, double spread) {

    static final Ratio UNKNOWN = new Ratio(Double.NaN, Double.NaN, Double.NaN);

    private static final double LEAST_TELLING = 20;
    /// Standard error of a median over that of a mean.
    private static final double MEDIAN_LOSS = 1.2533;

    /// The ratio, or 1 when it is unknown or not surely another.
    ///
    /// @param errors that make it sure
    double orOne(double errors) {
        return Math.abs(value - 1) > errors * error ? value : 1;
    }

    /// Ratios by their logarithm, weighted; what is beyond is counted at the end.
    ///
    /// Whole-numbered weights, so that the order they are added in does not matter. Memory: 64 kB.
    static final class Bins {

        private static final int COUNT = 8192;

        private final int octaves;
        private final int perOctave;
        private final long[] bins = new long[COUNT];
        private long weights;
        private double squares;

        /// @param octaves either way of 1
        Bins(int octaves) {
            this.octaves = octaves;
            perOctave = COUNT / 2 / octaves;
        }

        void add(double ratio, long weight) {
            double above = Math.log(Math.max(ratio, 1e-3)) / Math.log(2) + octaves;
            bins[Math.clamp((int) Math.floor(above * perOctave), 0, bins.length - 1)] += weight;
            weights += weight;
            squares += (double) weight * weight;
        }

        void add(Bins other) {
            for (int i = 0; i < bins.length; i++) {
                bins[i] += other.bins[i];
            }
            weights += other.weights;
            squares += other.squares;
        }

        /// The median of all, its error by the middle two thirds and the number that weights so uneven are worth.
        Ratio ratio() {
            double telling = weights == 0 ? 0 : (double) weights * weights / squares;
            if (telling < LEAST_TELLING) {
                return UNKNOWN;
            }
            double value = Math.pow(2, quantile(0.5));
            double sigma = (Math.pow(2, quantile(0.8413)) - Math.pow(2, quantile(0.1587))) / 2;
            return new Ratio(value, MEDIAN_LOSS * sigma / Math.sqrt(telling), sigma / value);
        }

        private double quantile(double part) {
            double wanted = part * weights;
            double before = 0;
            for (int i = 0; i < bins.length; i++) {
                if (before + bins[i] >= wanted && bins[i] > 0) {
                    return (i + (wanted - before) / bins[i]) / perOctave - octaves;
                }
                before += bins[i];
            }
            return octaves;
        }
    }
}
