package dev.darkbox.quality;

import dev.darkbox.plan.FirstMaster;
import dev.darkbox.plan.FrameSet;
import java.io.IOException;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Judges a new master: by itself, against the one before, and beside its neighbours.
///
/// Two passes over bands of rows: the first looks at some 4000 pixels of each of 1024 patches (of a large picture, a sixth of
/// its rows), the second counts all pixels. Memory: 0.3 MB, and per thread, four at most, 256 kB and some 100 bytes per column.
public final class Examination {

    /// Widths of the pattern.
    private static final double CORE_SIGMAS = 5;
    private static final double HOT_SIGMAS = 10;
    private static final double HOT_LEAST_ADU = 1;
    private static final double JUMP_SIGMAS = 8;
    /// Dark current that grew by less than so many standard errors is as it was.
    private static final double GROWN_ERRORS = 3;
    private static final int MOST_TOLD = 3;

    private final Subject now;
    private final Optional<Reference> before;
    private final Limits limits;
    private final Layers layers;
    private final Findings findings = new Findings();

    private Examination(Subject now, Optional<Reference> before, Limits limits) {
        this.now = now;
        this.before = before;
        this.limits = limits;
        layers = Layers.of(now, before);
    }

    /// Reads the pictures in bands of rows.
    ///
    /// @param before the master this one will replace
    /// @throws IOException a picture cannot be read
    public static Examined of(Subject now, Optional<Reference> before, Neighbours neighbours, Limits limits)
            throws IOException {
        Optional<Reference> alike = before
                .filter(b -> b.picture().shape().equals(now.picture().shape()));
        var examination = new Examination(now, alike, limits);
        if (before.isPresent() && alike.isEmpty()) {
            examination.findings.add("pattern", Verdict.Kind.FAIL, (double) now.picture().shape().pixels(),
                    (double) before.get().picture().shape().pixels(), " pixels",
                    "it is %s, the one before %s".formatted(now.picture().shape(),
                            before.get().picture().shape()),
                    "Region, binning or camera are others: compare the settings.");
        }
        return examination.examine(neighbours, before.isEmpty());
    }

    private Examined examine(Neighbours neighbours, boolean first) throws IOException {
        Reference reference = before
                .orElse(new Reference(now.picture(), now.stats(), now.frames(), Double.NaN,
                        Double.NaN, Double.NaN, Map.of()));
        Survey.Seen seen = Survey.of(layers, reference.stats().madSigma());
        boolean bias = now.set() instanceof FrameSet.Bias;
        double growth = bias ? 1 : seen.dark().orOne(GROWN_ERRORS);
        Noise noise = Noise.of(now, reference, seen);
        double eGain = Double.isNaN(now.eGain()) ? Figures.measuredEGain(now, seen) : now.eGain();
        Measure measure = measure(seen, noise, growth, eGain);
        Tally.Result tally = Tally.of(layers, seen, measure);
        var figures = new Figures(now, noise, seen, measure, tally);
        MasterMetrics metrics = figures.metrics(neighbours);
        new OwnRules(now, metrics, limits.ofFew(now.frames()), findings).check(reference);
        Optional<ChangeMetrics> change = Optional.empty();
        if (before.isPresent()) {
            Smooth smooth = Smooth.of(seen.grid(), seen.patches().before(), seen.patches().change(),
                    growth - 1);
            ChangeMetrics changed = new Comparing(now, before.get(), noise, seen, smooth, tally, growth,
                    eGain, limits)
                    .metrics(metrics.pedestalAdu(), figures.variance());
            Limits here = limits.ofFew(Math.min(now.frames(), reference.frames()));
            BitSet strange = StrangeRows.of(tally.sums(), now.picture().shape().widthPx(),
                    changed.correlationExpected());
            new ChangeRules(now, reference, metrics, changed, smooth, strange, noise, here, findings).check();
            new SeedRules(now, reference, metrics, changed, tally, here, findings).check();
            change = Optional.of(changed);
        }
        return new Examined(metrics, change, verdict(change, first));
    }

