package dev.darkbox.capture;

import dev.darkbox.device.Celsius;
import dev.darkbox.plan.CoolingRules;

/// Whether the sensor has left its set point so far, during a set, that somebody must decide something.
///
/// ```
///            farther than rule.drift
///   Steady <-------------------------> Drifted
///              back in tolerance
/// ```
///
/// Between the two limits nothing changes, so that one excursion is answered once. An unknown temperature changes
/// nothing either: it is no evidence of a drift, and the gate is shut anyway.
public enum DriftWatch {

    /// Near the set point.
    STEADY,
    /// Away from it.
    DRIFTED;

    /// What "far" and "back" mean.
    record Rule(Celsius target, int toleranceMilliK, int driftMilliK) {

        static Rule of(Celsius target, CoolingRules rules) {
            return new Rule(target, rules.toleranceMilliK(), rules.driftMilliK());
        }
    }

    DriftWatch next(Celsius sensor, Rule rule) {
        if (!sensor.isKnown()) {
            return this;
        }
        int away = sensor.milliKelvinTo(rule.target());
        return switch (this) {
            case STEADY -> away > rule.driftMilliK() ? DRIFTED : STEADY;
            case DRIFTED -> away <= rule.toleranceMilliK() ? STEADY : DRIFTED;
        };
    }
}
