package dev.darkbox.quality;

import dev.darkbox.quality.Findings.Bounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Mean, median, standard deviation and hot pixels in per cent, as calibration libraries have always been compared, and
/// how many pixels changed at all. They say that something changed, not what: that is told from the other findings.
final class SeedRules {

    private static final double HOT_GUARD_SIGMAS = 3;
    /// A change of the level below this, in noises of one frame, is the pedestal's wandering.
    private static final double PEDESTAL_NOISES = 0.1;
    private static final List<String> CAUSES = List.of("rows", "leak", "temperature", "offset", "pattern",
            "gain",
            "glow",
            "hot", "noise");

    private final Subject now;
    private final Reference before;
    private final MasterMetrics metrics;
    private final ChangeMetrics change;
    private final Tally.Result tally;
    private final Limits limits;
    private final Findings findings;

    SeedRules(Subject now, Reference before, MasterMetrics metrics, ChangeMetrics change, Tally.Result tally,
            Limits limits, Findings findings) {
        this.now = now;
        this.before = before;
        this.metrics = metrics;
        this.change = change;
        this.tally = tally;
        this.limits = limits;
        this.findings = findings;
    }

    /// Whether a finding tells that something changed, not what.
    static boolean isSeed(Finding finding) {
        return finding.code().equals("drift") || finding.code().equals("pixels");
    }

    void check() {
        String cause = cause();
        drift(cause);
        double fewest = now.sigma().isPresent()
                ? limits.of(Limit.SIX_SIGMA_WARN) + noisy()
                : limits.of(Limit.SIX_SIGMA_FAIL);
        findings.check("pixels", change.sixSigmaFraction(),
                new Bounds(fewest, Verdict.Kind.WARN, limits.of(Limit.SIX_SIGMA_FAIL), Verdict.Kind.FAIL, ""),
                "%s of the pixels changed by 6 sigma or more".formatted(
                        Findings.number(change.sixSigmaFraction())),
                cause);
    }

    /// A pixel that jumps between two levels is another each time, as the rejection leaves out the one or the other.
    private double noisy() {
        double before = this.before.metric("telegraph_fraction");
        double is = Double.isNaN(metrics.telegraphFraction()) ? 0 : metrics.telegraphFraction();
        return Math.max(is, Double.isNaN(before) ? 0 : before);
    }

    private String cause() {
        List<String> named = CAUSES.stream().filter(findings.codes()::contains).toList();
        return named.isEmpty()
                ? "Nothing measured explains it: look at both masters side by side before this one is used."
                : "It goes with what was found of " + String.join(" and ", named) + ".";
    }

    /// One figure, before and now.
    ///
    /// @param free change in per cent without what is no change of the sensor
    private record Moved(String name, String format, double was, double is, double percent, double free) {

        String sentence() {
            return String.format(Locale.ROOT, "%s " + format + ", was " + format + " (%s)", name, is, was,
                    Findings.percent(was, is, percent));
        }
    }

    private void drift(String cause) {
        MasterStats was = before.stats();
        MasterStats is = now.stats();
        double limit = limits.of(Limit.DRIFT_PERCENT);
        var moved = new ArrayList<Moved>();
        level(moved, limit, new Moved("mean", "%.2f ADU", was.mean(), is.mean(), change.meanPercent(),
                change.meanPercent()));
        level(moved, limit, new Moved("median", "%.2f ADU", was.median(), is.median(), change.medianPercent(),
                change.medianPercent()));
        both(moved, limit, new Moved("sigma", "%.3f ADU", was.sigma(), is.sigma(), change.sigmaPercent(),
                Double.isNaN(change.sigmaFreePercent()) ? change.sigmaPercent() : change.sigmaFreePercent()));
        double hotWas = tally.count(Tally.Of.SEED_HOT_BEFORE);
        double hotIs = tally.count(Tally.Of.SEED_HOT);
        if (Math.abs(hotIs - hotWas) > HOT_GUARD_SIGMAS * Math.sqrt(hotWas + hotIs)) {
            double percent = hotWas == 0 ? Double.POSITIVE_INFINITY : change.hotFreePercent();
            both(moved, limit, new Moved("hot pixels", "%.0f", hotWas, hotIs, percent, percent));
        }
        if (!moved.isEmpty()) {
            add(moved, limits.onDrift(), limit, cause);
            return;
        }
        freeOfPedestal(moved, limit);
        if (!moved.isEmpty()) {
            add(moved, Verdict.Kind.WARN, limit, cause);
        }
    }

    private static void both(List<Moved> moved, double limit, Moved figure) {
        if (Math.abs(figure.percent) > limit && Math.abs(figure.free) > limit) {
            moved.add(figure);
        }
    }

    /// Per cents of a level that is hardly there mean nothing: near 0 it must have moved as much as an offset would.
    private void level(List<Moved> moved, double limit, Moved figure) {
        double noise = Double.isNaN(metrics.frameNoiseAdu()) ? 0 : metrics.frameNoiseAdu();
        double near = limits.of(Limit.OFFSET_WARN_NOISES) * noise;
        double least = Math.abs(figure.was) < near ? near : PEDESTAL_NOISES * noise;
        if (Math.abs(figure.is - figure.was) > least) {
            double percent = figure.was == 0 ? Double.POSITIVE_INFINITY : figure.percent;
            both(moved, limit,
                    new Moved(figure.name, figure.format, figure.was, figure.is, percent, percent));
        }
    }

    /// Without the pedestal, under which ten per cent of a dark current hide.
    private void freeOfPedestal(List<Moved> moved, double limit) {
        double pedestal = metrics.pedestalAdu();
        double then = Comparing.pedestal(now, before, pedestal);
        double is = now.stats().median() - pedestal;
        double was = before.stats().median() - then;
        if (!Double.isNaN(metrics.frameNoiseAdu())) {
            level(moved, limit, new Moved("median above the pedestal", "%.2f ADU", was, is,
                    change.medianFreePercent(), change.medianFreePercent()));
        }
    }

    private void add(List<Moved> moved, Verdict.Kind kind, double limit, String cause) {
        Moved first = moved.getFirst();
        findings.add("drift", kind, Math.min(first.percent, Double.MAX_VALUE), limit, " %",
                String.join("; ", moved.stream().map(Moved::sentence).toList()), cause);
    }
}
