package dev.darkbox.quality;

import dev.darkbox.plan.FrameSet;
import dev.darkbox.quality.Findings.Bounds;
import java.util.BitSet;
import java.util.Locale;

/// What may have changed since the master before, told apart by what each cause leaves behind.
///
/// | cause | level | hot pixels | smooth part | noise |
/// |---|---|---|---|---|
/// | temperature | grows with the dark current | all by one factor | the old glow, stronger | of those electrons |
/// | leak | grows | as they were | anything but the old glow | of those electrons |
/// | offset | steps | as they were | none | as it was |
/// | hot | as it was | new ones | none | as it was |
final class ChangeRules {

    /// How far the noise may be from what a few frames, some of their samples left out, tell of it: where most of a
    /// picture is noise, so far off may be what the noise lets two pictures have in common.
    private static final double VARIANCE_DOUBT = 0.2;
    /// A smooth change that is this small beside the noise of one patch is none.
    private static final double PATCH_NOISES = 10;
    private static final double RATIO_ERRORS = 5;
    private static final double HOT_GUARD_SIGMAS = 3;
    private static final double HEADER_K = 0.5;
    private static final double TELLING_CORRELATION = 0.2;
    /// A change of temperature so many times what would be sure is told however roughly it is known.
    private static final double TELLING_TIMES = 3;
    /// Fixed pattern and noise this much stronger, both, are another gain.
    private static final double GAIN_PERCENT = 8;

    private final Subject now;
    private final Reference before;
    private final MasterMetrics metrics;
    private final ChangeMetrics change;
    private final Smooth smooth;
    private final BitSet strange;
    private final Noise noise;
    private final double pixels;
    private final Limits limits;
    private final Findings findings;

    ChangeRules(Subject now, Reference before, MasterMetrics metrics, ChangeMetrics change, Smooth smooth,
            BitSet strange, Noise noise, Limits limits, Findings findings) {
        this.now = now;
        this.before = before;
        this.metrics = metrics;
        this.change = change;
        this.smooth = smooth;
        this.strange = strange;
        this.noise = noise;
        pixels = now.picture().shape().pixels();
        this.limits = limits;
        this.findings = findings;
    }

    /// Where not even the pattern is the same nothing else is compared.
    void check() {
        if (rows() || pattern()) {
            return;
        }
        boolean warmer = temperature();
        boolean lit = leak();
        glow();
        if (!lit || Math.abs(change.offsetAdu()) > change.leakSpanAdu()) {
            offset();
        }
        hot();
        boolean explained = noise.typical() && !Double.isNaN(change.noiseFreePercent());
        if (!gain() && (explained || !(warmer || lit))) {
            noise();
        }
        telegraph();
    }

    private double noises(Limit limit) {
        return limits.of(limit) * metrics.frameNoiseAdu();
    }

    private boolean isBias() {
        return now.set() instanceof FrameSet.Bias;
    }

    private boolean temperature() {
        if (isBias()) {
            return false;
        }
        double kelvin = change.temperatureK();
        double sure = RATIO_ERRORS * change.temperatureErrorK();
        double low = limits.of(Limit.TEMPERATURE_WARN_K);
        double high = limits.of(Limit.TEMPERATURE_HOLD_K);
        boolean told = sure < Math.max(low, Math.abs(kelvin) / TELLING_TIMES);
        if (!told) {
            kelvin = now.sensorC() - before.sensorC();
            sure = HEADER_K;
        }
        if (Math.abs(kelvin) <= sure) {
            return false;
        }
        return findings.check("temperature", Math.abs(kelvin),
                new Bounds(low, Verdict.Kind.WARN, high, Verdict.Kind.HOLD, " K"),
                !told
                        ? "the sensor was %s K off the one before".formatted(Findings.signed(kelvin))
                        : "the dark current went %s %%, as %s K make it".formatted(
                                Findings.signed(100 * (change.darkSlope() - 1)), Findings.signed(kelvin)),
                temperatureCause(kelvin));
    }

