package dev.darkbox.stack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// One pixel's result, straight from the definitions and without a thought of speed: nothing here is shared with
/// the kernels. Everything is worked out anew each round from the list of samples still kept.
final class Definition {

    /// One sample and the frame it is from.
    record Sample(double adu, int frame) {}

    /// What becomes of a pixel.
    ///
    /// @param low frames whose sample was too low
    /// @param high frames whose sample was too high
    /// @param variance of the kept samples
    record Result(float value, List<Integer> low, List<Integer> high, int kept, double variance) {}

    private final StackOrder order;
    private final boolean whole;
    private final List<Sample> kept = new ArrayList<>();
    private final List<Integer> low = new ArrayList<>();
    private final List<Integer> high = new ArrayList<>();

    private Definition(StackOrder order, double[] samples, boolean whole) {
        this.order = order;
        this.whole = whole;
        boolean plainMedian = order.combine() == Combine.MEDIAN
                && order.rejection() instanceof Rejection.None;
        for (int f = 0; f < samples.length; f++) {
            if (samples[f] != 0 || order.zeroIsData() || plainMedian) {
                kept.add(new Sample(samples[f], f));
            }
        }
        kept.sort(Comparator.comparingDouble(Sample::adu).thenComparingInt(Sample::frame));
    }

    /// @param samples by frame
    /// @param whole 16-bit samples
    static Result of(StackOrder order, double[] samples, boolean whole) {
        var pixel = new Definition(order, samples, whole);
        if (pixel.kept.size() >= 3) {
            pixel.reject();
        }
        return pixel.result();
    }

    private void reject() {
        switch (order.rejection()) {
            case Rejection.None() -> {
            }
            case Rejection.Sigma(double kl, double kh) -> rounds(kl, kh, () -> (float) sd(values()));
            case Rejection.Winsorized(double kl, double kh) -> rounds(kl, kh, this::winsorized);
            case Rejection.Mad(double kl, double kh) -> rounds(kl, kh, this::mad);
            case Rejection.LinearFit(double kl, double kh) -> line(kl, kh);
            case Rejection.Esd(double outliers, double significance) -> esd(outliers, significance);
            case Rejection.Percentile(double l, double h) -> percentile((float) l, (float) h);
            case Rejection.MinMax(int l, int h) -> minMax(l, h);
        }
    }

    private interface Width {
        float of();
    }

    private void rounds(double kl, double kh, Width width) {
        int before = kept.size();
        while (true) {
            double m = median(values());
            float s = width.of();
            if (order.rejection() instanceof Rejection.Mad && s == 0) {
                return;
            }
            var lows = kept.stream().filter(x -> m - x.adu > (float) kl * s).toList();
            var highs = kept.stream().filter(x -> x.adu - m > (float) kh * s).toList();
            if (!take(lows, highs, before, x -> Math.abs(x.adu - m))) {
                return;
            }
        }
    }

    /// Takes away what a round found, the furthest first and the low first of two equally far, as many as are
    /// allowed; false if none.
    private boolean take(List<Sample> lows, List<Sample> highs, int before,
            ToDoubleFunction<Sample> distance) {
        int most = kept.size() - (before - kept.size()) - 4;
        var out = new ArrayList<Sample>(lows);
        out.addAll(highs.reversed());
        out.sort(Comparator.comparingDouble(distance).reversed()); // stable
        out.stream().limit(Math.max(0, most)).forEach(sample -> {
            kept.remove(sample);
            (lows.contains(sample) ? low : high).add(sample.frame);
        });
        return most > 0 && !out.isEmpty();
    }

    private float winsorized() {
        double m = median(values());
        double[] w = values();
        float s = (float) sd(w);
        float before;
        do {
            float reach = 1.5f * s;
            double from = whole ? Math.clamp(Math.floor((float) m - reach + 0.5f), 0, 65_535) : m - reach;
            double to = whole ? Math.clamp(Math.floor((float) m + reach + 0.5f), 0, 65_535) : m + reach;
            for (int i = 0; i < w.length; i++) {
                w[i] = Math.min(Math.max(w[i], from), to);
            }
            before = s;
            s = 1.134f * (float) sd(w);
        } while (Math.abs(s - before) > before * 0.0005f);
        return s;
    }

    private float mad() {
        double m = median(values());
        return (float) (1.4826 * median(Arrays.stream(values()).map(x -> Math.abs(x - m)).toArray()));
    }

