package dev.darkbox.kernel;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// One pixel's sorted samples and what is left of them: the arithmetic of [StackKernels], one pixel at a time.
///
/// Samples are held relative to a pivot (the upper middle one), so that sums and sums of squares of 16-bit samples
/// stay whole numbers a double holds exactly. Kept samples are the ranks `lo..hi-1`; only a linear fit can also leave
/// out ranks between, which `side` marks. Between the ranks `coreLo..coreHi-1` it leaves out none.
final class Column {

    private static final int MOST_CLAMPS = 200;

    private final double[] x;
    private final double[] y;
    private final int[] rankOfY;
    private final double[] distance;
    private final byte[] side;
    private boolean whole;
    private double pivot;
    private int n;
    private int lo;
    private int hi;
    private int coreLo;
    private int coreHi;
    private double sum;
    private double squares;
    private int kept;
    private boolean holes;

    Column(int frames) {
        x = new double[frames];
        y = new double[frames];
        rankOfY = new int[frames];
        distance = new double[frames];
        side = new byte[frames];
    }

    /// Takes `count` samples and clips them.
    ///
    /// @param wholeNumbers samples are 0..65,535
    void clip(double[] samples, int count, boolean wholeNumbers, ClipRule rule) {
        whole = wholeNumbers;
        n = count;
        System.arraycopy(samples, 0, x, 0, n);
        Arrays.sort(x, 0, n);
        clip(rule);
    }

    /// Takes all samples of a ladder, kept there or not, and clips them.
    void clip(Ladder ladder, ClipRule rule) {
        whole = true;
        n = 0;
        for (int i = 0; i < ladder.rungs(); i++) {
            double value = ladder.at[i] + ladder.pivot;
            for (int same = ladder.count[i]; same > 0; same--) {
                x[n++] = value;
            }
        }
        clip(rule);
    }

    private void clip(ClipRule rule) {
        lo = 0;
        hi = n;
        kept = n;
        holes = false;
        if (n == 0) {
            return;
        }
        pivot = x[n / 2];
        sum = 0;
        squares = 0;
        for (int i = 0; i < n; i++) {
            x[i] -= pivot;
            sum += x[i];
            squares += x[i] * x[i];
        }
        if (n >= 3) {
            switch (rule.method()) {
                case NONE -> {
                }
                case SIGMA, WINSORIZED, MAD -> aboutMedian(rule);
                case LINEAR_FIT -> aboutLine(rule.low(), rule.high());
                case ESD -> extremeDeviates(rule);
                case PERCENTILE -> percentile((float) rule.low(), (float) rule.high());
                case MINMAX -> minMax((int) rule.low(), (int) rule.high());
            }
        }
        if (!holes) {
            kept = hi - lo;
            coreLo = lo;
            coreHi = hi;
        }
    }

    int kept() {
        return kept;
    }

    /// Samples that were there to be clipped.
    int counted() {
        return n;
    }

    /// Mean or median of the kept samples; 0 for none.
    float value(boolean middle) {
        if (kept == 0) {
            return 0;
        }
        if (!middle) {
            return (float) ((sum + kept * pivot) / kept);
        }
        if (!holes) {
            return (float) (median() + pivot);
        }
        return (float) ((y[(kept - 1) / 2] + y[kept / 2]) * 0.5 + pivot);
    }

    /// Variance of at least two kept samples.
    double variance() {
        return spread(sum, squares, kept) / ((double) kept * (kept - 1));
    }

    /// Whether every sample of this value is kept.
    boolean keepsAll(double sample) {
        return coreLo < coreHi && sample - pivot > x[coreLo] && sample - pivot < x[coreHi - 1];
    }

    /// Whether the sample of this rank is kept.
    boolean keeps(int rank) {
        return rank >= lo && rank < hi && !(holes && side[rank] != 0);
    }

    /// Whether the sample of this rank, which is not kept, was too low.
    boolean tooLow(int rank) {
        return holes ? side[rank] < 0 : rank < lo;
    }

    /// Lowest rank holding `sample`.
    int firstRankOf(double sample) {
        int rank = Arrays.binarySearch(x, 0, n, sample - pivot);
        while (rank > 0 && x[rank - 1] == x[rank]) {
            rank--;
        }
        return rank;
    }

