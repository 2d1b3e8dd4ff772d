package dev.darkbox.quality;

import dev.darkbox.plan.FirstMaster;
import java.util.EnumMap;
import java.util.Map;

/// Every threshold an [Examination] has, and what trips are answered with.
///
/// @param values those that are not as usual, above 0
/// @param onDrift what a change of more than [Limit#DRIFT_PERCENT] is answered with, `WARN` or worse
/// @param onFirst what becomes of a master without one before
public record Limits(Map<Limit, Double> values, Verdict.Kind onDrift, FirstMaster onFirst) {

    public Limits {
        values = Map.copyOf(values);
        values.forEach((limit, value) -> {
            if (!(value > 0)) {
                throw new IllegalArgumentException(limit + " " + value);
            }
        });
        if (onDrift == Verdict.Kind.PASS) {
            throw new IllegalArgumentException("drift answered " + onDrift);
        }
    }

    /// What an observatory without opinions of its own should have.
    public static Limits usual() {
        return new Limits(Map.of(), Verdict.Kind.HOLD, FirstMaster.HOLD);
    }

    public double of(Limit limit) {
        return values.getOrDefault(limit, limit.usual());
    }

    /// The same with another threshold.
    ///
    /// @param value above 0
    public Limits with(Limit limit, double value) {
        var more = new EnumMap<Limit, Double>(Limit.class);
        more.putAll(values);
        more.put(limit, value);
        return new Limits(more, onDrift, onFirst);
    }

    public Limits withDriftPercent(double percent) {
        return with(Limit.DRIFT_PERCENT, percent);
    }

    public Limits withOnDrift(Verdict.Kind kind) {
        return new Limits(values, kind, onFirst);
    }

    public Limits withOnFirst(FirstMaster first) {
        return new Limits(values, onDrift, first);
    }
}
