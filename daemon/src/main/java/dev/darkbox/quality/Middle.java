package dev.darkbox.quality;

import dev.darkbox.kernel.PictureKernels;

/// The median of floats that were counted twice, exact, in memory that does not depend on their number.
///
/// The first time by the upper half of their rank; the second time those that share the middle's upper half by the
/// lower half (see `PictureKernels`). Any float but NaN is welcome.
final class Middle {

    private final long count;
    private final int left;
    private final int right;
    private final long rankInLeft;
    private final long rankInRight;

    private record Place(int bin, long rank) {}

    /// Finds the bins of the middle.
    ///
    /// @param upper `[BINS]`, numbers by the upper half of their rank; the last bin does not count
    Middle(long[] upper) {
        long all = 0;
        for (int bin = 0; bin < upper.length - 1; bin++) {
            all += upper[bin];
        }
        count = all;
        Place low = place(upper, (all - 1) / 2);
        Place high = place(upper, all / 2);
        left = low.bin;
        rankInLeft = low.rank;
        right = high.bin;
        rankInRight = high.rank;
    }

    /// How many numbers there were.
    long count() {
        return count;
    }

    /// Upper half of the middle, or of the lower one of the two in the middle; -1 without any number.
    int left() {
        return left;
    }

    /// Upper half of the middle, or of the higher one of the two in the middle; -1 without any number.
    int right() {
        return right;
    }

    /// The middle value; of an even number the mean of the two in the middle.
    ///
    /// @param lowerLeft those with the upper half [#left], by their lower half
    /// @param lowerRight those with the upper half [#right], by their lower half
    double value(long[] lowerLeft, long[] lowerRight) {
        double low = value(left << 16 | place(lowerLeft, rankInLeft).bin);
        double high = value(right << 16 | place(lowerRight, rankInRight).bin);
        return (low + high) / 2;
    }

    private static Place place(long[] bins, long rank) {
        long before = 0;
        for (int bin = 0; bin < bins.length - 1; bin++) {
            if (before + bins[bin] > rank) {
                return new Place(bin, rank - before);
            }
            before += bins[bin];
        }
        return new Place(-1, 0);
    }

    private static float value(int key) {
        return PictureKernels.value(key ^ Integer.MIN_VALUE);
    }
}