    private String temperatureCause(double kelvin) {
        double told = now.sensorC() - before.sensorC();
        if (Math.abs(told - kelvin) < Math.max(limits.of(Limit.TEMPERATURE_WARN_K), Math.abs(kelvin) / 4)) {
            return String.format(Locale.ROOT,
                    "The thermometer says so too, %.2f °C after %.2f °C: check set point and cooler load, "
                            + "then take the set again.",
                    now.sensorC(), before.sensorC());
        }
        return "The sensor was not as cold as its thermometer said, now or then: "
                + "soak longer before the first frame and check the cooler.";
    }

    private double leastLeak() {
        double least = PATCH_NOISES * smooth.patchNoiseAdu();
        return Double.isNaN(metrics.frameNoiseAdu())
                ? 2 * least
                : Math.max(least, noises(Limit.LEAK_HOLD_NOISES));
    }

    private boolean leak() {
        double span = change.leakSpanAdu();
        double least = leastLeak();
        double most = Math.max(least, noises(Limit.LEAK_FAIL_NOISES));
        String cause = change.levelAdu() < 0
                ? "The master before was lit: look at its frames, and take this set again to be sure."
                : "Light reached the sensor: check cap, adapters and the panel, add blackout cloth, take the set again.";
        if (findings.check("leak", span,
                new Bounds(least, Verdict.Kind.HOLD, most, Verdict.Kind.FAIL, " ADU"),
                "the level changed unevenly, by %s ADU, most %s, not as the old glow would"
                        .formatted(Findings.number(span), smooth.where()),
                cause)) {
            return true;
        }
        return findings.check("leak", Math.abs(change.lightAdu()),
                new Bounds(noises(Limit.LIGHT_HOLD_NOISES), Verdict.Kind.HOLD, noises(Limit.LEAK_FAIL_NOISES),
                        Verdict.Kind.FAIL, " ADU"),
                "the level went %s ADU with the noise of electrons, and not by dark current"
                        .formatted(Findings.signed(change.lightAdu())),
                cause);
    }

    /// Glow may grow with temperature or not, as amplifiers do; but not otherwise.
    private void glow() {
        double grown = smooth.growth();
        double dark = isBias() || Double.isNaN(change.darkSlope()) ? 1 : change.darkSlope();
        double error = RATIO_ERRORS * (Double.isNaN(change.darkSlopeError()) ? 0 : change.darkSlopeError());
        double least = Math.min(1, dark * dark) - 1 - error;
        double most = Math.max(1, dark * dark) - 1 + error;
        double strange = Math.abs(grown - Math.clamp(grown, least, most)) * smooth.glowSpanAdu();
        findings.check("glow", strange,
                new Bounds(leastLeak(), Verdict.Kind.HOLD, Double.MAX_VALUE, Verdict.Kind.HOLD, " ADU"),
                "the glow went %s %%, %s ADU more than the dark current explains"
                        .formatted(Findings.signed(100 * grown), Findings.number(strange)),
                "The readout is slower or faster (USB limit, mode, firmware), or the electronics are warmer: "
                        + "compare the settings, then take the set again.");
    }

    private void offset() {
        findings.check("offset", Math.abs(change.offsetAdu()),
                new Bounds(noises(Limit.OFFSET_WARN_NOISES), Verdict.Kind.WARN,
                        noises(Limit.OFFSET_HOLD_NOISES), Verdict.Kind.HOLD, " ADU"),
                "the level stepped by %s ADU while pattern and noise stayed"
                        .formatted(Findings.signed(change.offsetAdu())),
                "The camera's offset is another: compare the setting and the driver; "
                        + "lights need a master of the same offset.");
    }

    private void hot() {
        double were = metrics.hotAbsolute() - change.newHot() + change.goneHot();
        boolean few = Math.min(now.frames(), before.frames()) < limits.of(Limit.FEWEST_FRAMES);
        double percent = (few ? Limits.FEW : 1) * limits.of(Limit.DRIFT_PERCENT);
        double guard = HOT_GUARD_SIGMAS * Math.sqrt(change.newHot() + change.goneHot());
        double least = Math.max(percent / 100 * were, guard);
        double most = least + noisy();
        if (change.newHot() > least) {
            findings.add("hot", limits.onDrift(), change.newHot(), least, " pixels",
                    "%s pixels are hot that were not, after %s"
                            .formatted(Findings.number(change.newHot()), Findings.number(were)),
                    "Sensors age, and drivers filter: renew the defect list; after a driver update compare its settings.");
        } else if (change.goneHot() > most) {
            findings.add("hot", limits.onDrift(), change.goneHot(), most, " pixels",
                    "%s of %s hot pixels are gone".formatted(
                            Findings.number(change.goneHot()), Findings.number(were)),
                    "A warm-up heals some; so many are a driver that filters them: switch its correction off.");
        }
    }

