package dev.darkbox.device.sim;

/// Poisson deviates of a mean up to 16 from one 42-bit random number, without a loop.
///
/// There is an alias table (M. D. Vose, A linear algorithm for generating random numbers with a given
/// distribution, IEEE Trans. Softw. Eng. 17, 1991) for each mean `(k/16)²`. A mean between two of them is
/// rounded to one by chance, which keeps the mean exact and adds at most 0.4 % to the variance.
final class Poisson {

    /// Largest mean [#of] takes.
    static final float LARGEST = 16;

    private static final int LEVELS = 66;
    private static final int COUNTS = 64;

    /// `int[level][column]`: 20 bits of threshold above 8 bits of alias.
    private static final int[] TABLE = table();
    private static final float[] PER_GAP = perGap();

    private Poisson() {}

    /// A deviate.
    ///
    /// @param mean 0..16
    /// @param bits the lowest 42 bits are used: 16 round, 6 choose the column, 20 choose in it
    static int of(float mean, long bits) {
        float scaled = mean * 256;
        int level = (int) (float) Math.sqrt(scaled);
        int up = (int) ((scaled - level * level) * PER_GAP[level]);
        // -1 where the comparison holds, else 0: a branch would be guessed wrong every other time
        int rounded = level - ((((int) bits & 0xFFFF) - up) >> 31);
        int column = (int) (bits >>> 16) & (COUNTS - 1);
        int entry = TABLE[rounded * COUNTS + column];
        int alias = entry & 0xFF;
        int stays = (((int) (bits >>> 22) & 0xF_FFFF) - (entry >>> 8)) >> 31;
        return alias ^ ((alias ^ column) & stays);
    }

    /// 65,536 over the distance to the next level's mean, in units of 1/256.
    private static float[] perGap() {
        var perGap = new float[LEVELS];
        for (int k = 0; k < LEVELS; k++) {
            perGap[k] = 65_536f / (2 * k + 1);
        }
        return perGap;
    }

    private static int[] table() {
        var table = new int[LEVELS * COUNTS];
        for (int k = 0; k < LEVELS; k++) {
            alias(probabilities(k * k / 256.0), table, k * COUNTS);
        }
        return table;
    }

    private static double[] probabilities(double mean) {
        var p = new double[COUNTS];
        p[0] = Math.exp(-mean);
        for (int n = 1; n < COUNTS; n++) {
            p[n] = p[n - 1] * mean / n;
        }
        return p;
    }

    /// Vose's algorithm: columns that are too full give to those that are too empty.
    private static void alias(double[] p, int[] table, int at) {
        var small = new int[COUNTS];
        var large = new int[COUNTS];
        int smalls = 0;
        int larges = 0;
        for (int n = 0; n < COUNTS; n++) {
            p[n] *= COUNTS;
            if (p[n] < 1) {
                small[smalls++] = n;
            } else {
                large[larges++] = n;
            }
        }
        while (smalls > 0 && larges > 0) {
            int s = small[--smalls];
            int l = large[larges - 1];
            table[at + s] = (int) Math.rint(p[s] * 0x10_0000) << 8 | l;
            p[l] -= 1 - p[s];
            if (p[l] < 1) {
                larges--;
                small[smalls++] = l;
            }
        }
        while (smalls > 0) {
            int s = small[--smalls];
            table[at + s] = 0x10_0000 << 8 | s;
        }
        while (larges > 0) {
            int l = large[--larges];
            table[at + l] = 0x10_0000 << 8 | l;
        }
    }
}
