package dev.darkbox.quality;

/// The median of floats that are shown twice, exact, in memory that does not depend on their number.
///
/// The first time, values are counted by the upper half of their bits, in numeric order; the second time those
/// that share the middle's upper half are counted by the lower half. Any finite float is welcome.
///
/// Memory: 1.5 MB.
final class Middle {

    private static final int BINS = 1 << 16;

    private final long[] upper = new long[BINS];
    private final long[] lowerLeft = new long[BINS];
    private final long[] lowerRight = new long[BINS];
    private long count;
    private int left = -1;
    private int right = -1;
    private long before;
    private long beforeRight;

    void first(float value) {
        upper[key(value) >>> 16]++;
        count++;
    }

    /// Between the first showing and the second.
    void turn() {
        long sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (left < 0 && sum + upper[bin] > (count - 1) / 2) {
                left = bin;
                before = sum;
            }
            if (right < 0 && sum + upper[bin] > count / 2) {
                right = bin;
                beforeRight = sum;
            }
            sum += upper[bin];
        }
    }

    void second(float value) {
        int key = key(value);
        int bin = key >>> 16;
        if (bin == left) {
            lowerLeft[key & 0xFFFF]++;
        }
        if (bin == right) {
            lowerRight[key & 0xFFFF]++;
        }
    }

    /// The middle value; of an even number the mean of the two in the middle.
    double value() {
        double low = at(left, lowerLeft, (count - 1) / 2 - before);
        double high = at(right, lowerRight, count / 2 - beforeRight);
        return (low + high) / 2;
    }

    private static float at(int bin, long[] lower, long rank) {
        long sum = 0;
        for (int low = 0; low < BINS; low++) {
            sum += lower[low];
            if (sum > rank) {
                return value(bin << 16 | low);
            }
        }
        throw new IllegalStateException("the second showing had fewer values than the first");
    }

    /// Bits whose unsigned order is the numeric one: negative numbers turned over, positive ones above them.
    private static int key(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits ^ (bits >> 31 | Integer.MIN_VALUE);
    }

    private static float value(int key) {
        return Float.intBitsToFloat(key < 0 ? key ^ Integer.MIN_VALUE : ~key);
    }
}
