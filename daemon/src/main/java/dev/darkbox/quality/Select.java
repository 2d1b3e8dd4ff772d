package dev.darkbox.quality;

/// Medians of a few thousand floats, in place.
final class Select {

    /// See [Statistics].
    private static final double MAD_TO_SIGMA = 1.4826;

    private Select() {}

    /// The middle one, of an even number the lower of the two in the middle; `NaN` of none.
    ///
    /// @param values reordered; the first `count` count, none of them `NaN`
    static float median(float[] values, int count) {
        return count == 0 ? Float.NaN : kth(values, count, (count - 1) / 2);
    }

    /// 1.4826 x median distance from a number.
    ///
    /// @param values overwritten; the first `count` count
    static double madSigma(float[] values, int count, float from) {
        for (int i = 0; i < count; i++) {
            values[i] = Math.abs(values[i] - from);
        }
        return MAD_TO_SIGMA * median(values, count);
    }

    /// The one that would be at `k` were they sorted: C. A. R. Hoare, "Algorithm 65: find", CACM 4, 1961.
    private static float kth(float[] values, int count, int k) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            float pivot = middle(values[low], values[(low + high) >>> 1], values[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (pivot < values[j]) {
                    j--;
                }
                if (i <= j) {
                    float value = values[i];
                    values[i++] = values[j];
                    values[j--] = value;
                }
            }
            if (k <= j) {
                high = j;
            } else if (k >= i) {
                low = i;
            } else {
                return values[k];
            }
        }
        return values[k];
    }

    private static float middle(float a, float b, float c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
