package dev.darkbox.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Live integration, the pixel loops: frames are added one at a time to a state from which the mean can be read at any
/// time. Both implementations leave the same bits in the state and read the same bits from it.
///
/// ## Definitions
///
/// Of each pixel the `k` smallest and the `k` largest samples are kept as they are; every other sample goes into an exact
/// sum `S` and a running sum of squares about the mean. Which of two equal samples is kept makes no difference to
/// either. From `2 k + 1` frames on, `S` over its count is therefore the mean that [ClipRule.Method#MINMAX] with `k`
/// and `k` has, bit for bit; up to `2 k` frames the mean is that of all samples.
///
/// When sample `x` becomes the m-th in the sum, `(m x - S)² / (m (m - 1))` is added to the squares, `S` with `x` in it.
/// `m x - S` is exact, the rest rounds to float32, so that after m samples the squares are within `(m + 5) 2⁻²⁴` of
/// themselves whatever the level of the pixel, and the standard deviation within half of that: 0.006 % after 2,000
/// frames. Source: B. P. Welford, "Note on a method for calculating corrected sums of squares and products",
/// Technometrics 4(3), 1962.
///
/// Threading: safe to use from several threads at once, each with pixels of its own.
public sealed interface LiveKernels permits JavaLive, NativeLive {

    /// Most samples kept at each end.
    int MOST_ENDS = 4;

    /// How the samples of a frame stand in memory.
    enum Words {
        /// `u16` in native byte order, ADU.
        ADU(0),
        /// `u16` as FITS stores it with `BZERO = 32768`: big-endian, highest bit flipped.
        FITS(1);

        private final int code;

        Words(int code) {
            this.code = code;
        }

        /// The number in `dbx_stack.h`.
        int code() {
            return code;
        }
    }

    /// What is known of the frames so far: `u32 sum[stride]`, `f32 squares[stride]`, `u16 ends[2 k][stride]`, in native
    /// byte order. Memory: `8 + 4 k` bytes per pixel, off the heap, the arena's.
    ///
    /// @param k samples kept at each end, 1..4
    /// @param stride pixels of a plane: those of a frame, rounded up to 32
    record State(int k, long stride, MemorySegment memory) {

        /// Bytes for frames of so many pixels.
        public static long bytes(int k, long pixels) {
            return stride(pixels) * (8 + 4 * k);
        }

        /// A state of no frames.
        public static State allocate(int k, long pixels, Arena arena) {
            if (k < 1 || k > MOST_ENDS) {
                throw new IllegalArgumentException(k + " samples kept at each end; 1.." + MOST_ENDS);
            }
            return new State(k, stride(pixels), arena.allocate(bytes(k, pixels), 64));
        }

        private static long stride(long pixels) {
            return (pixels + 31) / 32 * 32;
        }

        long squaresAt(long pixel) {
            return 4 * (stride + pixel);
        }

        long endAt(int plane, long pixel) {
            return 8 * stride + 2 * (plane * stride + pixel);
        }
    }

    /// Adds the samples of pixels `first..first + count - 1` of the next frame.
    ///
    /// @param frame `u16[count]`, those samples, at an even address
    /// @param before frames added to these pixels so far, 0..[StackKernels#MAX_FRAMES] - 1
    void add(State state, Words words, MemorySegment frame, long first, long count, int before);

    /// Means, ADU.
    ///
    /// @param frames added to these pixels so far
    /// @param reject without the k smallest and k largest, when there are more than 2 k frames; else of all samples
    /// @param into `f32[count]`; all 0 before the first frame
    void means(State state, int frames, boolean reject, long first, long count, MemorySegment into);

    /// Standard deviations (n - 1) of all samples but the k smallest and k largest, ADU.
    ///
    /// @param into `f32[count]`; 0 for fewer than 2 k + 2 frames
    void sigmas(State state, int frames, long first, long count, MemorySegment into);

    /// The sum of the squares of so many pixels, in double precision and always the same order. Over pixels, and over
    /// frames - 2 k - 1, it is their mean variance.
    double squares(State state, long first, long count);

    /// Short name for logs: `C (avx2)` or `Java`.
    String name();

    /// The C kernels when their library loads on this machine, else the Java ones.
    static LiveKernels best() {
        return NativeLive.load().<LiveKernels>map(k -> k).orElseGet(JavaLive::new);
    }
}
