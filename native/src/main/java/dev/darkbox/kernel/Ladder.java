package dev.darkbox.kernel;

/// One pixel's stack of 16-bit samples, counted by value: rungs of rising value, each with the number of samples that
/// have it, and which of them are kept. [Bins] makes it, [LadderClip] rejects.
///
/// Kept are all samples of the rungs `lo..hi`; a rung may be empty. Values stand relative to a pivot, sums are exact.
final class Ladder {

    private int rungs;

    /// Value of each rung, ADU above the pivot.
    int[] at = {};
    /// Samples on each rung.
    int[] count = {};
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

    /// Takes a pixel's stack, all of it kept.
    ///
    /// @param values of the rungs, rising, ADU above the pivot
    /// @param samples on the rungs; both arrays are used until the next stack, and that of zeros is emptied if they do
    ///     not count
    /// @param many how many rungs there are
    /// @param zero the pivot, ADU
    /// @param frames samples on all rungs
    void begin(int[] values, int[] samples, int many, int zero, int frames, boolean dropZeros) {
        at = values;
        count = samples;
        rungs = many;
        pivot = zero;
        boolean foot = dropZeros && zero + values[0] == 0;
        n = frames;
        if (foot) {
            n -= samples[0];
            samples[0] = 0;
        }
        int rank = (n - 1) / 2;
        int total = 0;
        int rungsBelow = 0;
        int samplesBelow = 0;
        long first = 0;
        long second = 0;
        for (int i = 0; i < many; i++) {
            int c = samples[i];
            total += c;
            int below = (total - rank - 1) >> 31; // -1 where the middle is further up
            rungsBelow -= below;
            samplesBelow += c & below;
            long here = (long) c * values[i];
            first += here;
            second += here * values[i];
        }
        kept = n;
        sum = first;
        squares = second;
        lo = foot ? 1 : 0;
        hi = many - 1;
        middle = rungsBelow;
        belowMiddle = samplesBelow;
    }

    /// Rungs there are, kept or not.
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
