package dev.darkbox.kernel;

/// The rejections of [StackKernels] that see values only, on a [Ladder].
final class LadderClip {

    private static final int MOST_CLAMPS = 200;

    private LadderClip() {}

    /// Rejects samples.
    ///
    /// @return false when it takes [Column] to tell: a round would leave too few or a method tells equal samples apart
    static boolean clip(Ladder ladder, ClipRule rule) {
        if (ladder.n < 3) {
            return true;
        }
        return switch (rule.method()) {
            case NONE -> true;
            case SIGMA, WINSORIZED, MAD -> aboutMedian(ladder, rule);
            case PERCENTILE -> percentile(ladder, (float) rule.low(), (float) rule.high());
            case LINEAR_FIT, ESD, MINMAX -> false;
        };
    }

    private static boolean aboutMedian(Ladder ladder, ClipRule rule) {
        float kl = (float) rule.low();
        float kh = (float) rule.high();
        int rejected = 0;
        for (int most = ladder.kept - 4; most > 0; most = ladder.kept - rejected - 4) {
            double m = ladder.median();
            float s = switch (rule.method()) {
                case WINSORIZED -> winsorized(ladder, m);
                case MAD -> (float) (1.4826 * medianDistance(ladder, m));
                default -> deviation(ladder.sum, ladder.squares, ladder.kept);
            };
            if (s == 0 && rule.method() == ClipRule.Method.MAD) {
                return true;
            }
            int outside = cut(ladder, m - kl * s, m + kh * s, most);
            if (outside <= 0) {
                return outside == 0;
            }
            rejected += outside;
        }
        return true;
    }

    /// Rejects what lies outside of two limits.
    ///
    /// @return samples rejected, or -1 and none is when they were more than `most`
    private static int cut(Ladder ladder, double least, double greatest, int most) {
        int[] at = ladder.at;
        int[] count = ladder.count;
        int lo = ladder.lo;
        int hi = ladder.hi;
        long sum = ladder.sum;
        long squares = ladder.squares;
        int low = 0;
        for (; lo <= ladder.hi && at[lo] < least; lo++) {
            int x = count[lo] * at[lo];
            low += count[lo];
            sum -= x;
            squares -= (long) x * at[lo];
        }
        int high = 0;
        for (; hi >= ladder.lo && at[hi] > greatest; hi--) {
            int x = count[hi] * at[hi];
            high += count[hi];
            sum -= x;
            squares -= (long) x * at[hi];
        }
        if (low + high > most) {
            return -1;
        }
        if (low + high > 0) {
            ladder.keep(lo, hi, low, ladder.kept - low - high, sum, squares);
        }
        return low + high;
    }

    private static float deviation(long sum, long squares, int count) {
        return (float) Math.sqrt((float) Ladder.variance(sum, squares, count));
    }

    private static float winsorized(Ladder ladder, double m) {
        int[] at = ladder.at;
        int[] count = ladder.count;
        int kept = ladder.kept;
        int from = ladder.lo;
        int to = ladder.hi;
        int low = 0;
        int high = 0;
        long inside = ladder.sum;
        long insideSquares = ladder.squares;
        long floor = at[from];
        long ceiling = at[to];
        float middle = (float) (m + ladder.pivot);
        float s = deviation(inside, insideSquares, kept);
        for (int turn = 0; turn < MOST_CLAMPS; turn++) {
            float reach = 1.5f * s;
            floor = Math.max(floor, round16(middle - reach) - ladder.pivot);
            ceiling = Math.min(ceiling, round16(middle + reach) - ladder.pivot);
            for (; from <= to && at[from] < floor; from++) {
                int x = count[from] * at[from];
                low += count[from];
                inside -= x;
                insideSquares -= (long) x * at[from];
            }
            for (; from <= to && at[to] > ceiling; to--) {
                int x = count[to] * at[to];
                high += count[to];
                inside -= x;
                insideSquares -= (long) x * at[to];
            }
            float before = s;
            s = 1.134f * deviation(inside + low * floor + high * ceiling,
                    insideSquares + low * floor * floor + high * ceiling * ceiling, kept);
            if (!(Math.abs(s - before) > before * 0.0005f)) {
                break;
            }
        }
        return s;
    }

    private static int round16(float value) {
        return value < 0.5f ? 0 : value >= 65_534.5f ? 65_535 : (int) (value + 0.5f);
    }

    /// Median of the kept samples' distances from `m`: the furthest are dropped until the middle is reached.
    private static double medianDistance(Ladder ladder, double m) {
        int[] at = ladder.at;
        int[] count = ladder.count;
        int last = ladder.kept - 1 - (ladder.kept - 1) / 2;
        int upper = ladder.kept - 1 - ladder.kept / 2;
        int i = ladder.lo;
        int j = ladder.hi;
        double atUpper = -1;
        for (int dropped = 0;;) {
            double below = m - at[i];
            double above = at[j] - m;
            boolean low = below >= above;
            double distance = low ? below : above;
            dropped += low ? count[i++] : count[j--];
            if (atUpper < 0 && dropped > upper) {
                atUpper = distance;
            }
            if (dropped > last) {
                return (atUpper + distance) * 0.5;
            }
        }
    }

    private static boolean percentile(Ladder ladder, float low, float high) {
        double m = ladder.median();
        float middle = (float) (m + ladder.pivot);
        if (!(middle > 0)) {
            return true;
        }
        int[] at = ladder.at;
        int lo = ladder.lo;
        int hi = ladder.hi;
        while (lo <= ladder.hi && (float) (m - at[lo]) / middle > low) {
            lo++;
        }
        while (hi >= ladder.lo && (float) (at[hi] - m) / middle > high) {
            hi--;
        }
        cut(ladder, lo > ladder.hi ? Double.POSITIVE_INFINITY : at[lo],
                hi < ladder.lo ? Double.NEGATIVE_INFINITY : at[hi], ladder.kept - 1);
        return true;
    }
}