    private double median() {
        int count = hi - lo;
        return (x[lo + (count - 1) / 2] + x[lo + count / 2]) * 0.5;
    }

    private float deviation(double sum, double squares, int count) {
        return (float) Math.sqrt((float) (spread(sum, squares, count) / ((double) count * (count - 1))));
    }

    /// Count times the sum of squares about the mean: of 16-bit samples a whole number, rounded once, whatever the
    /// pivot.
    private double spread(double sum, double squares, int count) {
        return whole
                ? (double) (count * ((long) squares) - ((long) sum) * ((long) sum))
                : Math.max(0, count * squares - sum * sum);
    }

    private void drop(int low, int high) {
        for (; low > 0; low--) {
            sum -= x[lo];
            squares -= x[lo] * x[lo];
            lo++;
        }
        for (; high > 0; high--) {
            hi--;
            sum -= x[hi];
            squares -= x[hi] * x[hi];
        }
    }

    private void aboutMedian(ClipRule rule) {
        float kl = (float) rule.low();
        float kh = (float) rule.high();
        int rejected = 0;
        for (int most = hi - lo - 4; most > 0; most = hi - lo - rejected - 4) {
            double m = median();
            float s = switch (rule.method()) {
                case WINSORIZED -> winsorized(m);
                case MAD -> (float) (1.4826 * medianDistance(m));
                default -> deviation(sum, squares, hi - lo);
            };
            if (s == 0 && rule.method() == ClipRule.Method.MAD) {
                return;
            }
            double below = kl * s;
            double above = kh * s;
            int low = 0;
            while (lo + low < hi && m - x[lo + low] > below) {
                low++;
            }
            int high = 0;
            while (hi - 1 - high >= lo && x[hi - 1 - high] - m > above) {
                high++;
            }
            if (low + high == 0) {
                return;
            }
            if (low + high > most) {
                int wantLow = low;
                int wantHigh = high;
                low = 0;
                high = 0;
                while (low + high < most) {
                    boolean lowNext = high == wantHigh
                            || (low < wantLow && m - x[lo + low] >= x[hi - 1 - high] - m);
                    low += lowNext ? 1 : 0;
                    high += lowNext ? 0 : 1;
                }
            }
            drop(low, high);
            rejected += low + high;
        }
    }

