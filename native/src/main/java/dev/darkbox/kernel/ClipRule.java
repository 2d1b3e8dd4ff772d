package dev.darkbox.kernel;

import java.lang.foreign.MemorySegment;

/// How one pixel's stack of samples becomes one value, as the kernels take it.
///
/// @param method which samples are left out
/// @param low the method's first number: a factor, a fraction or a count
/// @param high the method's second number
/// @param median the middle of the kept samples instead of their mean
/// @param dropZeros a sample of exactly 0 is no data and does not count
/// @param lambda critical values of [Method#ESD] by number of samples present, `f64[frames + 1]`; `NULL` for every
///     other method
public record ClipRule(
        Method method, double low, double high, boolean median, boolean dropZeros, MemorySegment lambda) {

    /// Kinds of rejection.
    public enum Method {
        NONE(0), SIGMA(1), WINSORIZED(2), MAD(3), LINEAR_FIT(4), ESD(5), PERCENTILE(6), MINMAX(7);

        private final int code;

        Method(int code) {
            this.code = code;
        }

        /// The number in `dbx_stack.h`.
        int code() {
            return code;
        }
    }
}
