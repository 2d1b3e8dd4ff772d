package dev.darkbox.kernel;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// One pixel's result, straight from the definitions of [StackKernels] and without a thought of speed: a list of
/// what is kept, everything else worked out anew each round. Shares nothing with the kernels.
///
/// Sums are exact. They are taken about the upper middle sample, because with samples that are no whole numbers the
/// product of two such sums need not fit a `double`.
final class BruteForce {

    private static final int MOST_CLAMPS = 200;

    /// One sample and the frame it is from.
    private record Sample(double adu, int frame) {}

    /// What becomes of a pixel.
    ///
    /// @param low frames whose sample was too low
    /// @param high frames whose sample was too high
    record Result(
            float value, List<Integer> low, List<Integer> high, int kept, float sigma, float halves,
            double variance) {}

    private final ClipRule rule;
    private final boolean whole;
    private final byte[] fate; // by frame: -1 too low, 1 too high, 0 kept or not counted
    private final List<Sample> kept = new ArrayList<>();
    private final int counted;
    private final double pivot;

    private BruteForce(StackKernels.Sample kind, double[] samples, ClipRule rule) {
        this.rule = rule;
        whole = kind == StackKernels.Sample.FITS_U16;
        fate = new byte[samples.length];
        for (int f = 0; f < samples.length; f++) {
            if (samples[f] != 0 || !rule.dropZeros()) {
                kept.add(new Sample(samples[f], f));
            }
        }
        kept.sort(Comparator.comparingDouble(Sample::adu).thenComparingInt(Sample::frame));
        counted = kept.size();
        pivot = counted == 0 ? 0 : kept.get(counted / 2).adu;
    }

    /// @param samples by frame
    static Result of(StackKernels.Sample kind, double[] samples, ClipRule rule) {
        var pixel = new BruteForce(kind, samples, rule);
        if (pixel.counted >= 3) {
            pixel.reject();
        }
        return pixel.result();
    }

    private void reject() {
        switch (rule.method()) {
            case NONE -> {
            }
            case SIGMA -> aboutMedian(() -> deviation(values()));
            case WINSORIZED -> aboutMedian(this::winsorized);
            case MAD -> aboutMedian(this::medianDistance);
            case LINEAR_FIT -> aboutLine();
            case ESD -> extremeDeviates();
            case PERCENTILE -> percentile((float) rule.low(), (float) rule.high());
            case MINMAX -> minMax((int) rule.low(), (int) rule.high());
        }
    }

    private interface Width {
        float of();
    }

    private void aboutMedian(Width width) {
        float low = (float) rule.low();
        float high = (float) rule.high();
        boolean going = true;
        while (going && mostThisRound() > 0) {
            double m = median(values());
            float s = width.of();
            if (rule.method() == ClipRule.Method.MAD && s == 0) {
                return;
            }
            double below = low * s;
            double above = high * s;
            going = reject(kept.stream().filter(x -> m - x.adu > below).toList(),
                    kept.stream().filter(x -> x.adu - m > above).toList(), x -> Math.abs(x.adu - m));
        }
    }

    /// A round spares small stacks.
    private int mostThisRound() {
        return kept.size() - (counted - kept.size()) - 4;
    }

    /// Takes away what a round found, the furthest first, of two equally far the low one, and of equal samples the
    /// outermost; as many as the round may; false if none.
    private boolean reject(List<Sample> lows, List<Sample> highs, ToDoubleFunction<Sample> distance) {
        var out = new ArrayList<Sample>(lows);
        out.addAll(highs.reversed());
        out.sort(Comparator.comparingDouble(distance).reversed()); // stable
        var going = out.subList(0, Math.min(mostThisRound(), out.size()));
        going.forEach(sample -> fate[sample.frame] = (byte) (lows.contains(sample) ? -1 : 1));
        boolean any = !going.isEmpty();
        kept.removeIf(sample -> fate[sample.frame] != 0);
        return any;
    }

    private float winsorized() {
        double m = median(values());
        double[] w = values();
        float s = deviation(w);
        for (int turn = 0; turn < MOST_CLAMPS; turn++) {
            float reach = 1.5f * s;
            double from = whole ? wholeNumber((float) m - reach) : m - reach;
            double to = whole ? wholeNumber((float) m + reach) : m + reach;
            for (int i = 0; i < w.length; i++) {
                w[i] = Math.min(Math.max(w[i], from), to);
            }
            float before = s;
            s = 1.134f * deviation(w);
            if (!(Math.abs(s - before) > before * 0.0005f)) {
                break;
            }
        }
        return s;
    }

    /// Rounded half up into 0..65,535.
    private static double wholeNumber(float value) {
        return value < 0.5f ? 0 : value >= 65_534.5f ? 65_535 : (int) (value + 0.5f);
    }

    private float medianDistance() {
        double m = median(values());
        double[] distances = values();
        for (int i = 0; i < distances.length; i++) {
            distances[i] = Math.abs(distances[i] - m);
        }
        Arrays.sort(distances);
        return (float) (1.4826 * median(distances));
    }

    private void percentile(float low, float high) {
        double m = median(values());
        if ((float) m <= 0) {
            return;
        }
        var lows = kept.stream().filter(x -> (float) (m - x.adu) / (float) m > low).toList();
        var highs = kept.stream().filter(x -> (float) (x.adu - m) / (float) m > high).toList();
        if (lows.size() + highs.size() < kept.size()) {
            reject(lows, highs);
        }
    }