    private void percentile(float l, float h) {
        float m = (float) median(values());
        var lows = kept.stream().filter(x -> m > 0 && (float) (m - x.adu) / m > l).toList();
        var highs = kept.stream().filter(x -> m > 0 && (float) (x.adu - m) / m > h).toList();
        if (lows.size() + highs.size() < kept.size()) {
            out(lows, highs);
        }
    }

    private void minMax(int l, int h) {
        int n = kept.size();
        if (l + h < n) {
            out(List.copyOf(kept.subList(0, l)), List.copyOf(kept.subList(n - h, n)));
        }
    }

    private void out(List<Sample> lows, List<Sample> highs) {
        kept.removeAll(lows);
        kept.removeAll(highs);
        lows.forEach(x -> low.add(x.frame));
        highs.forEach(x -> high.add(x.frame));
    }

    private void esd(double outliers, double significance) {
        int most = (int) (kept.size() * outliers);
        var left = new ArrayList<>(kept);
        int significant = 0;
        var gone = new ArrayList<Sample>();
        for (int i = 1; i <= most && left.size() >= 3; i++) {
            double[] x = left.stream().mapToDouble(Sample::adu).toArray();
            double mean = Arrays.stream(x).sum() / x.length;
            double sd = sd(x);
            if (sd == 0) {
                break;
            }
            double below = mean - left.getFirst().adu;
            double above = left.getLast().adu - mean;
            int n = x.length;
            double t = StudentT.exceededWith(significance / (2 * n), n - 2);
            double lambda = (n - 1) * t / Math.sqrt((n - 2 + t * t) * n);
            gone.add(below >= above - 1e-9 ? left.removeFirst() : left.removeLast());
            if (Math.max(below, above) / sd > lambda) {
                significant = i;
            }
        }
        double m = median(values());
        for (Sample sample : gone.subList(0, significant)) {
            kept.remove(sample);
            (sample.adu <= m ? low : high).add(sample.frame);
        }
    }

    private void line(double kl, double kh) {
        int before = kept.size();
        while (true) {
            int n = kept.size();
            double[] x = values();
            double centre = (n - 1) / 2.0;
            double mean = Arrays.stream(x).sum() / n;
            double cross = 0;
            double spread = 0;
            for (int i = 0; i < n; i++) {
                cross += (i - centre) * (x[i] - mean);
                spread += (i - centre) * (i - centre);
            }
            double slope = cross / spread;
            var residual = new double[n];
            double s = 0;
            for (int i = 0; i < n; i++) {
                residual[i] = x[i] - (mean + slope * (i - centre));
                s += Math.abs(residual[i]) / n;
            }
            if (s <= 1e-9 * (x[n - 1] - x[0])) {
                return;
            }
            var lows = new ArrayList<Sample>();
            var highs = new ArrayList<Sample>();
            for (int i = 0; i < n; i++) {
                if (residual[i] < -kl * s) {
                    lows.add(kept.get(i));
                } else if (residual[i] > kh * s) {
                    highs.add(kept.get(i));
                }
            }
            var was = List.copyOf(kept);
            if (!takeByRank(lows, highs, before, sample -> Math.abs(residual[was.indexOf(sample)]))) {
                return;
            }
        }
    }

    private boolean takeByRank(List<Sample> lows, List<Sample> highs, int before,
            ToDoubleFunction<Sample> distance) {
        int most = kept.size() - (before - kept.size()) - 4;
        var out = new ArrayList<>(kept.stream().filter(x -> lows.contains(x) || highs.contains(x)).toList());
        out.sort(Comparator.comparingDouble(distance).reversed());
        out.stream().limit(Math.max(0, most)).forEach(sample -> {
            kept.remove(sample);
            (lows.contains(sample) ? low : high).add(sample.frame);
        });
        return most > 0 && !out.isEmpty();
    }

    private double[] values() {
        return kept.stream().mapToDouble(Sample::adu).toArray();
    }

    /// Standard deviation, n - 1, in two passes.
    private static double sd(double[] x) {
        double mean = Arrays.stream(x).sum() / x.length;
        return Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / (x.length - 1));
    }

    private static double median(double[] x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        return (sorted[(x.length - 1) / 2] + sorted[x.length / 2]) / 2;
    }

    private Result result() {
        double[] x = values();
        float value = x.length == 0
                ? 0
                : (float) (order.combine() == Combine.MEDIAN ? median(x) : Arrays.stream(x).sum() / x.length);
        double sd = x.length < 2 ? Double.NaN : sd(x);
        return new Result(value, low, high, x.length, sd * sd);
    }
}
