package dev.darkbox.kernel;

import java.util.Arrays;

/// One pixel's stack of 16-bit samples, counted by value: rungs of rising value, each with the number of samples that
/// have it, and which of them are kept.
///
/// Kept are all samples of the rungs `lo..hi`; a rung may be empty. Values stand relative to a pivot, sums are exact.
final class Ladder {

    private static final int MOST_BINS = 4096;
    private static final int RADIX = 256;
    private static final int[] RISING = rising();

    private final int[] bins = new int[MOST_BINS];
    private final int[] values;
    private final int[] counts;
    private final int[] spare;
    private final int[] digits = new int[RADIX];
    private int rungs;
    private boolean inBins;

    /// Value of each rung, ADU above the pivot.
    int[] at;
    /// Samples on each rung.
    int[] count;
    /// ADU.
    int pivot;
    /// Samples that count.
    int n;
    /// Lowest rung kept.
    int lo;
    /// Highest rung kept.
    int hi;
    /// Samples kept.
    int kept;
    /// Of the samples kept, relative to the pivot.
    long sum;
    /// Of the samples kept, relative to the pivot.
    long squares;

    private int middle;
    private int belowMiddle;

    Ladder(int frames) {
        values = new int[frames];
        counts = new int[frames];
        spare = new int[frames];
        at = RISING;
        count = bins;
    }

    private static int[] rising() {
        var rising = new int[MOST_BINS];
        Arrays.setAll(rising, i -> i);
        return rising;
    }

    /// Whether samples of this range are better counted than sorted.
    static boolean narrow(int least, int greatest, int frames) {
        return greatest - least < Math.min(MOST_BINS, 256 + 4 * frames);
    }

    /// Counts the samples of both pixels of a column of words. Both ranges are [#narrow].
    static void count(Words tile, int word, Ladder upper, int leastUpper, Ladder lower, int leastLower) {
        int[] words = tile.words();
        int end = tile.frames() * tile.stride();
        int[] ups = upper.bins;
        int[] lows = lower.bins;
        for (int i = word; i < end; i += tile.stride()) {
            int pair = words[i];
            ups[(pair >> 16) - leastUpper]++;
            lows[(short) pair - leastLower]++;
        }
    }

    /// Takes what [#count] counted.
    void takeCounted(int least, int greatest, boolean dropZeros) {
        inBins = true;
        at = RISING;
        count = bins;
        rungs = greatest - least + 1;
        pivot = least + Words.ADU_OF_ZERO;
        begin(dropZeros);
    }

    /// Takes the samples of one pixel, whatever their range.
    void take(Words tile, int pixel, int least, int greatest, boolean dropZeros) {
        int frames = tile.frames();
        if (narrow(least, greatest, frames)) {
            for (int f = 0; f < frames; f++) {
                bins[tile.sample(f, pixel) - least]++;
            }
            takeCounted(least, greatest, dropZeros);
            return;
        }
        for (int f = 0; f < frames; f++) {
            values[f] = tile.sample(f, pixel) + Words.ADU_OF_ZERO;
        }
        sort(frames);
        inBins = false;
        at = values;
        count = counts;
        rungs = 0;
        pivot = 0;
        for (int f = 0; f < frames; f++) {
            if (rungs > 0 && values[rungs - 1] == values[f]) {
                counts[rungs - 1]++;
            } else {
                values[rungs] = values[f];
                counts[rungs] = 1;
                rungs++;
            }
        }
        begin(dropZeros);
    }

    private void sort(int frames) {
        if (frames < RADIX / 4) {
            Arrays.sort(values, 0, frames);
        } else {
            byDigit(values, spare, frames, 0);
            byDigit(spare, values, frames, 8);
        }
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

    private void begin(boolean dropZeros) {
        int[] value = at;
        int[] samples = count;
        int total = 0;
        long first = 0;
        long second = 0;
        boolean foot = dropZeros && pivot + value[0] == 0;
        if (foot) {
            samples[0] = 0;
        }
        for (int i = 0; i < rungs; i++) {
            int c = samples[i];
            int x = value[i];
            total += c;
            long here = (long) c * x;
            first += here;
            second += here * x;
        }
        n = total;
        kept = total;
        sum = first;
        squares = second;
        lo = foot ? 1 : 0;
        hi = rungs - 1;
        middle = 0;
        belowMiddle = 0;
    }

    /// Makes room for the next pixel's samples.
    void clear() {
        if (inBins) {
            Arrays.fill(bins, 0, rungs, 0);
        }
    }

    int rungs() {
        return rungs;
    }

    /// Median of the kept samples, ADU above the pivot. There is at least one.
    double median() {
        int rank = (kept - 1) / 2;
        while (belowMiddle > rank) {
            middle--;
            belowMiddle -= count[middle];
        }
        while (belowMiddle + count[middle] <= rank) {
            belowMiddle += count[middle];
            middle++;
        }
        int upper = middle;
        if (belowMiddle + count[middle] <= kept / 2) {
            do {
                upper++;
            } while (count[upper] == 0);
        }
        return (at[middle] + at[upper]) * 0.5;
    }

    /// Keeps only the rungs `newLo..newHi`, which hold what is given.
    void keep(int newLo, int newHi, int low, int newKept, long newSum, long newSquares) {
        lo = newLo;
        hi = newHi;
        belowMiddle -= low;
        kept = newKept;
        sum = newSum;
        squares = newSquares;
    }

    /// No kept sample is less, ADU. There is one.
    int least() {
        return at[lo] + pivot;
    }

    /// No kept sample is greater, ADU. There is one.
    int greatest() {
        return at[hi] + pivot;
    }

    /// Samples rejected as too low.
    int low() {
        int low = 0;
        for (int i = 0; i < lo; i++) {
            low += count[i];
        }
        return low;
    }

    /// Mean or median of the kept samples, ADU; 0 for none.
    float value(boolean wantMedian) {
        if (kept == 0) {
            return 0;
        }
        return wantMedian
                ? (float) (median() + pivot)
                : (float) ((double) (sum + (long) kept * pivot) / kept);
    }

    /// Variance of at least two kept samples, ADU squared.
    double variance() {
        return variance(sum, squares, kept);
    }

    static double variance(long sum, long squares, int count) {
        return (double) (count * squares - sum * sum) / ((double) count * (count - 1));
    }
}
