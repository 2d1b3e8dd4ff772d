package dev.darkbox.kernel;

import java.lang.foreign.MemorySegment;

/// The loops over a finished picture: what measures it, and what makes its samples those of a file.
///
/// Both implementations give the same bits. They keep no reference to the segments and are safe to use from
/// several threads at once, each with segments of its own.
///
/// ## Definitions
///
/// - A **sum** is of one row: pixel `x` is added to lane `x % 8`, then the lanes as `((0+4) + (2+6)) + ((1+5) + (3+7))`,
///   in double precision. Rows are added by the caller, in their order: no thread changes a figure.
/// - The **rank** of a float is its bits, with all but the highest turned over when it is negative: signed numbers
///   in the order of the floats. Its **upper** and **lower half** are those of the rank with the highest bit turned over,
///   0..65,535 each.
/// - The **distance** of a pixel from a number is `(float) |pixel - number|`, the difference in double precision.
/// - Pixels that are not finite count nowhere and are 0 in a file, but for those too large, which are the largest a
///   file can tell, and for [Pass#FITS_F32], which keeps them as they are.
public sealed interface PictureKernels permits JavaPicture, NativePicture {

    /// What is done. `from` is `f32[rows][width]` in native byte order unless said.
    enum Pass {
        /// Into `f64[rows]`, overwritten: each row's sum.
        SUM(0),
        /// Into `f64[rows]`, overwritten: each row's sum of (pixel - number) squared.
        SQUARES(1),
        /// Into `i32[2]`, updated: smallest and largest rank.
        RANGE(2),
        /// Into `u32[LANES][BINS]`, added to: pixels by the upper half of their rank.
        UPPER(3),
        /// Into `u32[LANES][BINS]`, added to: pixels by the lower half of their rank where the upper one is `half`.
        LOWER(4),
        /// As [#UPPER], of the distances from `number`.
        UPPER_APART(5),
        /// As [#LOWER], of the distances from `number`.
        LOWER_APART(6),
        /// Into `i64[1]`, added to: pixels above `number`.
        ABOVE(7),
        /// Into `u16[rows][width]`, overwritten: the nearest whole number in 0..65,535, halves up, as FITS stores it.
        FITS_U16(8),
        /// Into `f32[rows][width]`, overwritten: big-endian.
        FITS_F32(9),
        /// Into `f32[rows][width]`, overwritten: pixel / 65,535 in 0..1, little-endian.
        UNIT_F32(10),
        /// From `u16[rows][width]` in native byte order into the same as FITS stores it, overwritten.
        RAW_U16(11),
        /// From big-endian `u16[rows][width]`, `width` even; into `i64[2]`, added to: sum of every first and of every
        /// second.
        WORDS(12);

        private final int code;

        Pass(int code) {
            this.code = code;
        }

        /// The number in `dbx_picture.h`.
        int code() {
            return code;
        }
    }

    /// Tables of counts: pixel `x` of a row is counted in table `x % LANES`.
    int LANES = 4;

    /// Bins of a table; the last one counts what has no other.
    int BINS = 65_537;

    /// Does one pass over some rows.
    ///
    /// @param from may be `into` where both have samples of one size
    /// @param width pixels of a row, positive
    /// @param rows positive; `width * rows` at most 2^31 - 1
    /// @param number what some passes measure from, any other's 0
    /// @param half 0..65,535, the upper half of [Pass#LOWER] and [Pass#LOWER_APART], any other's 0
    void run(Pass pass, MemorySegment from, int width, int rows, double number, int half, MemorySegment into);

    /// The float of a rank.
    static float value(int rank) {
        return Float.intBitsToFloat(rank ^ (rank >> 31 & Integer.MAX_VALUE));
    }

    /// The C kernels when their library loads on this machine, else the Java ones.
    static PictureKernels best() {
        return NativePicture.load().<PictureKernels>map(k -> k).orElseGet(JavaPicture::new);
    }
}
