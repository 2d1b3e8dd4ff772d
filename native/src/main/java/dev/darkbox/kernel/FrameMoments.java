package dev.darkbox.kernel;

import dev.darkbox.kernel.StackKernels.Moment;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Sums over the pixels of [Words], frame by frame: see [Moment]. No sum of 512 pixels here is above 2^25.
final class FrameMoments {

    private static final int FLIP = 0x8000_8000; // makes both halves of a word ADU

    private FrameMoments() {}

    /// Adds those of a tile.
    ///
    /// @param pixels how many pixels the tile holds
    static void add(Words tile, int pixels, MemorySegment moments) {
        int[] w = tile.words();
        int pairs = pixels / 2;
        int before = 0;
        for (int f = 0; f < tile.frames(); f++) {
            int row = f * tile.stride();
            int last = pixels % 2 == 0 ? -1 : tile.sample(f, pixels - 1) + Words.ADU_OF_ZERO;
            int sum = sum(w, row, pairs) + Math.max(0, last);
            add(moments, f, Moment.SUM, sum);
            add(moments, f, Moment.EMPTY, empty(w, row, pairs) + (last == 0 ? 1 : 0));
            add(moments, f, Moment.FULL, full(w, row, pairs) + (last == 65_535 ? 1 : 0));
            if (f > 0) {
                int above = row - tile.stride();
                int lastStep = pixels % 2 == 0
                        ? 0
                        : last - tile.sample(f - 1, pixels - 1) - Words.ADU_OF_ZERO;
                add(moments, f, Moment.STEP, sum - before);
                add(moments, f, Moment.STEP_SQUARE, squaresLow(w, row, above, pairs)
                        + ((long) squaresHigh(w, row, above, pairs) << 16) + (long) lastStep * lastStep);
            }
            before = sum;
        }
    }

    private static void add(MemorySegment moments, int frame, Moment moment, long amount) {
        long index = (long) frame * StackKernels.MOMENTS + moment.column();
        moments.setAtIndex(ValueLayout.JAVA_LONG, index,
                moments.getAtIndex(ValueLayout.JAVA_LONG, index) + amount);
    }

    private static int sum(int[] w, int row, int n) {
        int sum = 0;
        for (int p = 0; p < n; p++) {
            int pair = w[row + p] ^ FLIP;
            sum += (pair >>> 16) + (pair & 0xffff);
        }
        return sum;
    }

    private static int empty(int[] w, int row, int n) {
        int empty = 0;
        for (int p = 0; p < n; p++) {
            int pair = w[row + p] ^ FLIP;
            empty += (((pair >>> 16) - 1) >>> 31) + (((pair & 0xffff) - 1) >>> 31);
        }
        return empty;
    }

    private static int full(int[] w, int row, int n) {
        int full = 0;
        for (int p = 0; p < n; p++) {
            int pair = w[row + p] ^ FLIP;
            full += ((65_534 - (pair >>> 16)) >>> 31) + ((65_534 - (pair & 0xffff)) >>> 31);
        }
        return full;
    }

    private static int squaresLow(int[] w, int row, int above, int n) {
        int squares = 0;
        for (int p = 0; p < n; p++) {
            int x = (w[row + p] >> 16) - (w[above + p] >> 16);
            int y = ((w[row + p] << 16) >> 16) - ((w[above + p] << 16) >> 16);
            squares += ((x * x) & 0xffff) + ((y * y) & 0xffff);
        }
        return squares;
    }

    private static int squaresHigh(int[] w, int row, int above, int n) {
        int squares = 0;
        for (int p = 0; p < n; p++) {
            int x = (w[row + p] >> 16) - (w[above + p] >> 16);
            int y = ((w[row + p] << 16) >> 16) - ((w[above + p] << 16) >> 16);
            squares += ((x * x) >>> 16) + ((y * y) >>> 16);
        }
        return squares;
    }
}
