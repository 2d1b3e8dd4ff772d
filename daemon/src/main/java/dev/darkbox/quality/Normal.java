package dev.darkbox.quality;

/// The normal distribution.
final class Normal {

    private static final double[] B = {0.319381530, -0.356563782, 1.781477937, -1.821255978, 1.330274429};

    private Normal() {}

    /// The part of it below so many sigmas, to 1e-7: M. Abramowitz, I. A. Stegun, Handbook of Mathematical
    /// Functions, 1964, 26.2.17.
    static double below(double sigmas) {
        double t = 1 / (1 + 0.2316419 * Math.abs(sigmas));
        double sum = 0;
        for (int i = B.length - 1; i >= 0; i--) {
            sum = t * (B[i] + sum);
        }
        double tail = Math.exp(-sigmas * sigmas / 2) / Math.sqrt(2 * Math.PI) * sum;
        return sigmas > 0 ? 1 - tail : tail;
    }
}
