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
    int MAX_FRAMES = 8192;

    /// Most pixels of one run.
    int MAX_PIXELS = 65_536;

    /// One run of pixels through all frames.
    ///
    /// @param sample how the samples stand in `samples`
    /// @param samples where `starts` counts from
    /// @param starts `i64[frames]`, bytes from `samples` to each frame's first sample; even, for [Sample#F32] a
    ///     multiple of 4
    /// @param frames 1..[#MAX_FRAMES]
    /// @param pixels 1..[#MAX_PIXELS]; so many of each frame are used
    record Run(Sample sample, MemorySegment samples, MemorySegment starts, int frames, int pixels) {}

    /// What is known of each frame, summed over the pixels, rejected samples too: the columns of
    /// [Results#moments]. "Before" is the same pixel one frame earlier; frame 0 has none and gets 0.
    enum Moment {
        /// Of the samples, ADU.
        SUM(0),
        /// Samples of 0.
        EMPTY(1),
        /// Samples of 65,535.
        FULL(2),
        /// Of sample - before, ADU.
        STEP(3),
        /// Of (sample - before) squared, ADU squared.
        STEP_SQUARE(4);

        private final int column;

        Moment(int column) {
            this.column = column;
        }

        /// Where it stands in a frame's row, and its number in `dbx_stack.h`.
        public int column() {
            return column;
        }
    }

    /// Columns of [Results#moments].
    int MOMENTS = 5;

    /// Where results go. Caller-owned. What is not wanted is `MemorySegment.NULL`: maps and moments only.
    ///
    /// @param value `f32[pixels]`, ADU, overwritten; 0 where no sample counts
    /// @param low `u16[pixels]`, samples rejected as too low, overwritten; or `NULL`
    /// @param high `u16[pixels]`, samples rejected as too high, overwritten; or `NULL`
    /// @param used `u16[pixels]`, samples kept, overwritten; or `NULL`
    /// @param sigma `f32[pixels]`, standard deviation of the kept samples (n - 1), ADU, 0 where fewer than two are
    ///     kept, overwritten; or `NULL`
    /// @param halves `f32[pixels]`, mean of the kept samples of frames 0, 2, 4, ... less that of frames 1, 3, 5, ...,
    ///     ADU, 0 where either has none, overwritten; or `NULL`
    /// @param lowOfFrame `i64[frames]`, rejected as too low by frame, added to
    /// @param highOfFrame `i64[frames]`, rejected as too high by frame, added to
    /// @param moments `i64[frames][5]`, see [Moment], added to; [Sample#FITS_U16] only, or `NULL`
    /// @param noise `f64[3]`, overwritten: over the pixels with at least two kept samples the sum of their variance,
    ///     the sum of variance / kept samples, and their number
    /// @param scratch [#scratchBytes] of working memory, 64-byte aligned
    record Results(
            MemorySegment value, MemorySegment low, MemorySegment high, MemorySegment used,
            MemorySegment sigma, MemorySegment halves, MemorySegment lowOfFrame, MemorySegment highOfFrame,
            MemorySegment moments, MemorySegment noise, MemorySegment scratch) {}

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