    /// Pixels that jump between levels seem to cool down when the rejection leaves out their higher one.
    private double noisy() {
        double is = metrics.telegraphFraction();
        double was = before.metric("telegraph_fraction");
        return pixels * Math.max(Double.isNaN(is) ? 0 : is, Double.isNaN(was) ? 0 : was);
    }

    private boolean rows() {
        if (strange.isEmpty()) {
            return false;
        }
        findings.add("rows", Verdict.Kind.HOLD, strange.cardinality(), 0, " rows",
                RowFaults.told(strange) + " not like the same rows of the one before, while the others are",
                "Every frame was torn, shifted or cut off there alike, now or then: check cable, driver and firmware, "
                        + "take the set again.");
        return true;
    }

    private boolean pattern() {
        double expected = change.correlationExpected();
        double limit = expected - limits.of(Limit.CORRELATION_LOSS) - RATIO_ERRORS / Math.sqrt(pixels)
                - VARIANCE_DOUBT * (1 - expected);
        if (expected > TELLING_CORRELATION && change.correlation() < limit) {
            findings.add("pattern",
                    change.correlation() < expected / 2 ? Verdict.Kind.FAIL : Verdict.Kind.HOLD,
                    change.correlation(), limit, "",
                    "the fixed pattern correlates by %s with the one before, noise would let it by %s"
                            .formatted(
                                    Findings.number(change.correlation()), Findings.number(expected)),
                    "Another sensor, readout mode, region or orientation, or every frame shifted alike: compare driver and settings.");
            return true;
        }
        return false;
    }

    private boolean gain() {
        double pattern = 100 * (change.patternSlope() - 1);
        boolean told = isBias() && change.correlationExpected() > TELLING_CORRELATION;
        boolean alike = Math.abs(pattern) >= GAIN_PERCENT && pattern * change.noisePercent() > 0
                && Math.abs(change.noisePercent()) >= GAIN_PERCENT / 2;
        if (!told || !alike) {
            return false;
        }
        findings.add("gain", Verdict.Kind.HOLD, pattern, GAIN_PERCENT, " %",
                "pattern and noise went %s and %s %%".formatted(Findings.signed(pattern),
                        Findings.signed(change.noisePercent())),
                "The gain or its mode is another: compare the settings; lights need a master of the same gain.");
        return true;
    }

    /// A root mean square is half as trusted: hot pixels weigh in it.
    private void noise() {
        double percent = Double.isNaN(change.noiseFreePercent())
                ? change.noisePercent()
                : change.noiseFreePercent();
        double trust = noise.typical() ? 1 : 2;
        findings.check("noise", Math.abs(percent),
                new Bounds(trust * limits.of(Limit.NOISE_WARN_PERCENT), Verdict.Kind.WARN,
                        trust * limits.of(Limit.NOISE_HOLD_PERCENT), Verdict.Kind.HOLD, " %"),
                "the noise of one frame went %s %% beyond what its level explains"
                        .formatted(Findings.signed(percent)),
                "More is interference (cables, power, USB), less is a driver that smooths: compare both.");
    }

    private void telegraph() {
        double was = before.metric("telegraph_fraction");
        double is = metrics.telegraphFraction();
        double limit = limits.of(Limit.TELEGRAPH_PERCENT);
        double guard = RATIO_ERRORS * Math.sqrt((was + is) * pixels);
        boolean alike = Math.max(now.frames(), before.frames()) < 1.5
                * Math.min(now.frames(), before.frames());
        double percent = Comparing.percent(Math.max(was, 1 / pixels), is);
        if (alike && Math.abs(percent) > limit && Math.abs(is - was) * pixels > guard
                && !findings.codes().contains("telegraph")) {
            findings.add("telegraph", Verdict.Kind.WARN, percent, limit, " %",
                    "the number of noisy pixels went %s %%".formatted(Findings.signed(percent)),
                    "Pixels that jump come and go with temperature, age and readout mode: renew the defect list.");
        }
    }
}
