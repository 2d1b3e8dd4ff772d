package dev.darkbox.quality;

import dev.darkbox.quality.Verdict.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Whether a master fits its camera, by one frame that is calibrated with it.
///
/// @param driftPercent most change of the level above the bias
/// @param frameNoiseAdu noise of one frame: a patch that is off by a quarter of it shows in no light; the level of a single
///     frame may be off by half of it, for it wanders from frame to frame
public record CheckRule(double driftPercent, double frameNoiseAdu) {

    /// Of one frame's noise.
    private static final double QUARTER = 0.25;
    private static final double HALF = 0.5;
    /// So many standard deviations from lowest to highest of 256 patches come about by noise less than once in ten thousand
    /// pictures.
    private static final double PATCH_SIGMAS = 10;
    /// Fewer than that many standard deviations of a count are no change.
    private static final double HOT_SIGMAS = 3;
    /// Pixels that flicker between two levels are a few in a hundred; more than this is another sensor, or another exposure.
    /// Of few hot pixels a larger part may flicker by chance.
    private static final double MOST_HOT_LEFT = 0.2;
    private static final int FEWEST_HOT = 5;
    private static final double MOST_HOT_SCALE = 0.1;
    private static final double SCALE_SIGMAS = 4;
    /// Of what the frame's and the master's noise give together. LSST allows 5 % more for one frame of many amplifiers.
    private static final double MOST_NOISE = 1.15;

    /// Of one dark frame less its master: level near zero, no pattern, no more noise than of frame and master together,
    /// hot pixels gone.
    public Verdict calibrated(Likeness left, MasterStats before, double masterNoiseAdu,
            double biasMedianAdu) {
        var findings = new ArrayList<Finding>();
        level(findings, left, before, biasMedianAdu);
        patches(findings, left);
        double expected = Math.hypot(frameNoiseAdu, Double.isNaN(masterNoiseAdu) ? 0 : masterNoiseAdu);
        if (left.sigmaAdu() > MOST_NOISE * expected) {
            findings.add(finding("noise", left.sigmaAdu(), MOST_NOISE * expected, "ADU",
                    String.format(Locale.ROOT, "noise %.2f ADU, at most %.2f for one frame and its master",
                            left.sigmaAdu(),
                            MOST_NOISE * expected),
                    "Another gain or readout mode, or interference: compare the settings, then the cables."));
        }
        hotLeft(findings, left);
        return verdict(findings, String.format(Locale.ROOT,
                "level %+.2f ADU, noise %.2f of %.2f ADU, patches within %.2f ADU, %s", left.medianAdu(),
                left.sigmaAdu(), expected, left.patchSpanAdu(), hotText(left)));
    }

    /// Of a frame with sky in it less its master: only the hot pixels tell, for level, noise and gradients are the sky's.
    public Verdict calibratedSky(Likeness left) {
        var findings = new ArrayList<Finding>();
        hotLeft(findings, left);
        return verdict(findings, left.hotBefore() == 0
                ? "no hot pixels to judge by; level, noise and gradients are the sky's"
                : hotText(left) + "; level, noise and gradients are the sky's and not judged");
    }

    private static String hotText(Likeness left) {
        return String.format(Locale.ROOT, "hot pixels left %d of %d", left.hotLeft(), left.hotBefore());
    }

    private void hotLeft(List<Finding> findings, Likeness left) {
        double guard = HOT_SIGMAS * Math.sqrt(MOST_HOT_LEFT * (1 - MOST_HOT_LEFT) * left.hotBefore());
        if (left.hotBefore() >= FEWEST_HOT && left.hotLeft() > MOST_HOT_LEFT * left.hotBefore() + guard) {
            findings.add(finding("hot", 100 * left.hotLeftFraction(), 100 * MOST_HOT_LEFT, "%",
                    String.format(Locale.ROOT, "%d of %d hot pixels are left, at most %.0f %%",
                            left.hotLeft(),
                            left.hotBefore(), 100 * MOST_HOT_LEFT),
                    "The master is of another exposure, temperature or camera, or the picture is turned."));
        }
        if (Math.abs(left.hotScale()) > MOST_HOT_SCALE
                && Math.abs(left.hotScale()) > SCALE_SIGMAS * left.hotScaleError()) {
            findings.add(finding("scale", 100 * left.hotScale(), 100 * MOST_HOT_SCALE, "%",
                    String.format(Locale.ROOT,
                            "%+.0f %% of the hot pixels' excess is left, at most %.0f %% either way",
                            100 * left.hotScale(), 100 * MOST_HOT_SCALE),
                    "The dark current is not that of the master: another exposure or temperature."));
        }
    }

    /// The pedestal hides what happens above it: half a per cent of the mean may be twice the dark current.
    private void level(List<Finding> findings, Likeness seen, MasterStats before, double biasMedianAdu) {
        double dark = Double.isNaN(biasMedianAdu) ? 0 : Math.max(0, before.median() - biasMedianAdu);
        double limit = Math.max(HALF * frameNoiseAdu, driftPercent / 100 * dark);
        if (Math.abs(seen.medianAdu()) > limit) {
            findings.add(finding("level", seen.medianAdu(), limit, "ADU",
                    String.format(Locale.ROOT, "level %+.2f ADU, at most %.2f", seen.medianAdu(), limit),
                    "An offset that moved, light, or another temperature: take the bias first to tell which."));
        }
    }

    private void patches(List<Finding> findings, Likeness seen) {
        double limit = Math.max(QUARTER * frameNoiseAdu, PATCH_SIGMAS * seen.patchNoiseAdu());
        if (seen.patchSpanAdu() > limit) {
            findings.add(finding("leak", seen.patchSpanAdu(), limit, "ADU",
                    String.format(Locale.ROOT, "patches differ by %.2f ADU, at most %.2f",
                            seen.patchSpanAdu(), limit),
                    "Light gets in, or the amplifier glows more than it did: check cap and adapters first."));
        }
    }

    private static Finding finding(String code, double value, double limit, String unit, String text,
            String cause) {
        return new Finding(code, Kind.HOLD, value, limit, unit, text, cause);
    }

    private static Verdict verdict(List<Finding> findings, String figures) {
        if (findings.isEmpty()) {
            return new Verdict(Kind.PASS, figures);
        }
        return new Verdict(Kind.HOLD, String.join("; ", findings.stream().map(Finding::text).toList()) + " ("
                + figures + ")", findings);
    }
}
