package dev.darkbox.kernel;

import java.util.Arrays;

/// Makes a [Ladder] of a pixel's samples: in bins of one ADU each between the least and the greatest, or, when these
/// lie far apart, in bins about the middle with the few samples elsewhere sorted in, or else by sorting.
final class Bins {

    private static final int MOST = 4096;
    private static final int MOST_WINDOW = 1024;
    private static final int FEW = 16;
    private static final int BUCKETS_UP_TO = 512;
    private static final int RADIX = 256;
    private static final int[] RISING = rising();

    private final int[] bins = new int[MOST];
    private final int[] values;
    private final int[] counts;
    private final int[] spare;
    private final int[] digits = new int[RADIX];
    private final Ladder ladder = new Ladder();
    private int used;
    private int rungs;

    /// For stacks of up to `frames` samples: 17 KiB and 12 bytes for each.
    Bins(int frames) {
        values = new int[frames];
        counts = new int[frames];
        spare = new int[frames];
    }

    private static int[] rising() {
        var rising = new int[MOST];
        Arrays.setAll(rising, i -> i);
        return rising;
    }

    /// Whether samples of this range get a bin each.
    static boolean narrow(int least, int greatest, int frames) {
        return greatest - least < Math.min(MOST, 128 + 4 * frames);
    }

    /// Counts the samples of both pixels of a column of words. Both ranges are [#narrow].
    static void count(Words tile, int word, Bins upper, int leastUpper, Bins lower, int leastLower) {
        int[] words = tile.words();
        int frames = tile.frames();
        int stride = tile.stride();
        int[] ups = upper.bins;
        int[] lows = lower.bins;
        int i = word;
        for (int f = 0; f < frames; f++) {
            int pair = words[i];
            ups[(pair >> 16) - leastUpper]++;
            lows[(short) pair - leastLower]++;
            i += stride;
        }
    }

    /// Makes the ladder of what [#count] has counted.
    Ladder counted(int least, int greatest, int frames, boolean dropZeros) {
        used = greatest - least + 1;
        ladder.begin(RISING, bins, used, least + Words.ADU_OF_ZERO, frames, dropZeros);
        return ladder;
    }

    /// Makes the ladder of one pixel's samples, whatever their range.
    Ladder take(Words tile, int pixel, int least, int greatest, boolean dropZeros) {
        int frames = tile.frames();
        if (narrow(least, greatest, frames)) {
            for (int f = 0; f < frames; f++) {
                bins[tile.sample(f, pixel) - least]++;
            }
            return counted(least, greatest, frames, dropZeros);
        }
        rungs = 0;
        if (!aboutTheMiddle(tile, pixel)) {
            sort(tile, pixel, least, greatest);
        }
        ladder.begin(values, counts, rungs, 0, frames, dropZeros);
        return ladder;
    }

    /// Makes room for the next pixel's samples.
    void clear() {
        Arrays.fill(bins, 0, used, 0);
        used = 0;
    }

    /// @return false, and nothing is done, when more than a few samples are far from the middle
    private boolean aboutTheMiddle(Words tile, int pixel) {
        int frames = tile.frames();
        int a = tile.sample(0, pixel);
        int b = tile.sample(frames / 2, pixel);
        int c = tile.sample(frames - 1, pixel);
        int window = Math.min(MOST_WINDOW, 64 + frames);
        int from = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c)) - window / 2;
        int lowest = window;
        int highest = -1;
        int far = 0;
        int few = Math.min(frames, FEW + frames / 8);
        for (int f = 0; f < frames && far <= few; f++) {
            int x = tile.sample(f, pixel);
            int bin = x - from;
            if (bin >= 0 && bin < window) {
                bins[bin]++;
                lowest = Math.min(lowest, bin);
                highest = Math.max(highest, bin);
            } else {
                spare[far++] = x + Words.ADU_OF_ZERO;
            }
        }
        if (far <= few) {
            int zero = from + Words.ADU_OF_ZERO;
            Arrays.sort(spare, 0, far);
            int i = 0;
            for (; i < far && spare[i] < zero; i++) {
                add(spare[i], 1);
            }
            for (int bin = lowest; bin <= highest; bin++) {
                if (bins[bin] != 0) {
                    add(zero + bin, bins[bin]);
                }
            }
            for (; i < far; i++) {
                add(spare[i], 1);
            }
        }
        if (lowest <= highest) {
            Arrays.fill(bins, lowest, highest + 1, 0);
        }
        return far <= few;
    }

    private void sort(Words tile, int pixel, int least, int greatest) {
        int frames = tile.frames();
        for (int f = 0; f < frames; f++) {
            values[f] = tile.sample(f, pixel) + Words.ADU_OF_ZERO;
        }
        if (frames <= BUCKETS_UP_TO) {
            byBucket(frames, least + Words.ADU_OF_ZERO, greatest - least);
        } else {
            byDigit(values, spare, frames, 0);
            byDigit(spare, values, frames, 8);
        }
        int samples = 0;
        int before = -1;
        for (int f = 0; f < frames; f++) {
            int value = values[f];
            if (value != before) {
                rungs++;
                samples = 0;
            }
            before = value;
            samples++;
            values[rungs - 1] = value;
            counts[rungs - 1] = samples;
        }
    }

    /// Sorts into buckets of equal width, and these by insertion.
    private void byBucket(int frames, int least, int range) {
        int shift = 0;
        while (range >> shift >= 2 * frames) {
            shift++;
        }
        int buckets = (range >> shift) + 1;
        for (int f = 0; f < frames; f++) {
            int value = values[f];
            spare[f] = value;
            bins[(value - least) >> shift]++;
        }
        int before = 0;
        for (int b = 0; b < buckets; b++) {
            int here = bins[b];
            bins[b] = before;
            before += here;
        }
        for (int f = 0; f < frames; f++) {
            values[bins[(spare[f] - least) >> shift]++] = spare[f];
        }
        for (int f = 1; f < frames; f++) {
            int value = values[f];
            int at = f;
            for (; at > 0 && values[at - 1] > value; at--) {
                values[at] = values[at - 1];
            }
            values[at] = value;
        }
        Arrays.fill(bins, 0, buckets, 0);
    }

    private void byDigit(int[] from, int[] to, int frames, int shift) {
        Arrays.fill(digits, 0);
        for (int f = 0; f < frames; f++) {
            digits[(from[f] >> shift) & (RADIX - 1)]++;
        }
        int before = 0;
        for (int d = 0; d < RADIX; d++) {
            int here = digits[d];
            digits[d] = before;
            before += here;
        }
        for (int f = 0; f < frames; f++) {
            to[digits[(from[f] >> shift) & (RADIX - 1)]++] = from[f];
        }
    }

    /// Adds samples on top of the ladder.
    private void add(int value, int samples) {
        if (rungs > 0 && values[rungs - 1] == value) {
            counts[rungs - 1] += samples;
        } else {
            values[rungs] = value;
            counts[rungs] = samples;
            rungs++;
        }
    }
}
