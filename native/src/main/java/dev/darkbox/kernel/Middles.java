package dev.darkbox.kernel;

import java.util.Arrays;
import java.util.List;

/// The samples of two neighbouring ranks of all pixels of [Words] at once, by halving and counting.
///
/// The first is looked for in a window about the mean of a pixel's samples, a few standard errors wide, and built there
/// bit by bit: a bit is set where too few samples lie below it. Where it was not in the window, [#knows] tells. Both
/// pixels of a word are compared in one subtraction, which takes that samples lie less than 32,768 from one another. For
/// the loops see [Lanes].
final class Middles {

    private static final int FLIP = 0x8000_8000; // makes both halves of a word ADU
    private static final int BOTH = 0x0001_0001;
    private static final int MOST_RANGE = 0x7fff;
    private static final int MOST_BITS = 15;
    private static final int FEW = 32; // one word in so many may need more bits than are looked at

    /// A loop over the words of a tile: counts the samples of four rows that are not above what was found and `more`, or
    /// sets a bit of what was found where such a count is not above a rank.
    @FunctionalInterface
    private interface Loop {
        void run(int[] words, int found, int more, int a, int b, int c, int d, float[] one, float[] two,
                int n);
    }

    /// Called from one place each is compiled by itself.
    private static final List<Loop> LOOPS = List.of(Middles::notAbove, Middles::setUpper, Middles::setLower);

    private final Words tile;
    private final int[] base = new int[2 * Words.MOST_WIDTH];
    private final int[] wordsOfBits = new int[MOST_BITS + 1];
    private final float[] upper = new float[Words.MOST_WIDTH];
    private final float[] lower = new float[Words.MOST_WIDTH];
    private final float[] upperUpTo = new float[Words.MOST_WIDTH];
    private final float[] lowerUpTo = new float[Words.MOST_WIDTH];
    private final Lanes lanes;
    private int window;
    private int rank;
    private int nextRank;

    Middles(Words tile, Lanes lanes) {
        this.tile = tile;
        this.lanes = lanes;
    }

    /// Finds the samples of two ranks. [Lanes] knows range and sums of all samples.
    ///
    /// @param first 0..frames - 1
    /// @param second `first` or the next
    void find(int first, int second) {
        rank = first;
        nextRank = second;
        int bits = bits();
        window = 1 << bits;
        begin();
        int n = tile.used();
        Arrays.fill(upperUpTo, 0, n, tile.frames() + 1);
        Arrays.fill(lowerUpTo, 0, n, tile.frames() + 1);
        for (int bit = window >> 1; bit > 0; bit >>= 1) {
            count(bit);
            run(1, bit, rank, 0, 0, 0, upper, upperUpTo);
            run(2, bit, rank, 0, 0, 0, lower, lowerUpTo);
        }
    }

    /// How many bits the windows of nearly all words take.
    private int bits() {
        Arrays.fill(wordsOfBits, 0);
        int n = tile.used();
        float scale = (float) (1 / Math.sqrt(tile.frames()));
        for (int p = 0; p < n; p++) {
            int range = Math.max(range(2 * p), range(2 * p + 1));
            int wide = Math.min(range, Math.min(2 + (int) (range * scale), MOST_RANGE));
            wordsOfBits[Integer.SIZE - Integer.numberOfLeadingZeros(wide)]++;
        }
        int bits = MOST_BITS;
        int left = 0;
        while (bits > 0 && (left + wordsOfBits[bits]) * FEW <= n) {
            left += wordsOfBits[bits--];
        }
        return bits;
    }

    private int range(int pixel) {
        return lanes.greatest(pixel) - lanes.least(pixel);
    }

    private void begin() {
        double scale = 1.0 / tile.frames();
        for (int p = 0; p < 2 * tile.used(); p++) {
            int mean = (int) (lanes.sum(p) * scale);
            base[p] = Math.max(lanes.least(p), mean - window / 2);
        }
        for (int p = 0; p < tile.used(); p++) {
            tile.words()[tile.spare() + p] = (base[2 * p] << 16) | (base[2 * p + 1] & 0xffff);
        }
    }

