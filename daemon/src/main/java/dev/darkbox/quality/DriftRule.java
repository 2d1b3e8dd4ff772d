package dev.darkbox.quality;

import dev.darkbox.plan.FirstMaster;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The house rule of calibration libraries: a new master whose mean, median, standard deviation or number of hot
/// pixels differs from the previous one's by more than so many per cent, either way, is flagged.
///
/// A count of hot pixels must also differ by more than three standard deviations of the difference of two Poisson
/// counts, `3 √(n₁ + n₂)`: per cents of a handful mean nothing.
///
/// @param limitPercent largest change that is not flagged, above 0
/// @param onDrift verdict of a flagged master, `WARN` or worse
/// @param onFirst verdict of a master that has nothing to be compared with
public record DriftRule(double limitPercent, Verdict.Kind onDrift, FirstMaster onFirst) {

    private static final double HOT_GUARD_SIGMAS = 3;

    public DriftRule {
        if (!(limitPercent > 0) || onDrift == Verdict.Kind.PASS) {
            throw new IllegalArgumentException("drift limit " + limitPercent + " %, answered " + onDrift);
        }
    }

    /// Ten per cent, held; the first master is held too.
    public static DriftRule usual() {
        return new DriftRule(10, Verdict.Kind.HOLD, FirstMaster.HOLD);
    }

    public Verdict judge(MasterStats now, Optional<MasterStats> previous) {
        if (previous.isEmpty()) {
            return new Verdict(onFirst == FirstMaster.HOLD ? Verdict.Kind.HOLD : Verdict.Kind.PASS,
                    "first of its kind, nothing to compare with");
        }
        MasterStats before = previous.get();
        List<Change> changes = List.of(
                new Change("mean", "%.2f ADU", before.mean(), now.mean(), 0),
                new Change("median", "%.2f ADU", before.median(), now.median(), 0),
                new Change("sigma", "%.3f ADU", before.sigma(), now.sigma(), 0),
                new Change("hot pixels", "%.0f", before.hotPixels(), now.hotPixels(), HOT_GUARD_SIGMAS
                        * Math.sqrt((double) before.hotPixels() + now.hotPixels())));
        var tripped = new ArrayList<String>();
        var quiet = new ArrayList<String>();
        for (Change change : changes) {
            if (change.exceeds(limitPercent)) {
                tripped.add(change.sentence());
            }
            quiet.add(change.name() + " " + change.percent());
        }
        String limit = String.format(Locale.ROOT, "limit %s %%", trim(limitPercent));
        return tripped.isEmpty()
                ? new Verdict(Verdict.Kind.PASS, String.join(", ", quiet) + "; " + limit)
                : new Verdict(onDrift, String.join("; ", tripped) + "; " + limit);
    }

    /// One metric, before and now.
    ///
    /// @param guard a change of this size or less is noise
    private record Change(String name, String format, double before, double now, double guard) {

        boolean exceeds(double limitPercent) {
            double change = Math.abs(now - before);
            return change > Math.abs(before) * limitPercent / 100 && change > guard;
        }

        String percent() {
            return before == 0
                    ? (now == 0 ? "+0.0 %" : "from 0")
                    : String.format(Locale.ROOT, "%+.1f %%", 100 * (now - before) / Math.abs(before));
        }

        String sentence() {
            return String.format(Locale.ROOT, "%s " + format + ", was " + format + " (%s)", name, now, before,
                    percent());
        }
    }

    private static String trim(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
