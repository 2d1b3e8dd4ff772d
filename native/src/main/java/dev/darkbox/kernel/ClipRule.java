package dev.darkbox.kernel;

/// How one pixel's stack of samples becomes one value, as the kernels take it.
///
/// @param method which samples are left out
/// @param low the method's first number: a factor, a fraction or a count
/// @param high the method's second number
/// @param median the middle of the kept samples instead of their mean
/// @param dropZeros a sample of exactly 0 is no data and does not count
/// @param lambda critical values of [Method#ESD] by number of samples present, `f64[frames + 1]`; empty for
///     every other method
public record ClipRule(
        Method method, double low, double high, boolean median, boolean dropZeros, Lambda lambda) {

    /// Kinds of rejection. The ordinal is the number in `dbx_stack.h`.
    public enum Method { NONE, SIGMA, WINSORIZED, MAD, LINEAR_FIT, ESD, PERCENTILE, MINMAX }

    /// Critical values, compared by content.
    public record Lambda(java.util.List<Double> values) {

        /// For the methods that need none.
        public static final Lambda NONE = new Lambda(java.util.List.of());

        public Lambda {
            values = java.util.List.copyOf(values);
        }
    }
}
