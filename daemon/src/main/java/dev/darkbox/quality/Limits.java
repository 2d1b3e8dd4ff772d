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

    /// How much farther limits are of masters of hardly any frames.
    static final double FEW = 2;
    private static final double FEW_NOISE = 4;

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

    /// The same for masters of fewer frames than [Limit#FEWEST_FRAMES]: their noise is known roughly, and what one frame alone
    /// has, the hits of cosmic rays above all, is still in them.
    Limits ofFew(int frames) {
        if (frames >= of(Limit.FEWEST_FRAMES)) {
            return this;
        }
        return with(Limit.NOISE_WARN_PERCENT, FEW_NOISE * of(Limit.NOISE_WARN_PERCENT))
                .with(Limit.NOISE_HOLD_PERCENT, FEW_NOISE * of(Limit.NOISE_HOLD_PERCENT))
                .with(Limit.HALVES_PERCENT, FEW * of(Limit.HALVES_PERCENT))
                .with(Limit.SIX_SIGMA_WARN, Math.max(of(Limit.SIX_SIGMA_WARN), of(Limit.SIX_SIGMA_FAIL)));
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
