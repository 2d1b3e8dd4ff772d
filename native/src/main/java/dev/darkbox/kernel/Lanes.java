package dev.darkbox.kernel;

import java.util.Arrays;
import java.util.List;

/// Least, greatest and summed samples of all pixels of [Words] at once.
///
/// Loops are of the kind the virtual machine makes vector instructions of: short bodies, and results in arrays of
/// another type than the words, so that writing one cannot be changing the other. Each is compiled by itself, because
/// it is called from one place with three others; melted into their caller they have been seen to stay scalar.
final class Lanes {

    /// One figure of each pixel in the upper or in the lower halves of the words, brought up to date with four rows of
    /// `n` words that begin at `a`, `b`, `c`, `d`.
    @FunctionalInterface
    private interface Fold<A> {
        void rows(int[] words, int a, int b, int c, int d, A into, int n);
    }

    private static final List<Fold<float[]>> RANGE = List.of(
            Lanes::leastUpper, Lanes::leastLower, Lanes::greatestUpper, Lanes::greatestLower);
    private static final List<Fold<long[]>> SUMS = List.of(
            Lanes::sumUpper, Lanes::sumLower, Lanes::squaresUpper, Lanes::squaresLower,
            Lanes::emptyUpper, Lanes::emptyLower);
    private static final long UNSIGNED = 0xffff_ffffL;

    private final float[][] range = new float[RANGE.size()][Words.MOST_WIDTH];
    private final long[][] sums = new long[SUMS.size()][Words.MOST_WIDTH];

    /// Finds [#least] and [#greatest].
    void range(Words tile) {
        for (int k = 0; k < range.length; k++) {
            Arrays.fill(range[k], k < 2 ? Float.MAX_VALUE : -Float.MAX_VALUE);
        }
        int stride = tile.stride();
        int last = (tile.frames() - 1) * stride;
        for (int a = 0; a <= last; a += 4 * stride) {
            int b = Math.min(a + stride, last); // seeing the last frame again does not matter
            int c = Math.min(b + stride, last);
            int d = Math.min(c + stride, last);
            for (int k = 0; k < range.length; k++) {
                RANGE.get(k).rows(tile.words(), a, b, c, d, range[k], tile.used());
            }
        }
    }

    /// Least sample of a pixel.
    int least(int pixel) {
        return (int) range[pixel & 1][pixel / 2];
    }

    /// Greatest sample of a pixel.
    int greatest(int pixel) {
        return (int) range[2 + (pixel & 1)][pixel / 2];
    }

    /// Finds [#sum] and [#squares], and [#empty] if wanted.
    void sums(Words tile, boolean empty) {
        int folds = empty ? sums.length : sums.length - 2;
        for (long[] of : sums) {
            Arrays.fill(of, 0);
        }
        int stride = tile.stride();
        int none = tile.frames() * stride; // a frame of samples 0
        for (int a = 0; a < none; a += 4 * stride) {
            int b = Math.min(a + stride, none);
            int c = Math.min(b + stride, none);
            int d = Math.min(c + stride, none);
            for (int k = 0; k < folds; k++) {
                SUMS.get(k).rows(tile.words(), a, b, c, d, sums[k], tile.used());
            }
        }
    }

    /// Sum of a pixel's samples.
    long sum(int pixel) {
        return sums[pixel & 1][pixel / 2];
    }

    /// Sum of the squares of a pixel's samples.
    long squares(int pixel) {
        return sums[2 + (pixel & 1)][pixel / 2];
    }

    /// Samples of 0 ADU at a pixel.
    int empty(int pixel) {
        return (int) sums[4 + (pixel & 1)][pixel / 2];
    }

    private static void leastUpper(int[] w, int a, int b, int c, int d, float[] into, int n) {
        for (int p = 0; p < n; p++) {
            int least = Math.min(Math.min(w[a + p], w[b + p]), Math.min(w[c + p], w[d + p]));
            into[p] = Math.min(into[p], (float) (least >> 16));
        }
    }

    private static void leastLower(int[] w, int a, int b, int c, int d, float[] into, int n) {
        for (int p = 0; p < n; p++) {
            int least = Math.min(Math.min(w[a + p] << 16, w[b + p] << 16),
                    Math.min(w[c + p] << 16, w[d + p] << 16));
            into[p] = Math.min(into[p], (float) (least >> 16));
        }
    }

    private static void greatestUpper(int[] w, int a, int b, int c, int d, float[] into, int n) {
        for (int p = 0; p < n; p++) {
            int greatest = Math.max(Math.max(w[a + p], w[b + p]), Math.max(w[c + p], w[d + p]));
            into[p] = Math.max(into[p], (float) (greatest >> 16));
        }
    }

    private static void greatestLower(int[] w, int a, int b, int c, int d, float[] into, int n) {
        for (int p = 0; p < n; p++) {
            int greatest = Math.max(Math.max(w[a + p] << 16, w[b + p] << 16),
                    Math.max(w[c + p] << 16, w[d + p] << 16));
            into[p] = Math.max(into[p], (float) (greatest >> 16));
        }
    }

    private static void sumUpper(int[] w, int a, int b, int c, int d, long[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] += (w[a + p] >> 16) + (w[b + p] >> 16) + (w[c + p] >> 16) + (w[d + p] >> 16);
        }
    }

    private static void sumLower(int[] w, int a, int b, int c, int d, long[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] += ((w[a + p] << 16) >> 16) + ((w[b + p] << 16) >> 16) + ((w[c + p] << 16) >> 16)
                    + ((w[d + p] << 16) >> 16);
        }
    }

    private static void squaresUpper(int[] w, int a, int b, int c, int d, long[] into, int n) {
        squaresUpper(w, a, b, into, n);
        squaresUpper(w, c, d, into, n);
    }

    private static void squaresUpper(int[] w, int a, int b, long[] into, int n) {
        for (int p = 0; p < n; p++) {
            int x = w[a + p] >> 16;
            int y = w[b + p] >> 16;
            into[p] += (x * x + y * y) & UNSIGNED; // at most 2^31
        }
    }

    private static void squaresLower(int[] w, int a, int b, int c, int d, long[] into, int n) {
        squaresLower(w, a, b, into, n);
        squaresLower(w, c, d, into, n);
    }

    private static void squaresLower(int[] w, int a, int b, long[] into, int n) {
        for (int p = 0; p < n; p++) {
            int x = (w[a + p] << 16) >> 16;
            int y = (w[b + p] << 16) >> 16;
            into[p] += (x * x + y * y) & UNSIGNED;
        }
    }

    private static void emptyUpper(int[] w, int a, int b, int c, int d, long[] into, int n) {
        emptyUpper(w, a, b, into, n);
        emptyUpper(w, c, d, into, n);
    }

    private static void emptyUpper(int[] w, int a, int b, long[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] += (((w[a + p] >> 16) - (Words.EMPTY + 1)) >>> 31)
                    + (((w[b + p] >> 16) - (Words.EMPTY + 1)) >>> 31);
        }
    }

    private static void emptyLower(int[] w, int a, int b, int c, int d, long[] into, int n) {
        emptyLower(w, a, b, into, n);
        emptyLower(w, c, d, into, n);
    }

    private static void emptyLower(int[] w, int a, int b, long[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] += ((((w[a + p] << 16) >> 16) - (Words.EMPTY + 1)) >>> 31)
                    + ((((w[b + p] << 16) >> 16) - (Words.EMPTY + 1)) >>> 31);
        }
    }
}
