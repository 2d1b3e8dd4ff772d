package dev.darkbox.quality;

import dev.darkbox.quality.Findings.Bounds;
import dev.darkbox.quality.Verdict.Kind;
import java.util.List;
import java.util.Locale;

/// Whether a master still fits its camera, by a few frames taken now: by the limits a new master has, and with findings of
/// the same names. What few frames cannot tell for their noise is not found.
///
/// The level of a few darks that rises evenly may be light or an offset that moved; it is called a leak, and the bias of the
/// same check tells which.
///
/// @param frameNoiseAdu noise of one frame
public record SpotRule(Limits limits, double frameNoiseAdu) {

    /// So many standard deviations from lowest to highest of 256 patches come about by noise less than once in ten thousand
    /// pictures.
    private static final double PATCH_SIGMAS = 10;
    /// A patch has a 256th of the pixels.
    private static final double PICTURE_PER_PATCH_NOISE = 1.0 / 16;
    /// Standard errors.
    private static final double SURE = 5;
    /// Fewer than that many standard deviations of a count are no change.
    private static final double HOT_SIGMAS = 3;
    private static final int FEWEST_HOT = 5;

    /// Judges the mean of the frames.
    ///
    /// @param before statistics of the master
    /// @param isBias whether it is a bias
    /// @param biasMedianAdu pedestal, `NaN` when it is not known
    public Verdict judge(Likeness seen, MasterStats before, boolean isBias, double biasMedianAdu) {
        var findings = new Findings();
        double mean = percent(seen.now().mean(), before.mean());
        double median = percent(seen.now().median(), before.median());
        drift(findings, "mean", mean);
        drift(findings, "median", median);
        double kelvin = isBias ? 0 : temperature(findings, seen);
        if (isBias) {
            offset(findings, seen);
        } else {
            evenLeak(findings, seen, before.median() - biasMedianAdu, kelvin);
        }
        patches(findings, seen);
        hot(findings, seen);
        return verdict(findings.worstFirst(), String.format(Locale.ROOT,
                "mean %+.2f %%, median %+.2f %% (%+.2f ADU), hot pixels %d -> %d, patches within %.2f ADU",
                mean,
                median, seen.medianAdu(), seen.hotBefore(), seen.hotNow(), seen.patchSpanAdu()));
    }

    private double noises(Limit limit) {
        return limits.of(limit) * frameNoiseAdu;
    }

    private void drift(Findings findings, String what, double percent) {
        double limit = limits.of(Limit.DRIFT_PERCENT);
        if (Math.abs(percent) > limit) {
            findings.add("drift", limits.onDrift(), percent, limit, " %",
                    "%s %s %%".formatted(what, Findings.signed(percent)),
                    "Another offset or gain, light, or a warmer sensor: look at the other findings.");
        }
    }

    /// By the factor that all hot pixels are stronger.
    ///
    /// @return K, 0 when nothing was found
    private double temperature(Findings findings, Likeness seen) {
        double times = 1 + seen.hotScale();
        if (seen.hotBefore() < FEWEST_HOT || !(times > 0)) {
            return 0;
        }
        double doubling = limits.of(Limit.DOUBLING_K) / Math.log(2);
        double kelvin = doubling * Math.log(times);
        double sure = SURE * doubling * seen.hotScaleError() / times;
        boolean found = findings.check("temperature", Math.abs(kelvin),
                new Bounds(Math.max(sure, limits.of(Limit.TEMPERATURE_WARN_K)), Kind.WARN,
                        Math.max(sure, limits.of(Limit.TEMPERATURE_HOLD_K)), Kind.HOLD, " K"),
                "the hot pixels went %s %%, as %s K make it".formatted(Findings.signed(100 * seen.hotScale()),
                        Findings.signed(kelvin)),
                "The sensor is not as cold as it was for the master: check set point and cooler load, soak longer.");
        return found ? kelvin : 0;
    }

    private double leastLevel(Likeness seen) {
        return SURE * PICTURE_PER_PATCH_NOISE * seen.patchNoiseAdu();
    }

    private void offset(Findings findings, Likeness seen) {
        double least = leastLevel(seen);
        findings.check("offset", Math.abs(seen.medianAdu()),
                new Bounds(Math.max(least, noises(Limit.OFFSET_WARN_NOISES)), Kind.WARN,
                        Math.max(least, noises(Limit.OFFSET_HOLD_NOISES)), Kind.HOLD, " ADU"),
                "level %s ADU".formatted(Findings.signed(seen.medianAdu())),
                "The camera's offset is another: compare the setting and the driver; lights need a master of the same "
                        + "offset.");
    }

    /// What another temperature makes of the dark current is no light.
    ///
    /// @param darkAdu level of the master above the pedestal, `NaN` when it is not known
    private void evenLeak(Findings findings, Likeness seen, double darkAdu, double kelvin) {
        double dark = Double.isNaN(darkAdu) ? 0 : Math.max(0, darkAdu);
        double grown = dark * (Math.pow(2, kelvin / limits.of(Limit.DOUBLING_K)) - 1);
        double level = seen.medianAdu() - grown;
        double least = Math.max(leastLevel(seen), limits.of(Limit.DRIFT_PERCENT) / 100 * dark);
        findings.check("leak", Math.abs(level),
                new Bounds(Math.max(least, noises(Limit.LIGHT_HOLD_NOISES)), Kind.HOLD,
                        Math.max(least, noises(Limit.LEAK_FAIL_NOISES)), Kind.FAIL, " ADU"),
                "level %s ADU".formatted(Findings.signed(level)),
                "Light, now or when the master was made, or an offset that moved: the bias tells which.");
    }

    private void patches(Findings findings, Likeness seen) {
        double least = PATCH_SIGMAS * seen.patchNoiseAdu();
        findings.check("leak", seen.patchSpanAdu(),
                new Bounds(Math.max(least, noises(Limit.LEAK_HOLD_NOISES)), Kind.HOLD,
                        Math.max(least, noises(Limit.LEAK_FAIL_NOISES)), Kind.FAIL, " ADU"),
                "the level changed unevenly, patches differ by %s ADU".formatted(
                        Findings.number(seen.patchSpanAdu())),
                "Light gets in, or the amplifier glows more than it did: check cap and adapters first.");
    }

    private void hot(Findings findings, Likeness seen) {
        double limit = limits.of(Limit.DRIFT_PERCENT);
        double guard = HOT_SIGMAS * Math.sqrt((double) (seen.hotBefore() + seen.hotNow()));
        if (Math.abs(seen.hotPercent()) > limit && Math.abs(seen.hotNow() - seen.hotBefore()) > guard) {
            findings.add("hot", limits.onDrift(), seen.hotPercent(), limit, " %",
                    "hot pixels %d -> %d, %s %%".formatted(seen.hotBefore(), seen.hotNow(),
                            Findings.signed(seen.hotPercent())),
                    "A new driver, or the months: make the darks again.");
        }
    }

    private static double percent(double now, double before) {
        return before == 0 ? 0 : 100 * (now - before) / before;
    }

    private static Verdict verdict(List<Finding> found, String figures) {
        return found.isEmpty()
                ? new Verdict(Kind.PASS, figures)
                : new Verdict(found.getFirst().kind(), String.join("; ",
                        found.stream().map(finding -> finding.code() + ": " + finding.text()).toList()) + " ("
                        + figures
                        + ")", found);
    }
}
