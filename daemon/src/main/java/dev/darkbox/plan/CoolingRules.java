package dev.darkbox.plan;

import java.time.Duration;

/// When a sensor is cold enough, and what to do when it is not. The set point itself is the preset's.
///
/// @param toleranceMilliK largest distance from the set point that still counts, default 300
/// @param soak how long the sensor must stay inside the tolerance before the first frame, default 10 min
/// @param slopeMilliKPerMin largest drift over the soak that counts as flat, default 100
/// @param giveUp how long to wait for the gate before the set is given up, default 90 min
/// @param loadLimitPercent cooler load above which it has no reserve, default 85
/// @param loadFor how long the load may stay above the limit, default 5 min
/// @param onOverload what to do then, default `SOAK`
/// @param driftMilliK distance from the set point during a set that needs an answer, default 500
/// @param onDrift what to do then, default `SOAK`
/// @param raiseStepMilliK step of a raised set point, default 5000
/// @param raiseLimitMilliC the warmest set point `RAISE` may choose, in thousandths of °C
/// @param coolMilliKPerMin how fast the set point is walked down, 0 for at once
/// @param warmMilliKPerMin how fast the sensor is warmed at the end, default 2000
public record CoolingRules(
        int toleranceMilliK,
        Duration soak,
        int slopeMilliKPerMin,
        Duration giveUp,
        double loadLimitPercent,
        Duration loadFor,
        Answer onOverload,
        int driftMilliK,
        Answer onDrift,
        int raiseStepMilliK,
        int raiseLimitMilliC,
        int coolMilliKPerMin,
        int warmMilliKPerMin) {

    /// What the run does when the cooler has no reserve or the sensor drifts.
    public enum Answer {
        /// Wait for the gate to open again, up to the give-up time.
        SOAK,
        /// Start the set again at a warmer set point, up to the limit; then as `SKIP`.
        RAISE,
        /// Give up this set and go on with the next.
        SKIP
    }

    public static CoolingRules defaults() {
        return new CoolingRules(
                300, Duration.ofMinutes(10), 100, Duration.ofMinutes(90), 85, Duration.ofMinutes(5),
                Answer.SOAK, 500, Answer.SOAK, 5000, 0, 0, 2000);
    }
}
