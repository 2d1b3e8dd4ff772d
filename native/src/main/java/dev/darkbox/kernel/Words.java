package dev.darkbox.kernel;

import dev.darkbox.kernel.StackKernels.Run;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The samples of some neighbouring pixels of a run through all frames, two pixels to a word.
///
/// A word holds the even pixel in its upper and the odd one in its lower half, both as FITS stores them once their
/// bytes are put right: signed, 32,768 below the ADU, in the samples' order. Words and not shorts, because the
/// virtual machine makes vector instructions of loops over `int`, not of loops that widen `short`.
final class Words {

    /// Added to a sample to get ADU.
    static final int ADU_OF_ZERO = 32_768;

    /// A sample of 0 ADU.
    static final int EMPTY = -ADU_OF_ZERO;

    /// Most words of one frame in a tile.
    static final int MOST_WIDTH = 256;
    private static final int LEAST_WIDTH = 32;
    private static final int GAP = 16;
    private static final int COMFORTABLE_WORDS = 128 << 10;
    private static final ValueLayout.OfInt PAIR = ValueLayout.JAVA_INT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SINGLE = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.BIG_ENDIAN);

    private final int[] words;
    private int frames;
    private int stride;
    private int used;

    /// For runs of up to `frames` frames: 560 KB up to 512 frames, 1.6 MB at [StackKernels#MAX_FRAMES].
    Words(int frames) {
        int wide = Math.min(frames, COMFORTABLE_WORDS / MOST_WIDTH);
        words = new int[Math.max((frames + 2) * stride(frames), (wide + 2) * stride(wide))];
    }

    private static int width(int frames) {
        return Math.clamp(Integer.highestOneBit(COMFORTABLE_WORDS / frames), LEAST_WIDTH, MOST_WIDTH);
    }

    /// An odd number of cache lines: columns then spread over all sets of the first-level cache.
    private static int stride(int frames) {
        return width(frames) + GAP;
    }

    /// Most pixels of a tile of so many frames.
    static int room(int frames) {
        return 2 * width(frames);
    }

    /// Words of one frame that hold samples now.
    int used() {
        return used;
    }

    int frames() {
        return frames;
    }

    /// From a word to that of the next frame.
    int stride() {
        return stride;
    }

    /// All words; frame `f` begins at `f * stride`, and a frame of samples 0 follows the last, then [#spare].
    int[] words() {
        return words;
    }

    /// Where there is room for one more frame.
    int spare() {
        return (frames + 1) * stride;
    }

    /// Takes the samples of pixels `first..first + count - 1`.
    ///
    /// @param count 1..[#room]
    void take(Run run, int first, int count) {
        frames = run.frames();
        stride = stride(frames);
        used = (count + 1) / 2;
        for (int f = 0; f < frames; f++) {
            long start = run.starts().getAtIndex(ValueLayout.JAVA_LONG, f) + 2L * first;
            int row = f * stride;
            MemorySegment.copy(run.samples(), PAIR, start, words, row, count / 2);
            putBytesRight(words, row, row + count / 2);
            if (count % 2 != 0) {
                int last = run.samples().get(SINGLE, start + 2L * (count - 1));
                words[row + used - 1] = (last << 16) | (last & 0xffff);
            }
        }
        Arrays.fill(words, frames * stride, spare(), 0);
    }

    private static void putBytesRight(int[] words, int from, int to) {
        for (int i = from; i < to; i++) {
            words[i] = Integer.reverseBytes(words[i]);
        }
    }

    /// The sample of a frame at a pixel, counted from the first one taken.
    int sample(int frame, int pixel) {
        return half(words[frame * stride + pixel / 2], pixel);
    }

    /// The half of a word that holds an even or odd pixel.
    static int half(int word, int pixel) {
        return (word << (16 * (pixel & 1))) >> 16;
    }
}
