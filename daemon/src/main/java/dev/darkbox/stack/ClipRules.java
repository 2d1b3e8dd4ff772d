package dev.darkbox.stack;

import dev.darkbox.kernel.ClipRule;
import dev.darkbox.kernel.ClipRule.Method;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// An order in the kernels' words.
final class ClipRules {

    private ClipRules() {}

    static ClipRule of(StackOrder order) {
        return switch (order.rejection()) {
            case Rejection.None() -> rule(order, Method.NONE, 0, 0);
            case Rejection.Sigma(double low, double high) -> rule(order, Method.SIGMA, low, high);
            case Rejection.Winsorized(double low, double high) -> rule(order, Method.WINSORIZED, low, high);
            case Rejection.Mad(double low, double high) -> rule(order, Method.MAD, low, high);
            case Rejection.LinearFit(double low, double high) -> rule(order, Method.LINEAR_FIT, low, high);
            case Rejection.Percentile(double low, double high) -> rule(order, Method.PERCENTILE, low, high);
            case Rejection.MinMax(int low, int high) -> rule(order, Method.MINMAX, low, high);
            case Rejection.Esd(double outliers, double significance) -> new ClipRule(
                    Method.ESD, outliers, significance, order.combine() == Combine.MEDIAN, dropZeros(order),
                    critical(order.frames().size(), significance));
        };
    }

    private static ClipRule rule(StackOrder order, Method method, double low, double high) {
        return new ClipRule(method, low, high, order.combine() == Combine.MEDIAN, dropZeros(order),
                MemorySegment.NULL);
    }

    private static boolean dropZeros(StackOrder order) {
        boolean plainMedian = order.combine() == Combine.MEDIAN
                && order.rejection() instanceof Rejection.None;
        return !order.zeroIsData() && !plainMedian;
    }

    /// Critical values of the generalized ESD test by the number of samples still present.
    /// Source: NIST e-Handbook of Statistical Methods, section 1.3.5.17.3.
    private static MemorySegment critical(int frames, double significance) {
        MemorySegment values = Arena.ofAuto().allocate(ValueLayout.JAVA_DOUBLE, frames + 1);
        for (int n = 0; n <= frames; n++) {
            double t = n < 3 ? 0 : StudentT.exceededWith(significance / (2 * n), n - 2);
            values.setAtIndex(ValueLayout.JAVA_DOUBLE, n, n < 3
                    ? Double.POSITIVE_INFINITY
                    : (n - 1) * t / Math.sqrt((n - 2 + t * t) * n));
        }
        return values;
    }
}
