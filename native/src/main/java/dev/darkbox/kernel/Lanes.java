package dev.darkbox.kernel;

import java.util.Arrays;

/// Least, greatest and summed samples of all pixels of [Words] at once.
///
/// Loops are of the kind the virtual machine makes vector instructions of: short bodies, and results in arrays of
/// another type than the words, so that writing one cannot be changing the other. Array `2p` or `2p + 1` of a pair is
/// for the words' upper or lower halves.
final class Lanes {

    private static final long UNSIGNED = 0xffff_ffffL;

    private final float[] leastUpper = new float[Words.MOST_WIDTH];
    private final float[] leastLower = new float[Words.MOST_WIDTH];
    private final float[] greatestUpper = new float[Words.MOST_WIDTH];
    private final float[] greatestLower = new float[Words.MOST_WIDTH];
    private final long[] sumUpper = new long[Words.MOST_WIDTH];
    private final long[] sumLower = new long[Words.MOST_WIDTH];
    private final long[] squaresUpper = new long[Words.MOST_WIDTH];
    private final long[] squaresLower = new long[Words.MOST_WIDTH];
    private final long[] emptyUpper = new long[Words.MOST_WIDTH];
    private final long[] emptyLower = new long[Words.MOST_WIDTH];

    /// Finds [#least] and [#greatest].
    void range(Words tile) {
        Arrays.fill(leastUpper, Float.MAX_VALUE);
        Arrays.fill(leastLower, Float.MAX_VALUE);
        Arrays.fill(greatestUpper, -Float.MAX_VALUE);
        Arrays.fill(greatestLower, -Float.MAX_VALUE);
        int[] w = tile.words();
        int n = tile.used();
        int last = (tile.frames() - 1) * tile.stride();
        for (int a = 0; a <= last; a += 4 * tile.stride()) {
            int b = Math.min(a + tile.stride(), last);
            int c = Math.min(b + tile.stride(), last);
            int d = Math.min(c + tile.stride(), last);
            least(w, a, b, c, d, leastUpper, n);
            leastBelow(w, a, b, c, d, leastLower, n);
            greatest(w, a, b, c, d, greatestUpper, n);
            greatestBelow(w, a, b, c, d, greatestLower, n);
        }
    }

    int least(int pixel) {
        return (int) ((pixel & 1) == 0 ? leastUpper : leastLower)[pixel / 2];
    }

    int greatest(int pixel) {
        return (int) ((pixel & 1) == 0 ? greatestUpper : greatestLower)[pixel / 2];
    }

    /// Finds [#sum] and [#squares].
    void sums(Words tile) {
        Arrays.fill(sumUpper, 0);
        Arrays.fill(sumLower, 0);
        Arrays.fill(squaresUpper, 0);
        Arrays.fill(squaresLower, 0);
        int[] w = tile.words();
        int n = tile.used();
        int none = tile.frames() * tile.stride();
        for (int a = 0; a < none; a += 4 * tile.stride()) {
            int b = Math.min(a + tile.stride(), none);
            int c = Math.min(b + tile.stride(), none);
            int d = Math.min(c + tile.stride(), none);
            sum(w, a, b, c, d, sumUpper, n);
            sumBelow(w, a, b, c, d, sumLower, n);
            squares(w, a, b, squaresUpper, n);
            squares(w, c, d, squaresUpper, n);
            squaresBelow(w, a, b, squaresLower, n);
            squaresBelow(w, c, d, squaresLower, n);
        }
    }

    long sum(int pixel) {
        return ((pixel & 1) == 0 ? sumUpper : sumLower)[pixel / 2];
    }

    long squares(int pixel) {
        return ((pixel & 1) == 0 ? squaresUpper : squaresLower)[pixel / 2];
    }

    /// Finds [#empty].
    void empties(Words tile) {
        Arrays.fill(emptyUpper, 0);
        Arrays.fill(emptyLower, 0);
        int none = tile.frames() * tile.stride();
        for (int a = 0; a < none; a += 2 * tile.stride()) {
            empty(tile.words(), a, a + tile.stride(), emptyUpper, tile.used());
            emptyBelow(tile.words(), a, a + tile.stride(), emptyLower, tile.used());
        }
    }

    /// Samples of 0 ADU.
    int empty(int pixel) {
        return (int) ((pixel & 1) == 0 ? emptyUpper : emptyLower)[pixel / 2];
    }

    private static void least(int[] w, int a, int b, int c, int d, float[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] = Math.min(into[p],
                    (float) (Math.min(Math.min(w[a + p], w[b + p]), Math.min(w[c + p], w[d + p])) >> 16));
        }
    }

    private static void leastBelow(int[] w, int a, int b, int c, int d, float[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] = Math.min(into[p], (float) (Math.min(Math.min(w[a + p] << 16, w[b + p] << 16),
                    Math.min(w[c + p] << 16, w[d + p] << 16)) >> 16));
        }
    }

    private static void greatest(int[] w, int a, int b, int c, int d, float[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] = Math.max(into[p],
                    (float) (Math.max(Math.max(w[a + p], w[b + p]), Math.max(w[c + p], w[d + p])) >> 16));
        }
    }

    private static void greatestBelow(int[] w, int a, int b, int c, int d, float[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] = Math.max(into[p], (float) (Math.max(Math.max(w[a + p] << 16, w[b + p] << 16),
                    Math.max(w[c + p] << 16, w[d + p] << 16)) >> 16));
        }
    }

    private static void sum(int[] w, int a, int b, int c, int d, long[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] += (w[a + p] >> 16) + (w[b + p] >> 16) + (w[c + p] >> 16) + (w[d + p] >> 16);
        }
    }

    private static void sumBelow(int[] w, int a, int b, int c, int d, long[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] += ((w[a + p] << 16) >> 16) + ((w[b + p] << 16) >> 16) + ((w[c + p] << 16) >> 16)
                    + ((w[d + p] << 16) >> 16);
        }
    }

    private static void squares(int[] w, int a, int b, long[] into, int n) {
        for (int p = 0; p < n; p++) {
            int x = w[a + p] >> 16;
            int y = w[b + p] >> 16;
            into[p] += (x * x + y * y) & UNSIGNED; // at most 2^31
        }
    }

    private static void squaresBelow(int[] w, int a, int b, long[] into, int n) {
        for (int p = 0; p < n; p++) {
            int x = (w[a + p] << 16) >> 16;
            int y = (w[b + p] << 16) >> 16;
            into[p] += (x * x + y * y) & UNSIGNED;
        }
    }

    private static void empty(int[] w, int a, int b, long[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] += (((w[a + p] >> 16) - (Words.EMPTY + 1)) >>> 31)
                    + (((w[b + p] >> 16) - (Words.EMPTY + 1)) >>> 31);
        }
    }

    private static void emptyBelow(int[] w, int a, int b, long[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] += ((((w[a + p] << 16) >> 16) - (Words.EMPTY + 1)) >>> 31)
                    + ((((w[b + p] << 16) >> 16) - (Words.EMPTY + 1)) >>> 31);
        }
    }
}
