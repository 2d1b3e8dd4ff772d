package dev.darkbox.stack;

/// How much of its variance a normal sample keeps when the smallest and largest are taken from it.
///
/// Given the two outermost samples that were taken away, those between are independent samples of the normal
/// distribution between these limits, so that their sample variance has that distribution's variance as its mean. What is
/// left is its mean over all pairs of limits, each with the density of the k-th smallest and k-th largest of n. Source:
/// H. A. David, H. N. Nagaraja, "Order Statistics", 3rd edition, 2003, sections 2.2 and 2.5.
final class TrimmedNormal {

    private static final double MOST_SIGMAS = 7;
    private static final int POINTS = 281;
    private static final double STEP = 2 * MOST_SIGMAS / (POINTS - 1);

    private TrimmedNormal() {}

    /// Mean sample variance (n - 1) of the samples between, of a variance of 1. Correct to 0.001.
    ///
    /// @param n samples, at least 2 k + 2
    /// @param k taken away at each end
    static double variance(int n, int k) {
        var density = new double[POINTS];
        var below = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            density[i] = Math.exp(-at(i) * at(i) / 2) / Math.sqrt(2 * Math.PI);
            below[i] = i == 0 ? 0 : below[i - 1] + STEP * (density[i - 1] + density[i]) / 2;
        }
        double weights = 0;
        double sum = 0;
        for (int a = 0; a < POINTS; a++) {
            for (int b = a + 1; b < POINTS; b++) {
                double between = below[b] - below[a];
                double weight = density[a] * density[b] * Math.pow(between, n - 2 * k)
                        * Math.pow(below[a] * (1 - below[b]), k - 1);
                if (weight > 0) {
                    double mean = (density[a] - density[b]) / between;
                    double square = 1 + (at(a) * density[a] - at(b) * density[b]) / between;
                    weights += weight;
                    sum += weight * (square - mean * mean);
                }
            }
        }
        return sum / weights;
    }

    private static double at(int point) {
        return -MOST_SIGMAS + point * STEP;
    }
}
