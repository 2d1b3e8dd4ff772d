package dev.darkbox.kernel;

import java.lang.foreign.MemorySegment;

/// The pixel loop of an integration: stacks of samples in, one value each out.
///
/// Both implementations give the same bits. They keep no reference to the segments and are safe to use from
/// several threads at once, each with segments of its own.
///
/// ## Definitions
///
/// The samples of a pixel are sorted; equal samples are ranked in the order of their frames. `m` is the median
/// of the samples still kept, `s` their standard deviation (n - 1, from exact sums, rounded to float32). Stacks
/// of fewer than three samples are never clipped.
///
/// - **Sigma**: rounds of rejecting every sample below `m - low s` or above `m + high s`.
/// - **Winsorised**: as sigma, with `s` found by repeatedly clamping the kept samples to `m +- 1.5 s` (bounds
///   rounded half up for whole-number samples) and taking `1.134 x` their standard deviation, until it changes by
///   0.0005 of itself or less (at most 200 times). Source: P. J. Huber, "Robust Statistics", 1981, section 1.7,
///   with the constants astronomers settled on.
/// - **MAD**: as sigma, with `s` = 1.4826 x the median of the distances from `m`; a round with `s` = 0 ends it.
/// - **Linear fit**: rounds of fitting a least-squares line over the ranks of the kept samples and rejecting
///   those further than `low` or `high` times the mean absolute residual below or above it.
/// - **ESD**: B. Rosner, "Percentage points for a generalized ESD many-outlier procedure", Technometrics 25(2),
///   1983; as in the NIST e-Handbook of Statistical Methods, section 1.3.5.17.3. When both ends are equally far from the mean
///   the low one goes first.
/// - **Percentile**: once, the samples with `(m - x) / m > low` or `(x - m) / m > high`; none if `m` is not
///   positive or if none would be left.
/// - **Min/max**: the `low` smallest and `high` largest; none when that would leave none.
///
/// Sigma, winsorised, MAD and linear fit spare small stacks: a round that begins with `n` samples after `r`
/// rejections rejects at most `n - r - 4`, the furthest first (the low one of two equally far).
public sealed interface StackKernels permits JavaKernels, NativeKernels {

    /// How samples stand in memory.
    enum Sample {
        /// `u16` as FITS stores it with `BZERO = 32768`: big-endian, highest bit flipped.
        FITS_U16(0, 2),
        /// `f32`, native byte order, no NaN, no infinity, no negative zero.
        F32(1, 4);

        private final int code;
        private final int bytes;

        Sample(int code, int bytes) {
            this.code = code;
            this.bytes = bytes;
        }

        /// The number in `dbx_stack.h`.
        int code() {
            return code;
        }

        /// Size of one sample.
        public int bytes() {
            return bytes;
        }
    }

    /// Most frames one stack may have: all sums of 16-bit samples stay exact up to here.
    int MAX_FRAMES = 2048;

    /// One run of pixels through all frames.
    ///
    /// @param sample how the samples stand in `samples`
    /// @param samples `sample[frames][stride]`, of which the first `pixels` of each frame are used
    /// @param stride samples from one frame to the next, at least `pixels`
    /// @param frames 1..[#MAX_FRAMES]
    /// @param pixels > 0
    record Run(Sample sample, MemorySegment samples, long stride, int frames, int pixels) {}

    /// Where results go. Caller-owned.
    ///
    /// @param value `f32[pixels]`, ADU, overwritten; 0 where no sample counts
    /// @param low `u16[pixels]`, samples rejected as too low, overwritten
    /// @param high `u16[pixels]`, samples rejected as too high, overwritten
    /// @param lowOfFrame `i64[frames]`, rejected as too low by frame, added to
    /// @param highOfFrame `i64[frames]`, rejected as too high by frame, added to
    /// @param noise `f64[3]`, overwritten: over the pixels with at least two kept samples the sum of their variance,
    ///     the sum of variance / kept samples, and their number
    /// @param scratch [#scratchBytes] of working memory, 64-byte aligned
    record Results(
            MemorySegment value, MemorySegment low, MemorySegment high, MemorySegment lowOfFrame,
            MemorySegment highOfFrame, MemorySegment noise, MemorySegment scratch) {}

    /// Working memory for one run of `frames` frames, whatever its length.
    long scratchBytes(int frames);

    /// Combines a run of pixels.
    void combine(Run run, ClipRule rule, Results into);

    /// Short name for logs: `C (avx2)` or `Java`.
    String name();

    /// The C kernels when their library loads on this machine, else the Java ones.
    static StackKernels best() {
        return NativeKernels.load().<StackKernels>map(k -> k).orElseGet(JavaKernels::new);
    }
}