    private Measure measure(Survey.Seen seen, Noise noise, double growth, double eGain) {
        double scale = Survey.Patches.middle(seen.patches().nowScale());
        double scaleBefore = before.isPresent() ? Survey.Patches.middle(seen.patches().beforeScale()) : scale;
        double seed = Math.max(HOT_LEAST_ADU, HOT_SIGMAS * Math.max(scale, scaleBefore));
        double frame = Double.isNaN(noise.frame()) ? noise.master() * Math.sqrt(now.frames()) : noise.frame();
        int framesBefore = before.map(Reference::frames).orElse(now.frames());
        return new Measure(
                now.stats().median(),
                before.map(b -> b.stats().median()).orElse(0.0),
                CORE_SIGMAS * scale,
                CORE_SIGMAS * scaleBefore,
                hotAdu(noise, scaleBefore, eGain),
                seed,
                Math.max(HOT_LEAST_ADU, HOT_SIGMAS * scale),
                growth,
                frame,
                Double.isNaN(eGain) ? 0 : 1 / eGain,
                1.0 / now.frames() + 1.0 / framesBefore,
                JUMP_SIGMAS * 2 * frame / Math.sqrt(now.frames()));
    }

    /// What was hot before is hot now: the threshold stays unless the noise has come too near to it.
    private double hotAdu(Noise noise, double scale, double eGain) {
        double least = Math.max(HOT_LEAST_ADU, HOT_SIGMAS * noise.master());
        double frozen = before.map(b -> b.metric("hot_threshold_adu")).orElse(Double.NaN);
        if (frozen >= least) {
            return frozen;
        }
        double dark = limits.of(Limit.HOT_ELECTRONS_PER_S) * Figures.seconds(now.set()) / eGain;
        return Math.max(Math.max(least, HOT_SIGMAS * scale), Double.isNaN(dark) ? 0 : dark);
    }

    private Verdict verdict(Optional<ChangeMetrics> change, boolean first) {
        String nothing = "first of its kind, nothing to compare with";
        List<Finding> found = findings.worstFirst();
        if (first && limits.onFirst() == FirstMaster.HOLD) {
            findings.add(new Finding("first", Verdict.Kind.HOLD, 0, 1, "master", nothing,
                    "A second run that agrees, or a person's word, confirms it."));
            found = findings.worstFirst();
            if (found.size() == 1) {
                return new Verdict(Verdict.Kind.HOLD, nothing, found);
            }
        }
        if (found.isEmpty()) {
            return new Verdict(Verdict.Kind.PASS, change.map(this::quiet).orElse(nothing), found);
        }
        return new Verdict(found.getFirst().kind(), remark(found), found);
    }

    /// Causes before what only says that something changed.
    private static String remark(List<Finding> found) {
        List<Finding> told = found.stream().sorted(Comparator.comparing(SeedRules::isSeed)).toList();
        String first = String.join("; ", told.stream().limit(MOST_TOLD)
                .map(finding -> finding.code() + ": " + finding.text()).toList());
        return told.size() > MOST_TOLD
                ? first + "; and "
                        + String.join(", ", told.stream().skip(MOST_TOLD).map(Finding::code).toList())
                : first;
    }

    private String quiet(ChangeMetrics change) {
        MasterStats was = before.orElseThrow().stats();
        MasterStats is = now.stats();
        return "mean %s, median %s, sigma %s, hot pixels %s; limit %s %%".formatted(
                Findings.percent(was.mean(), is.mean(), change.meanPercent()),
                Findings.percent(was.median(), is.median(), change.medianPercent()),
                Findings.percent(was.sigma(), is.sigma(), change.sigmaPercent()),
                Findings.percent((double) was.hotPixels(), (double) is.hotPixels(), change.hotPercent()),
                Findings.number(limits.of(Limit.DRIFT_PERCENT)));
    }
}
