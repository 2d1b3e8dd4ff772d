package dev.darkbox.config;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import dev.darkbox.plan.CoolingRules;
import dev.darkbox.plan.CoolingRules.Answer;
import java.time.Duration;

/// Binds `[rig.cooling]`.
final class CoolingBinder {

    private static final CoolingRules USUAL = CoolingRules.defaults();

    private static final Allowed<Integer> RATE = Allowed
            .number(0, 30, "K/min")
            .when("a number 0.05..30 K/min, or 0 for at once", rate -> rate == 0 || rate >= 0.05)
            .map(rate -> Math.toIntExact(Math.round(rate * 1000)));

    private CoolingBinder() {}

    /// Binds everything but `cooler`.
    ///
    /// @param cooled what that says
    static CoolingRules bind(Section cooling, boolean cooled) {
        if (!cooled) {
            cooling.otherKeys("cooler")
                    .forEach(key -> cooling.warn(key, "it has no effect, cooler is false"));
        }
        int tolerance = cooling.take(
                "tolerance_k", Allowed.thousandths(0.05, 5, "K"), USUAL.toleranceMilliK());
        Duration soak = cooling.take("soak", Allowed.time(ZERO, ofHours(3)), USUAL.soak());
        int slope = cooling.take(
                "slope_k_per_min", Allowed.thousandths(0.01, 5, "K/min"), USUAL.slopeMilliKPerMin());
        Duration giveUp = cooling.take("give_up", Allowed.time(ofMinutes(1), ofHours(12)), USUAL.giveUp());
        double loadLimit = cooling.take(
                "load_limit_percent", Allowed.number(10, 100, "%"), USUAL.loadLimitPercent());
        Duration loadFor = cooling.take("load_for", Allowed.time(ZERO, ofHours(1)), USUAL.loadFor());
        Answer onOverload = cooling.take("on_overload", Allowed.oneOf(Answer.class), USUAL.onOverload());
        int drift = cooling.take("drift_k", Allowed.thousandths(0.05, 10, "K"), USUAL.driftMilliK());
        Answer onDrift = cooling.take("on_drift", Allowed.oneOf(Answer.class), USUAL.onDrift());
        var rules = new CoolingRules(
                tolerance, soak, slope, giveUp, loadLimit, loadFor, onOverload, drift, onDrift,
                cooling.take("raise_step_k", Allowed.thousandths(0.1, 20, "K"), USUAL.raiseStepMilliK()),
                cooling.take("raise_limit_c", Allowed.thousandths(-60, 30, "°C"), USUAL.raiseLimitMilliC()),
                cooling.take("cool_k_per_min", RATE, USUAL.coolMilliKPerMin()),
                cooling.take("warm_k_per_min", RATE,
                        USUAL.warmMilliKPerMin()));
        if (cooling.sound("soak", "give_up") && giveUp.compareTo(soak) <= 0) {
            cooling.wrong(cooling.has("give_up") ? "give_up" : "soak",
                    "give_up longer than soak, here \"%s\" and \"%s\"".formatted(
                            Times.text(giveUp), Times.text(soak)));
        }
        if (cooling.sound("tolerance_k", "drift_k") && drift < tolerance) {
            cooling.wrong(cooling.has("drift_k") ? "drift_k" : "tolerance_k",
                    "drift_k at least tolerance_k, here %s and %s".formatted(drift / 1e3, tolerance / 1e3));
        }
        return rules;
    }
}