    private float winsorized(double m) {
        int count = hi - lo;
        int from = lo;
        int to = hi;
        double inside = sum;
        double insideSquares = squares;
        double floor = Double.NEGATIVE_INFINITY;
        double ceiling = Double.POSITIVE_INFINITY;
        float s = deviation(sum, squares, count);
        for (int turn = 0; turn < MOST_CLAMPS; turn++) {
            float reach = 1.5f * s;
            if (whole) {
                float middle = (float) (m + pivot);
                floor = Math.max(floor, round16(middle - reach) - pivot);
                ceiling = Math.min(ceiling, round16(middle + reach) - pivot);
            } else {
                floor = Math.max(floor, m - reach);
                ceiling = Math.min(ceiling, m + reach);
            }
            while (from < to && x[from] < floor) {
                inside -= x[from];
                insideSquares -= x[from] * x[from];
                from++;
            }
            while (from < to && x[to - 1] > ceiling) {
                to--;
                inside -= x[to];
                insideSquares -= x[to] * x[to];
            }
            double clamped = inside;
            double clampedSquares = insideSquares;
            if (from > lo) {
                clamped += (from - lo) * floor;
                clampedSquares += (from - lo) * floor * floor;
            }
            if (to < hi) {
                clamped += (hi - to) * ceiling;
                clampedSquares += (hi - to) * ceiling * ceiling;
            }
            float before = s;
            s = 1.134f * deviation(clamped, clampedSquares, count);
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
    private double medianDistance(double m) {
        int count = hi - lo;
        int last = count - 1 - (count - 1) / 2;
        int upper = count - 1 - count / 2;
        int i = lo;
        int j = hi - 1;
        double atUpper = 0;
        double distance = 0;
        for (int dropped = 0; dropped <= last; dropped++) {
            double below = m - x[i];
            double above = x[j] - m;
            if (below >= above) {
                distance = below;
                i++;
            } else {
                distance = above;
                j--;
            }
            if (dropped == upper) {
                atUpper = distance;
            }
        }
        return (atUpper + distance) * 0.5;
    }

    private void percentile(float low, float high) {
        double m = median();
        float middle = (float) (m + pivot);
        if (!(middle > 0)) {
            return;
        }
        int below = 0;
        while (below < n && (float) (m - x[below]) / middle > low) {
            below++;
        }
        int above = 0;
        while (above < n && (float) (x[n - 1 - above] - m) / middle > high) {
            above++;
        }
        if (below + above < n) {
            drop(below, above);
        }
    }

    private void minMax(int low, int high) {
        if (low + high < n) {
            drop(low, high);
        }
    }

    private void extremeDeviates(ClipRule rule) {
        int most = (int) (n * rule.low());
        int from = lo;
        int to = hi;
        double left = sum;
        double leftSquares = squares;
        int keepFrom = lo;
        int keepTo = hi;
        for (int i = 0; i < most && to - from >= 3; i++) {
            int count = to - from;
            double spread = spread(left, leftSquares, count);
            if (!(spread > 0)) {
                break;
            }
            double below = left - count * x[from];
            double above = count * x[to - 1] - left;
            double furthest = Math.max(below, above) / count;
            double statistic = furthest / Math.sqrt(spread / ((double) count * (count - 1)));
            double gone = below >= above ? x[from++] : x[--to];
            left -= gone;
            leftSquares -= gone * gone;
            if (statistic > rule.lambda().getAtIndex(ValueLayout.JAVA_DOUBLE, count)) {
                keepFrom = from;
                keepTo = to;
            }
        }
        drop(keepFrom - lo, hi - keepTo);
    }

    /// Rejects about a line. `y` holds the kept samples, `rankOfY` their ranks; `side` says, by rank, -1 for too low
    /// and 1 for too high.
    private void aboutLine(double kl, double kh) {
        int count = n;
        for (int i = 0; i < n; i++) {
            y[i] = x[i];
            rankOfY[i] = i;
            side[i] = 0;
        }
        for (int most = count - 4; most > 0; most = count - (n - count) - 4) {
            double centre = (count - 1) * 0.5;
            double total = 0;
            double cross = 0;
            for (int i = 0; i < count; i++) {
                total += y[i];
                cross += (i - centre) * y[i];
            }
            double slope = cross * 12 / (count * ((double) count * count - 1));
            double start = total / count - slope * centre;
            double residuals = 0;
            for (int i = 0; i < count; i++) {
                distance[i] = y[i] - (slope * i + start);
                residuals += Math.abs(distance[i]);
            }
            double s = residuals / count;
            if (!(s > 1e-9 * (y[count - 1] - y[0]))) {
                break;
            }
            int marked = 0;
            for (int i = 0; i < count; i++) {
                int mark = distance[i] < -(kl * s) ? -1 : distance[i] > kh * s ? 1 : 0;
                side[rankOfY[i]] = (byte) mark;
                marked += mark != 0 ? 1 : 0;
            }
            if (marked == 0) {
                break;
            }
            for (; marked > most; marked--) {
                int nearest = -1;
                for (int i = 0; i < count; i++) {
                    if (side[rankOfY[i]] != 0
                            && (nearest < 0 || Math.abs(distance[i]) <= Math.abs(distance[nearest]))) {
                        nearest = i;
                    }
                }
                side[rankOfY[nearest]] = 0;
            }
            int left = 0;
            for (int i = 0; i < count; i++) {
                if (side[rankOfY[i]] == 0) {
                    y[left] = y[i];
                    rankOfY[left] = rankOfY[i];
                    left++;
                }
            }
            count = left;
        }
        if (count == n) {
            return;
        }
        while (side[lo] < 0) {
            lo++;
        }
        while (side[hi - 1] > 0) {
            hi--;
        }
        holes = hi - lo != count;
        kept = count;
        sum = 0;
        squares = 0;
        for (int i = 0; i < count; i++) {
            sum += y[i];
            squares += y[i] * y[i];
        }
        coreHi = hi;
        for (coreLo = hi; coreLo > lo && side[coreLo - 1] >= 0; coreLo--) {
            if (side[coreLo - 1] > 0) {
                coreHi = coreLo - 1;
            }
        }
    }
}
