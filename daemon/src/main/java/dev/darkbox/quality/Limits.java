package dev.darkbox.quality;

import dev.darkbox.plan.FirstMaster;

/// Every threshold an [Examination] has.
///
/// @param driftPercent largest change of mean, median, sigma and hot pixels that is not flagged, above 0
/// @param onDrift what such a change is answered with, `WARN` or worse
/// @param onFirst what becomes of a master without one before
public record Limits(double driftPercent, Verdict.Kind onDrift, FirstMaster onFirst) {

    public Limits {
        if (!(driftPercent > 0) || onDrift == Verdict.Kind.PASS) {
            throw new IllegalArgumentException("drift limit " + driftPercent + " %, answered " + onDrift);
        }
    }

    /// What an observatory without opinions of its own should have.
    public static Limits usual() {
        return new Limits(10, Verdict.Kind.HOLD, FirstMaster.HOLD);
    }

    public Limits withDriftPercent(double percent) {
        return new Limits(percent, onDrift, onFirst);
    }

    public Limits withOnDrift(Verdict.Kind kind) {
        return new Limits(driftPercent, kind, onFirst);
    }

    public Limits withOnFirst(FirstMaster first) {
        return new Limits(driftPercent, onDrift, first);
    }
}
