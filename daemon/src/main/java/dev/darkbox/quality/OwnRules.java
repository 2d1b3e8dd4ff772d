package dev.darkbox.quality;

import dev.darkbox.plan.FrameSet;
import dev.darkbox.quality.Findings.Bounds;
import java.util.Locale;

/// What a master must be by itself, whatever was before.
final class OwnRules {

    private static final double TREND_ERRORS = 5;

    private final Subject now;
    private final MasterMetrics metrics;
    private final Limits limits;
    private final Findings findings;

    OwnRules(Subject now, MasterMetrics metrics, Limits limits, Findings findings) {
        this.now = now;
        this.metrics = metrics;
        this.limits = limits;
        this.findings = findings;
    }

    /// @param before figures of the master before, or none of them
    void check(Reference before) {
        frames();
        order(before.metric("order_excess_adu"));
        clipped();
        saturated();
        trend();
        halves();
        telegraph();
    }

    private double noises(Limit limit) {
        return limits.of(limit) * metrics.frameNoiseAdu();
    }

    /// A set that wants few has them.
    private void frames() {
        int wanted = now.set().keep();
        int fewest = (int) limits.of(Limit.FEWEST_FRAMES);
        if (now.frames() < wanted) {
            findings.add("frames", now.frames() < fewest ? Verdict.Kind.HOLD : Verdict.Kind.WARN,
                    now.frames(),
                    wanted, " frames", "only " + now.frames() + " frames are in it of those the set wants",
                    "Frames were rejected or lost: see the reasons in the integration log.");
        }
    }

    /// A camera whose bias has always stood above its darks does not fail for it again.
    private void order(double habit) {
        double low = noises(Limit.ORDER_WARN_NOISES);
        boolean asEver = Math.abs(metrics.orderExcessAdu() - habit) < low;
        findings.check("order", metrics.orderExcessAdu(),
                new Bounds(low, Verdict.Kind.WARN, noises(Limit.ORDER_FAIL_NOISES),
                        asEver ? Verdict.Kind.WARN : Verdict.Kind.FAIL, " ADU"),
                "the median is %s ADU on the wrong side of that of another exposure: longer must not be darker"
                        .formatted(Findings.number(metrics.orderExcessAdu())),
                asEver
                        ? "The master before was so too, some cameras are: use dark flats, not bias, for flats."
                        : "One of the two was lit or taken with another offset, gain or readout mode: take both again.");
    }

    private void clipped() {
        findings.check("clipped", metrics.clippedFraction(),
                new Bounds(limits.of(Limit.CLIPPED_WARN), Verdict.Kind.WARN, limits.of(Limit.CLIPPED_HOLD),
                        Verdict.Kind.HOLD, ""),
                Findings.number(metrics.clippedFraction()) + " of all samples are at zero",
                "The offset is too low and noise is cut off below: raise it, and take the lights with it too.");
    }

    private void saturated() {
        findings.check("saturated", metrics.saturatedFraction(),
                new Bounds(limits.of(Limit.SATURATED_WARN), Verdict.Kind.WARN,
                        limits.of(Limit.SATURATED_FAIL),
                        Verdict.Kind.FAIL, ""),
                Findings.number(metrics.saturatedFraction()) + " of the pixels are saturated",
                "Light fell on the sensor, or it was far too warm: check cap and cooler.");
    }

    private void trend() {
        double rise = metrics.levelTrendAdu();
        double error = metrics.levelScatterAdu() * Math.sqrt(12.0 / Math.max(1, now.moments().size()));
        double limit = Math.max(noises(Limit.TREND_NOISES), TREND_ERRORS * error);
        if (Math.abs(rise) > limit) {
            findings.add("trend", Verdict.Kind.WARN, rise, limit, " ADU",
                    String.format(Locale.ROOT, "the level went %s ADU from the first frame to the last",
                            Findings.signed(rise)),
                    "The sensor's temperature or the readout had not settled: soak longer or discard more frames.");
            return;
        }
        double percent = metrics.noiseTrendPercent();
        double most = Math.max(limits.of(Limit.NOISE_TREND_PERCENT), TREND_ERRORS * noiseTrendError());
        if (Math.abs(percent) > most) {
            findings.add("trend", Verdict.Kind.WARN, percent, most, " %",
                    "the noise went %s %% from the first frame to the last"
                            .formatted(Findings.signed(percent)),
                    "Something began or ceased to disturb the readout during the set: cables, power, other devices.");
            return;
        }
        findings.check("trend", now.set() instanceof FrameSet.Bias ? 0 : now.sensorSpreadK(),
                new Bounds(limits.of(Limit.SPREAD_K), Verdict.Kind.WARN, Double.MAX_VALUE, Verdict.Kind.WARN,
                        " K"),
                "the sensor's temperature wandered by %s K (standard deviation)"
                        .formatted(Findings.number(now.sensorSpreadK())),
                "The cooler does not hold it: a warmer set point or a longer soak.");
    }

    private double noiseTrendError() {
        Trend noise = Trend.of(now.moments().stream().mapToDouble(m -> m.pairNoiseAdu()).toArray());
        return 100 * noise.error() / metrics.frameNoiseAdu();
    }

    private void halves() {
        double percent = 100 * (metrics.halvesRatio() - 1);
        double limit = limits.of(Limit.HALVES_PERCENT);
        if (Math.abs(percent) > limit) {
            findings.add("halves", Verdict.Kind.WARN, percent, limit, " %",
                    "odd and even frames differ by %s %% of what their noise lets expect"
                            .formatted(Findings.number(100 * metrics.halvesRatio())),
                    percent > 0
                            ? "Every other frame is another: two buffers or amplifiers take turns, or frames were damaged."
                            : "Frames came twice: the camera or its driver delivered an old buffer.");
        }
    }

    private void telegraph() {
        double part = metrics.telegraphFraction();
        if (part > limits.of(Limit.TELEGRAPH_PART)) {
            findings.add("telegraph", Verdict.Kind.WARN, part, limits.of(Limit.TELEGRAPH_PART), "",
                    Findings.number(part) + " of the pixels are twice as noisy as their level explains",
                    "Pixels that jump between levels do not subtract: dither the lights, use the defect list.");
        }
    }
}
