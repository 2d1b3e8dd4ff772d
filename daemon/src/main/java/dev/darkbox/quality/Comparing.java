package dev.darkbox.quality;

import dev.darkbox.plan.FrameSet;

/// Makes the figures of the change between two masters out of what was counted.
final class Comparing {

    private static final double LIGHT_AT_LEAST = 0.5;
    private static final double LIGHT_AT_MOST = 1.6;
    /// Of one frame's noise: a change of level below this is none.
    private static final double LEVEL_NOISES = 0.1;
    /// How far the variance of one frame may be from what one set tells of it; of more frames, less by their root.
    private static final double VARIANCE_DOUBT = 0.4;

    private final Subject now;
    private final Reference before;
    private final Noise noise;
    private final Survey.Seen seen;
    private final Smooth smooth;
    private final Tally.Result tally;
    private final Tally.Sums sums;
    private final double growth;
    private final double eGain;
    private final Limits limits;

    /// @param growth factor of dark current, 1 when none is known
    /// @param eGain e-/ADU, `NaN` when unknown
    Comparing(Subject now, Reference before, Noise noise, Survey.Seen seen, Smooth smooth,
            Tally.Result tally, double growth, double eGain, Limits limits) {
        this.now = now;
        this.before = before;
        this.noise = noise;
        this.seen = seen;
        this.smooth = smooth;
        this.tally = tally;
        sums = tally.sums();
        this.growth = growth;
        this.eGain = eGain;
        this.limits = limits;
    }

    ChangeMetrics metrics(double pedestal, double variance) {
        double stood = pedestalBefore(pedestal);
        Level level = level(stood);
        Ratio dark = seen.dark();
        MasterStats is = now.stats();
        MasterStats was = before.stats();
        double explained = noise.frameBefore() * noise.frameBefore() + level.electrons / eGain;
        return new ChangeMetrics(
                percent(was.mean(), is.mean()),
                percent(was.median(), is.median()),
                percent(was.sigma(), is.sigma()),
                percent((double) was.hotPixels(), (double) is.hotPixels()),
                percent(was.mean() - stood, is.mean() - pedestal),
                percent(was.median() - stood, is.median() - pedestal),
                sigmaFreePercent(),
                percent(tally.count(Tally.Of.SEED_HOT_BEFORE), tally.count(Tally.Of.SEED_HOT)),
                is.median() - was.median(),
                level.offset,
                level.light,
                dark.value(),
                dark.error(),
                limits.of(Limit.DOUBLING_K) * Math.log(dark.value()) / Math.log(2),
                limits.of(Limit.DOUBLING_K) * dark.error() / dark.value() / Math.log(2),
                1 + smooth.growth(),
                smooth.spanAdu(),
                smooth.restSpanAdu(),
                smooth.patchNoiseAdu(),
                sums.products() / Math.sqrt(sums.nowSquares() * sums.beforeSquares()),
                correlationExpected(variance),
                sums.products() / (sums.beforeSquares() - sums.inBoth() * varianceBefore(variance)),
                tally.part(Tally.Of.SIX_SIGMA),
                tally.part(Tally.Of.SIX_SIGMA_UNEXPLAINED),
                jaccard(),
                sums.expectedJaccard(),
                tally.count(Tally.Of.NEW_HOT),
                tally.count(Tally.Of.GONE_HOT),
                percent(noise.frameBefore(), noise.frameNow()),
                percent(Math.sqrt(explained), noise.frameNow()));
    }

    private double pedestalBefore(double pedestal) {
        return pedestal(now, before, pedestal);
    }

    /// What the master before stood on: of a bias its own median, of others what it tells, or what this one stands on.
    static double pedestal(Subject now, Reference before, double pedestal) {
        if (now.set() instanceof FrameSet.Bias) {
            return before.stats().median();
        }
        double told = before.metric("pedestal_adu");
        return Double.isNaN(told) ? pedestal : told;
    }

    /// Of nothing there is no part: `NaN`, but where there is nothing still.
    static double percent(double was, double is) {
        if (was == 0) {
            return is == 0 ? 0 : Double.NaN;
        }
        return 100 * (is - was) / Math.abs(was);
    }

    /// What became of the level.
    ///
    /// @param electrons came with more electrons per pixel and frame
    private record Level(double offset, double light, double electrons) {}

    /// Light and dark current bring the noise of electrons; a step of the offset brings none.
    private Level level(double stood) {
        double change = now.stats().median() - before.stats().median();
        double electrons = eGain * (noise.frameNow() * noise.frameNow()
                - noise.frameBefore() * noise.frameBefore());
        double thermal = thermal(change, electrons, stood);
        double rest = change - thermal;
        if (Math.abs(rest) < LEVEL_NOISES * noise.frame()) {
            return new Level(rest, 0, change);
        }
        if (Double.isNaN(electrons)) {
            return new Level(rest, Double.NaN, thermal);
        }
        double part = (electrons - thermal) / rest;
        boolean sure = Math.abs(electrons - thermal) > electronsDoubt();
        return sure && part > LIGHT_AT_LEAST && part < LIGHT_AT_MOST
                ? new Level(0, rest, change)
                : new Level(rest, 0, thermal);
    }

    /// How many ADU of electrons noise may tell that are not there: sets of a few frames tell it roughly.
    private double electronsDoubt() {
        double fewest = Math.max(1, Math.min(now.frames(), before.frames()));
        return eGain * noise.frameNow() * noise.frameNow() * VARIANCE_DOUBT / Math.sqrt(fewest);
    }

    /// What a grown dark current adds to the median pixel. Where no bias master is known the change of the level itself is it,
    /// as far as its sign and the noise of the typical pixel allow; in a root mean square the hot pixels' electrons weigh, of
    /// which the typical pixel has none.
    private double thermal(double change, double electrons, double stood) {
        if (growth == 1) {
            return 0;
        }
        double dark = before.stats().median() - stood;
        if (!Double.isNaN(dark)) {
            return (growth - 1) * Math.max(0, dark);
        }
        double doubt = noise.typical() ? electronsDoubt() : Double.NaN;
        double told = Double.isNaN(electrons + doubt)
                ? change
                : Math.clamp(change, electrons - doubt, electrons + doubt);
        return told * (growth - 1) > 0 ? told : 0;
    }

    /// The masters' noise is part of their width; it is taken out of both.
    private double sigmaFreePercent() {
        double was = before.stats().sigma();
        double expected = was * was - before.noiseAdu() * before.noiseAdu() + now.noiseAdu() * now.noiseAdu();
        return percent(was, was + now.stats().sigma() - Math.sqrt(Math.max(0, expected)));
    }

    private double varianceBefore(double variance) {
        double ratio = noise.frameBefore() / noise.frameNow();
        return variance * now.frames() / before.frames() * (Double.isNaN(ratio) ? 1 : ratio * ratio);
    }

    private double correlationExpected(double variance) {
        double mine = 1 - variance * sums.inBoth() / sums.nowSquares();
        double other = 1 - varianceBefore(variance) * sums.inBoth() / sums.beforeSquares();
        return Math.sqrt(Math.max(0, mine) * Math.max(0, other));
    }

    private double jaccard() {
        double both = tally.count(Tally.Of.HOT_BOTH);
        return both / (tally.count(Tally.Of.HOT) + tally.count(Tally.Of.HOT_GROWN) - both);
    }
}
