package dev.darkbox.kernel;

import dev.darkbox.kernel.StackKernels.Moment;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Sums over the pixels of [Words], frame by frame: see [Moment]. No sum of 512 pixels here is above 2^25.
final class FrameMoments {

    private static final int FLIP = 0x8000_8000; // makes both halves of a word ADU

    /// One figure of the first `pairs` words of a row, or of what they are above those of the row before.
    @FunctionalInterface
    private interface Fold {
        int row(int[] words, int row, int before, int pairs);
    }

    /// Called from one place each is compiled by itself: see [Lanes].
    private static final List<Fold> FOLDS = List.of(FrameMoments::sum, FrameMoments::empty,
            FrameMoments::full,
            FrameMoments::squaresLow, FrameMoments::squaresHigh);

    private final int[] found = new int[FOLDS.size()];

    /// Adds those of a tile.
    ///
    /// @param pixels how many pixels the tile holds
    void add(Words tile, int pixels, MemorySegment moments) {
        int pairs = pixels / 2;
        int sumBefore = 0;
        for (int f = 0; f < tile.frames(); f++) {
            int row = f * tile.stride();
            int before = Math.max(0, row - tile.stride());
            for (int k = 0; k < found.length; k++) {
                found[k] = FOLDS.get(k).row(tile.words(), row, before, pairs);
            }
            boolean single = pixels % 2 != 0;
            int last = single ? tile.sample(f, pixels - 1) + Words.ADU_OF_ZERO : 0;
            int sum = found[0] + last;
            add(moments, f, Moment.SUM, sum);
            add(moments, f, Moment.EMPTY, found[1] + (single && last == 0 ? 1 : 0));
            add(moments, f, Moment.FULL, found[2] + (last == 65_535 ? 1 : 0));
            if (f > 0) {
                int step = single ? last - tile.sample(f - 1, pixels - 1) - Words.ADU_OF_ZERO : 0;
                add(moments, f, Moment.STEP, sum - sumBefore);
                add(moments, f, Moment.STEP_SQUARE, found[3] + ((long) found[4] << 16) + (long) step * step);
            }
            sumBefore = sum;
        }
    }

    private static void add(MemorySegment moments, int frame, Moment moment, long amount) {
        long index = (long) frame * StackKernels.MOMENTS + moment.column();
        moments.setAtIndex(ValueLayout.JAVA_LONG, index,
                moments.getAtIndex(ValueLayout.JAVA_LONG, index) + amount);
    }

    private static int sum(int[] w, int row, int before, int n) {
        int sum = 0;
        for (int p = 0; p < n; p++) {
            int pair = w[row + p] ^ FLIP;
            sum += (pair >>> 16) + (pair & 0xffff);
        }
        return sum;
    }

    private static int empty(int[] w, int row, int before, int n) {
        int empty = 0;
        for (int p = 0; p < n; p++) {
            int pair = w[row + p] ^ FLIP;
            empty += (((pair >>> 16) - 1) >>> 31) + (((pair & 0xffff) - 1) >>> 31);
        }
        return empty;
    }

    private static int full(int[] w, int row, int before, int n) {
        int full = 0;
        for (int p = 0; p < n; p++) {
            int pair = w[row + p] ^ FLIP;
            full += ((65_534 - (pair >>> 16)) >>> 31) + ((65_534 - (pair & 0xffff)) >>> 31);
        }
        return full;
    }

    private static int squaresLow(int[] w, int row, int before, int n) {
        int squares = 0;
        for (int p = 0; p < n; p++) {
            int x = (w[row + p] >> 16) - (w[before + p] >> 16);
            int y = ((w[row + p] << 16) >> 16) - ((w[before + p] << 16) >> 16);
            squares += ((x * x) & 0xffff) + ((y * y) & 0xffff);
        }
        return squares;
    }

    private static int squaresHigh(int[] w, int row, int before, int n) {
        int squares = 0;
        for (int p = 0; p < n; p++) {
            int x = (w[row + p] >> 16) - (w[before + p] >> 16);
            int y = ((w[row + p] << 16) >> 16) - ((w[before + p] << 16) >> 16);
            squares += ((x * x) >>> 16) + ((y * y) >>> 16);
        }
        return squares;
    }
}
