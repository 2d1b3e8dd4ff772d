package dev.darkbox.quality;

import dev.darkbox.plan.FrameSet;
import dev.darkbox.quality.Neighbours.Neighbour;
import dev.darkbox.stack.FrameMoments;
import java.util.function.ToDoubleFunction;

/// Makes the figures of one master out of what was counted.
final class Figures {

    private static final int FEWEST_FOR_NOISY = 10;
    private static final double MOSTLY_NOISE = 1.5;
    private static final double GAIN_SPREAD = 0.6;

    private final Subject now;
    private final Noise noise;
    private final Survey.Seen seen;
    private final Measure measure;
    private final Tally.Result tally;

    Figures(Subject now, Noise noise, Survey.Seen seen, Measure measure, Tally.Result tally) {
        this.now = now;
        this.noise = noise;
        this.seen = seen;
        this.measure = measure;
        this.tally = tally;
    }

    MasterMetrics metrics(Neighbours neighbours) {
        boolean bias = now.set() instanceof FrameSet.Bias;
        double pedestal = pedestal(now, neighbours);
        double rate = bias ? Double.NaN : (now.stats().median() - pedestal) / seconds(now.set());
        double scale = Survey.Patches.middle(seen.patches().nowScale());
        double rms = Double.isNaN(now.noiseAdu()) ? noise.master() : now.noiseAdu();
        Trend level = trend(FrameMoments::meanAdu);
        return new MasterMetrics(
                pedestal,
                bias ? noise.frame() : Double.NaN,
                noise.frame(),
                noise.master(),
                rate,
                rate * now.eGain(),
                without(now.stats().sigma(), rms),
                without(scale, noise.master()),
                rowSigma(scale),
                columnSigma(scale),
                Smooth.span(seen.patches().now()),
                glow(),
                measure.hotAdu(),
                tally.count(Tally.Of.HOT),
                tally.count(Tally.Of.COLD),
                clipped(),
                tally.part(Tally.Of.SATURATED),
                level.rise(),
                level.scatter(),
                noiseTrendPercent(),
                halvesRatio(),
                halvesCorrelation(),
                measuredEGain(now, seen),
                now.sigma().isPresent() && now.frames() >= FEWEST_FOR_NOISY
                        && (bias || measure.aduPerElectron() > 0)
                                ? tally.part(Tally.Of.NOISY)
                                : Double.NaN,
                orderExcess(neighbours));
    }

    /// `NaN` when no bias master is known.
    static double pedestal(Subject now, Neighbours neighbours) {
        return now.set() instanceof FrameSet.Bias
                ? now.stats().median()
                : neighbours.biasMedianAdu().orElse(Double.NaN);
    }

    /// `NaN` where too few hot pixels agree; a bias master has none, but pixels that jump.
    static double measuredEGain(Subject now, Survey.Seen seen) {
        Ratio ratio = seen.aduPerElectron();
        return !(now.set() instanceof FrameSet.Bias) && ratio.spread() < GAIN_SPREAD
                ? 1 / ratio.value()
                : Double.NaN;
    }

    static double seconds(FrameSet set) {
        return set.exposure().toNanos() / 1e9;
    }

    private static double without(double width, double noise) {
        return Math.sqrt(Math.max(0, width * width - noise * noise));
    }

    Trend trend(ToDoubleFunction<FrameMoments> figure) {
        return Trend.of(now.moments().stream().mapToDouble(figure).toArray());
    }

    /// Unknown where hits of cosmic rays weigh more in it than the noise.
    private double noiseTrendPercent() {
        double middle = middle(FrameMoments::pairNoiseAdu);
        return middle < MOSTLY_NOISE * noise.frame()
                ? 100 * trend(FrameMoments::pairNoiseAdu).rise() / middle
                : Double.NaN;
    }

    private double middle(ToDoubleFunction<FrameMoments> figure) {
        double[] sorted = now.moments().stream().mapToDouble(figure).filter(f -> !Double.isNaN(f)).sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    private double rowSigma(double scale) {
        return step(tally.sums().rowLevels(), scale * scale / tally.columnLevels().length);
    }

    private double columnSigma(double scale) {
        return step(tally.columnLevels(), scale * scale / tally.sums().rowLevels().length);
    }

    /// Spread of levels from one to the next, without what the pixels' own scatter makes.
    private static double step(double[] levels, double pixelsShare) {
        var steps = new float[Math.max(1, levels.length - 1)];
        for (int i = 1; i < levels.length; i++) {
            steps[i - 1] = (float) (levels[i] - levels[i - 1]);
        }
        double sigma = Select.madSigma(steps, steps.length, 0);
        return Math.sqrt(Math.max(0, sigma * sigma / 2 - pixelsShare));
    }

    private double glow() {
        double brightest = Math.max(
                Math.max(region(0, 0), region(2, 0)), Math.max(region(0, 2), region(2, 2)));
        return brightest - region(1, 1);
    }

    private double region(int right, int bottom) {
        int[] patches = seen.grid().region(right, bottom);
        var values = new float[patches.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = seen.patches().now()[patches[i]];
        }
        return Select.median(values, values.length);
    }

    /// Samples at zero; a pixel that is there in the master is there in every frame and is dead, not clipped.
    private double clipped() {
        if (now.moments().isEmpty()) {
            return Double.NaN;
        }
        double samples = (double) now.moments().stream().mapToLong(FrameMoments::emptySamples).sum();
        double dead = tally.count(Tally.Of.EMPTY) * now.moments().size();
        double all = tally.count(Tally.Of.PIXELS) * now.moments().size();
        return Math.max(0, samples - dead) / Math.max(1, all);
    }

    private double halvesRatio() {
        return now.halves().isPresent() && now.sigma().isPresent()
                ? Math.sqrt(halvesVariance() / sigmaVariance())
                : Double.NaN;
    }

    private double halvesCorrelation() {
        return 1 - variance() / tally.sums().variance();
    }

    /// Of a core pixel of the master by chance alone, the best that is known.
    double variance() {
        if (now.halves().isPresent()) {
            return halvesVariance();
        }
        return now.sigma().isPresent() ? sigmaVariance() : noise.master() * noise.master();
    }

    private double halvesVariance() {
        return tally.sums().halvesVariance() / 4;
    }

    private double sigmaVariance() {
        return tally.sums().noiseVariance() / now.frames();
    }

    /// How far the median is on the wrong side of a shorter or longer exposure's.
    private double orderExcess(Neighbours neighbours) {
        double seconds = seconds(now.set());
        double worst = Double.NaN;
        for (Neighbour other : neighbours.others()) {
            double above = now.stats().median() - other.medianAdu();
            int longer = Double.compare(seconds, seconds(other.set()));
            if (longer != 0) {
                worst = Math.max(Double.isNaN(worst) ? 0 : worst, longer > 0 ? -above : above);
            }
        }
        if (seconds > 0 && neighbours.biasMedianAdu().isPresent()) {
            worst = Math.max(Double.isNaN(worst) ? 0 : worst,
                    neighbours.biasMedianAdu().getAsDouble() - now.stats().median());
        }
        return worst;
    }
}