    private void run(int which, int more, int a, int b, int c, int d, float[] one, float[] two) {
        LOOPS.get(which).run(tile.words(), tile.spare(), more, a, b, c, d, one, two, tile.used());
    }

    /// Counts the samples below what was found and `bit`.
    private void count(int bit) {
        int stride = tile.stride();
        int end = tile.frames() * stride;
        int found = tile.spare();
        int tooMany = (4 - tile.frames() % 4) % 4; // rows of what was found, to make up fours
        Arrays.fill(upper, 0, tile.used(), -tooMany);
        Arrays.fill(lower, 0, tile.used(), -tooMany);
        for (int a = 0; a < end; a += 4 * stride) {
            int b = a + stride < end ? a + stride : found;
            int c = a + 2 * stride < end ? a + 2 * stride : found;
            int d = a + 3 * stride < end ? a + 3 * stride : found;
            run(0, FLIP + (bit - 1) * BOTH, a, b, c, d, upper, lower);
        }
    }

    private static void notAbove(int[] w, int found, int more, int a, int b, int c, int d,
            float[] upper, float[] lower, int n) {
        for (int p = 0; p < n; p++) {
            int most = (w[found + p] ^ FLIP) + more;
            int count = (((most - (w[a + p] ^ FLIP)) >>> 15) & BOTH)
                    + (((most - (w[b + p] ^ FLIP)) >>> 15) & BOTH)
                    + (((most - (w[c + p] ^ FLIP)) >>> 15) & BOTH)
                    + (((most - (w[d + p] ^ FLIP)) >>> 15) & BOTH);
            upper[p] += (float) (count >>> 16);
            lower[p] += (float) (count & 0xffff);
        }
    }

    private static void setUpper(int[] w, int found, int bit, int rank, int b, int c, int d,
            float[] count, float[] upTo, int n) {
        for (int p = 0; p < n; p++) {
            int few = ((int) count[p] - rank - 1) >> 31; // -1 where they are too few
            w[found + p] += (few & bit) << 16;
            upTo[p] = Math.min(upTo[p], count[p] + (float) (few & 0xffff));
        }
    }

    private static void setLower(int[] w, int found, int bit, int rank, int b, int c, int d,
            float[] count, float[] upTo, int n) {
        for (int p = 0; p < n; p++) {
            int few = ((int) count[p] - rank - 1) >> 31;
            w[found + p] = ((w[found + p] ^ FLIP) + (few & bit)) ^ FLIP;
            upTo[p] = Math.min(upTo[p], count[p] + (float) (few & 0xffff));
        }
    }

    /// Whether the samples of both pixels of a word have been found.
    boolean knows(int word) {
        return knows(2 * word, upperUpTo[word]) && knows(2 * word + 1, lowerUpTo[word]);
    }

    private boolean knows(int pixel, float upTo) {
        boolean notBelow = base[pixel] == lanes.least(pixel) || first(pixel) > base[pixel];
        boolean notAbove = upTo <= tile.frames() || lanes.greatest(pixel) - base[pixel] < window;
        return range(pixel) <= MOST_RANGE && notBelow && notAbove;
    }

    private int first(int pixel) {
        return tile.sample(tile.frames() + 1, pixel);
    }

    /// The middle between the two samples of a pixel, ADU.
    double middle(int pixel) {
        int first = first(pixel);
        float upTo = (pixel % 2 == 0 ? upperUpTo : lowerUpTo)[pixel / 2];
        int second = nextRank == rank || upTo > nextRank ? first : leastAbove(first, pixel);
        return (first + second) * 0.5 + Words.ADU_OF_ZERO;
    }

    private int leastAbove(int limit, int pixel) {
        int[] words = tile.words();
        int end = tile.frames() * tile.stride();
        int shift = 16 * (pixel & 1);
        int least = Integer.MAX_VALUE;
        for (int i = pixel / 2; i < end; i += tile.stride()) {
            int above = ((words[i] << shift) >> 16) - limit - 1;
            least = Math.min(least, above & Integer.MAX_VALUE);
        }
        return limit + 1 + least;
    }
}
