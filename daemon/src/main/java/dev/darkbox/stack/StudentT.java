package dev.darkbox.stack;

/// Student's t distribution, upper tail only.
final class StudentT {

    private StudentT() {}

    /// The `t` that is exceeded with probability `tail`.
    ///
    /// @param tail 0 < tail < 0.5
    /// @param degrees of freedom, at least 1
    static double exceededWith(double tail, int degrees) {
        double low = 0;
        double high = 1;
        while (tail(high, degrees) > tail && high < 1e12) {
            low = high;
            high *= 2;
        }
        for (int i = 0; i < 100 && high - low > 1e-14 * high; i++) {
            double middle = (low + high) / 2;
            if (tail(middle, degrees) > tail) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /// Probability of exceeding `t >= 0`.
    static double tail(double t, int degrees) {
        return 0.5 * regularizedBeta(degrees / (degrees + t * t), degrees / 2.0, 0.5);
    }

    /// The regularised incomplete beta function by its continued fraction.
    /// Source: NIST Digital Library of Mathematical Functions, 8.17.22, evaluated by Lentz's method.
    private static double regularizedBeta(double x, double a, double b) {
        if (x <= 0 || x >= 1) {
            return x <= 0 ? 0 : 1;
        }
        if (x > (a + 1) / (a + b + 2)) {
            return 1 - regularizedBeta(1 - x, b, a);
        }
        double front = Math
                .exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
        double c = 1;
        double d = 1 / (1 - (a + b) * x / (a + 1));
        double fraction = d;
        for (int m = 1; m <= 500; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / (1 + even * d);
            c = 1 + even / c;
            fraction *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / (1 + odd * d);
            c = 1 + odd / c;
            double step = d * c;
            fraction *= step;
            if (Math.abs(step - 1) < 1e-16) {
                break;
            }
        }
        return front * fraction;
    }

    /// Logarithm of the gamma function for positive `x`: Stirling's series, moved up to where four terms suffice.
    private static double logGamma(double x) {
        double product = 1;
        double z = x;
        while (z < 15) {
            product *= z;
            z++;
        }
        double w = 1 / (z * z);
        double series = (1.0 / 12 - w * (1.0 / 360 - w * (1.0 / 1260 - w / 1680))) / z;
        return 0.5 * Math.log(2 * Math.PI) + (z - 0.5) * Math.log(z) - z + series - Math.log(product);
    }
}
