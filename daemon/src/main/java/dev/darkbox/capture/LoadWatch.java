package dev.darkbox.capture;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.plan.CoolingRules;
import java.time.Duration;
import java.time.Instant;

/// Whether the cooler has run without reserve for too long.
///
/// ```
///          above the limit             still above after rule.longest, and the sensor is not falling
///   Easy ------------------> Straining -------------------------------------------------------------> Overloaded
///    ^                        |   ^  | sensor fell: that is work, the clock starts again                   |
///    |                        |   +--+                                                                     |
///    +--- at or below --------+------------------------- at or below --------------------------------------+
/// ```
///
/// On the way down a cooler runs at full power and should. A value, as [TemperatureGate] is. A camera that does not
/// tell its load is always `Easy`.
public sealed interface LoadWatch {

    /// What "too long" means.
    ///
    /// @param limitPercent load above which the cooler has no reserve
    /// @param longest how long it may stay above
    /// @param fallMilliKPerMin a sensor that falls faster than this is still being cooled down
    record Rule(double limitPercent, Duration longest, int fallMilliKPerMin) {

        static Rule of(CoolingRules rules) {
            return new Rule(rules.loadLimitPercent(), rules.loadFor(), rules.slopeMilliKPerMin());
        }

        private boolean fell(Celsius from, Celsius to, Duration in) {
            return from.isKnown() && to.isKnown()
                    && (from.milliC() - to.milliC()) * 60_000.0 > fallMilliKPerMin * (double) in.toMillis();
        }
    }

    /// The cooler has reserve.
    record Easy() implements LoadWatch {}

    /// Above the limit, not yet for too long.
    ///
    /// @param since when it went above, or when the sensor last fell
    /// @param sensor temperature then
    record Straining(Instant since, Celsius sensor) implements LoadWatch {}

    /// Above the limit for too long.
    ///
    /// @param since when it went above
    record Overloaded(Instant since) implements LoadWatch {}

    static LoadWatch start() {
        return new Easy();
    }

    default LoadWatch next(Cooler.Reading reading, Rule rule) {
        if (!(reading.loadPercent() > rule.limitPercent())) {
            return new Easy();
        }
        return switch (this) {
            case Easy() -> new Straining(reading.at(), reading.sensor());
            case Straining(Instant since, Celsius sensor) -> {
                Duration above = Duration.between(since, reading.at());
                if (above.compareTo(rule.longest()) < 0) {
                    yield this;
                }
                yield rule.fell(sensor, reading.sensor(), above)
                        ? new Straining(reading.at(), reading.sensor())
                        : new Overloaded(since);
            }
            case Overloaded overloaded -> overloaded;
        };
    }
}
