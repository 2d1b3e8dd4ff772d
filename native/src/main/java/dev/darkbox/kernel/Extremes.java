package dev.darkbox.kernel;

import java.util.Arrays;
import java.util.List;

/// The few least and the few greatest samples of all pixels of [Words] at once, and which frames they are of.
///
/// A sample and its frame make one number, the sample in its upper half: then no two are equal, and equal samples are in
/// the order of their frames. Each frame is put in its place among the least so far by a chain of `min` and `max`, one
/// link for each place; what a link hands on is written over what it was given. For the loops see [Lanes].
final class Extremes {

    /// Most samples of each end.
    static final int MOST = 8;

    private static final int SAMPLE = 0xffff_0000;
    private static final int FRAME = 0xffff;

    /// Takes a frame's samples from its `row` or, further down the chain, `carried`; keeps in `one`, and then in `two`,
    /// what belongs there, and leaves in `carried` what does not.
    @FunctionalInterface
    private interface Link {
        void put(int[] row, int shift, int frame, int[] one, int[] two, int[] carried, int n);
    }

    /// Called from one place each is compiled by itself.
    private static final List<Link> LINKS = List.of(Extremes::both, Extremes::least, Extremes::greatest,
            Extremes::oneLower, Extremes::oneHigher, Extremes::twoLower, Extremes::twoHigher);
    private static final int BOTH = 0;
    private static final int FIRST = 1;
    private static final int ONE = 3;
    private static final int TWO = 5;

    private final int[][][] least = new int[2][MOST][Words.MOST_WIDTH];
    private final int[][][] greatest = new int[2][MOST][Words.MOST_WIDTH];
    private final int[] row = new int[Words.MOST_WIDTH];
    private final int[] carried = new int[Words.MOST_WIDTH];

    /// Finds the `many` least and as many greatest samples.
    ///
    /// @param many 1..[#MOST], and no more than there are frames
    void find(Words tile, int many) {
        for (int half = 0; half < 2; half++) {
            for (int k = 0; k < many; k++) {
                Arrays.fill(least[half][k], Integer.MAX_VALUE);
                Arrays.fill(greatest[half][k], Integer.MIN_VALUE);
            }
            find(tile, many, least[half], greatest[half], 16 * half);
        }
    }

    private void find(Words tile, int many, int[][] lows, int[][] highs, int shift) {
        for (int f = 0; f < tile.frames(); f++) {
            System.arraycopy(tile.words(), f * tile.stride(), row, 0, tile.used());
            if (many == 1) {
                put(BOTH, tile.used(), f, shift, lows[0], highs[0]);
            } else {
                chain(tile.used(), f, shift, many, lows, 0);
                chain(tile.used(), f, shift, many, highs, 1);
            }
        }
    }

    private void chain(int n, int frame, int shift, int many, int[][] places, int end) {
        put(FIRST + end, n, frame, shift, places[0], places[0]);
        for (int k = 1; k < many; k += 2) {
            boolean two = k + 1 < many;
            put((two ? TWO : ONE) + end, n, frame, shift, places[k], places[two ? k + 1 : k]);
        }
    }

    private void put(int which, int n, int frame, int shift, int[] one, int[] two) {
        LINKS.get(which).put(row, shift, frame, one, two, carried, n);
    }

    private static void both(
            int[] row, int shift, int frame, int[] low, int[] high, int[] carried, int n) {
        for (int p = 0; p < n; p++) {
            int x = ((row[p] << shift) & SAMPLE) | frame;
            low[p] = Math.min(low[p], x);
            high[p] = Math.max(high[p], x);
        }
    }

    private static void least(
            int[] row, int shift, int frame, int[] one, int[] two, int[] carried, int n) {
        for (int p = 0; p < n; p++) {
            int x = ((row[p] << shift) & SAMPLE) | frame;
            int y = one[p];
            one[p] = Math.min(x, y);
            carried[p] = Math.max(x, y);
        }
    }

    private static void greatest(
            int[] row, int shift, int frame, int[] one, int[] two, int[] carried, int n) {
        for (int p = 0; p < n; p++) {
            int x = ((row[p] << shift) & SAMPLE) | frame;
            int y = one[p];
            one[p] = Math.max(x, y);
            carried[p] = Math.min(x, y);
        }
    }

    private static void oneLower(
            int[] row, int shift, int frame, int[] one, int[] two, int[] carried, int n) {
        for (int p = 0; p < n; p++) {
            int x = carried[p];
            int y = one[p];
            one[p] = Math.min(x, y);
            carried[p] = Math.max(x, y);
        }
    }

    private static void oneHigher(
            int[] row, int shift, int frame, int[] one, int[] two, int[] carried, int n) {
        for (int p = 0; p < n; p++) {
            int x = carried[p];
            int y = one[p];
            one[p] = Math.max(x, y);
            carried[p] = Math.min(x, y);
        }
    }

    private static void twoLower(
            int[] row, int shift, int frame, int[] one, int[] two, int[] carried, int n) {
        for (int p = 0; p < n; p++) {
            int x = carried[p];
            int y = one[p];
            int z = two[p];
            int next = Math.max(x, y);
            one[p] = Math.min(x, y);
            two[p] = Math.min(next, z);
            carried[p] = Math.max(next, z);
        }
    }

    private static void twoHigher(
            int[] row, int shift, int frame, int[] one, int[] two, int[] carried, int n) {
        for (int p = 0; p < n; p++) {
            int x = carried[p];
            int y = one[p];
            int z = two[p];
            int next = Math.min(x, y);
            one[p] = Math.max(x, y);
            two[p] = Math.max(next, z);
            carried[p] = Math.min(next, z);
        }
    }

    /// The sample `k` places above the least of a pixel, with its frame.
    int low(int pixel, int k) {
        return least[pixel & 1][k][pixel / 2];
    }

    /// The sample `k` places below the greatest of a pixel, with its frame.
    int high(int pixel, int k) {
        return greatest[pixel & 1][k][pixel / 2];
    }

    /// The sample alone.
    static int sample(int found) {
        return found >> 16;
    }

    /// The frame alone.
    static int frame(int found) {
        return found & FRAME;
    }
}