    private void minMax(int low, int high) {
        if (low + high < counted) {
            reject(List.copyOf(kept.subList(0, low)), List.copyOf(kept.subList(counted - high, counted)));
        }
    }

    private void reject(List<Sample> lows, List<Sample> highs) {
        lows.forEach(sample -> fate[sample.frame] = -1);
        highs.forEach(sample -> fate[sample.frame] = 1);
        kept.removeIf(sample -> fate[sample.frame] != 0);
    }

    private void extremeDeviates() {
        int most = (int) (counted * rule.low());
        var left = new ArrayList<>(kept);
        var goneLow = new ArrayList<Sample>();
        var goneHigh = new ArrayList<Sample>();
        int lows = 0;
        int highs = 0;
        for (int i = 0; i < most && left.size() >= 3; i++) {
            double[] x = left.stream().mapToDouble(Sample::adu).toArray();
            double spread = spread(x);
            if (spread == 0) {
                break;
            }
            int n = x.length;
            double sum = sum(x);
            double below = sum - n * (x[0] - pivot);
            double above = n * (x[n - 1] - pivot) - sum;
            double statistic = Math.max(below, above) / n / Math.sqrt(spread / ((double) n * (n - 1)));
            if (below >= above) {
                goneLow.add(left.removeFirst());
            } else {
                goneHigh.add(left.removeLast());
            }
            if (statistic > rule.lambda().getAtIndex(ValueLayout.JAVA_DOUBLE, n)) {
                lows = goneLow.size();
                highs = goneHigh.size();
            }
        }
        reject(goneLow.subList(0, lows), goneHigh.subList(0, highs));
    }

    private void aboutLine() {
        boolean going = true;
        while (going && mostThisRound() > 0) {
            int n = kept.size();
            double centre = (n - 1) * 0.5;
            double total = 0;
            double cross = 0;
            for (int i = 0; i < n; i++) {
                total += kept.get(i).adu - pivot;
                cross += (i - centre) * (kept.get(i).adu - pivot);
            }
            double slope = cross * 12 / (n * ((double) n * n - 1));
            double start = total / n - slope * centre;
            var residuals = new ArrayList<Residual>();
            double sum = 0;
            for (int i = 0; i < n; i++) {
                double adu = kept.get(i).adu - pivot - (slope * i + start);
                residuals.add(new Residual(adu, kept.get(i).frame));
                sum += Math.abs(adu);
            }
            double s = sum / n;
            if (s <= 1e-9 * (kept.getLast().adu - kept.getFirst().adu)) {
                return;
            }
            going = rejectByRank(residuals, rule.low() * s, rule.high() * s);
        }
    }

    /// How far the sample of a frame lies from the line.
    private record Residual(double adu, int frame) {}

    /// As `reject`, but of two equally far the first in rank goes.
    private boolean rejectByRank(List<Residual> residuals, double below, double above) {
        var out = new ArrayList<>(residuals.stream().filter(x -> x.adu < -below || x.adu > above).toList());
        out.sort(Comparator.<Residual>comparingDouble(x -> Math.abs(x.adu)).reversed());
        out.stream().limit(mostThisRound()).forEach(x -> fate[x.frame] = (byte) (x.adu < 0 ? -1 : 1));
        kept.removeIf(sample -> fate[sample.frame] != 0);
        return !out.isEmpty();
    }

    private double[] values() {
        return kept.stream().mapToDouble(Sample::adu).toArray();
    }

    private static double median(double[] sorted) {
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) * 0.5;
    }

    /// About the pivot.
    private double sum(double[] x) {
        double sum = 0;
        for (double sample : x) {
            sum += sample - pivot;
        }
        return sum;
    }

    /// Count times the sum of squares about the mean.
    private double spread(double[] x) {
        double squares = 0;
        for (double sample : x) {
            squares += (sample - pivot) * (sample - pivot);
        }
        double sum = sum(x);
        return whole
                ? (double) (x.length * ((long) squares) - ((long) sum) * ((long) sum))
                : Math.max(0, x.length * squares - sum * sum);
    }

    private double variance(double[] x) {
        return spread(x) / ((double) x.length * (x.length - 1));
    }

    private float deviation(double[] x) {
        return (float) Math.sqrt((float) variance(x));
    }

    private Result result() {
        double[] x = values();
        int n = x.length;
        float value = n == 0 ? 0 : (float) (rule.median() ? median(x) : (sum(x) + n * pivot) / n);
        return new Result(value, frames(-1), frames(1), n, n < 2 ? 0 : deviation(x), halves(),
                n < 2 ? 0 : variance(x));
    }

    private List<Integer> frames(int which) {
        return IntStream.range(0, fate.length).filter(f -> fate[f] == which).boxed().toList();
    }

    private float halves() {
        double[] even = kept.stream().filter(x -> x.frame % 2 == 0).mapToDouble(Sample::adu).toArray();
        double[] odd = kept.stream().filter(x -> x.frame % 2 == 1).mapToDouble(Sample::adu).toArray();
        return even.length == 0 || odd.length == 0
                ? 0
                : (float) (Arrays.stream(even).sum() / even.length
                        - Arrays.stream(odd).sum() / odd.length);
    }
}
