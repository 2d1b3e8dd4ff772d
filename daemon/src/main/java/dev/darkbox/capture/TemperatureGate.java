package dev.darkbox.capture;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.plan.CoolingRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Whether the sensor has been cold enough, flat enough, for long enough to expose.
///
/// ```
///            in tolerance             held for rule.soak, and flat
///  Outside ----------------> Settling ----------------------------> Open
///     ^                          |                                    |
///     +---- out of tolerance, ---+---- out of tolerance, or unknown --+
///           or unknown
/// ```
///
/// A value, not an object with a memory: [#next] maps a state and a reading to the next state. A driver's "reached"
/// has no say, and silence is not stability: a reading no newer than the last one counts for nothing.
public sealed interface TemperatureGate {

    /// What "cold enough" means.
    ///
    /// @param toleranceMilliK largest distance from `target` that still counts
    /// @param soak how long the sensor must stay inside before the first frame
    /// @param slopeMilliKPerMin largest slope of the straight line through the soak's readings
    record Rule(Celsius target, int toleranceMilliK, Duration soak, int slopeMilliKPerMin) {

        static Rule of(Celsius target, CoolingRules rules) {
            return new Rule(target, rules.toleranceMilliK(), rules.soak(), rules.slopeMilliKPerMin());
        }

        /// Whether `sensor` is within the tolerance; an unknown temperature never is.
        public boolean holds(Celsius sensor) {
            return sensor.milliKelvinTo(target) <= toleranceMilliK;
        }
    }

    /// Too warm, too cold, or nobody knows.
    record Outside() implements TemperatureGate {}

    /// Inside the tolerance, not yet for long enough or not yet flat.
    ///
    /// @param since when the sensor came inside
    /// @param soak the readings of the last soak time, oldest first, never empty
    record Settling(Instant since, List<Cooler.Reading> soak) implements TemperatureGate {

        public Settling {
            soak = List.copyOf(soak);
        }

        /// How long the sensor has been inside.
        public Duration held() {
            return Duration.between(since, soak.getLast().at());
        }
    }

    /// Frames may be taken.
    ///
    /// @param last when the newest reading was made
    record Open(Instant last) implements TemperatureGate {}

    static TemperatureGate start() {
        return new Outside();
    }

    default TemperatureGate next(Cooler.Reading reading, Rule rule) {
        if (!rule.holds(reading.sensor())) {
            return new Outside();
        }
        return switch (this) {
            case Outside() -> new Settling(reading.at(), List.of(reading));
            case Settling(_, List<Cooler.Reading> soak) when !reading.at().isAfter(soak.getLast().at()) ->
                this;
            case Settling(Instant since, List<Cooler.Reading> soak) -> settle(since, soak, reading, rule);
            case Open open -> reading.at().isAfter(open.last()) ? new Open(reading.at()) : open;
        };
    }

    private static TemperatureGate settle(
            Instant since, List<Cooler.Reading> soak, Cooler.Reading reading, Rule rule) {
        Instant oldest = reading.at().minus(rule.soak());
        List<Cooler.Reading> window = Stream.concat(soak.stream(), Stream.of(reading))
                .filter(r -> !r.at().isBefore(oldest)).toList();
        boolean longEnough = !since.plus(rule.soak()).isAfter(reading.at());
        boolean flat = Math.abs(slope(window)) <= rule.slopeMilliKPerMin();
        return longEnough && flat ? new Open(reading.at()) : new Settling(since, window);
    }

    /// Slope of the least-squares line through the readings, mK per minute; 0 for fewer than two.
    ///
    /// Source: C. F. Gauss, Theoria combinationis observationum, Göttingen 1823: slope = Σ(t-t̄)(T-T̄) / Σ(t-t̄)².
    static double slope(List<Cooler.Reading> readings) {
        Instant origin = readings.getFirst().at();
        double meanMinute = readings.stream().mapToDouble(r -> minute(origin, r)).average().orElseThrow();
        double meanMilliC = readings.stream().mapToDouble(r -> r.sensor().milliC()).average().orElseThrow();
        double products = 0;
        double squares = 0;
        for (Cooler.Reading r : readings) {
            double minutes = minute(origin, r) - meanMinute;
            products += minutes * (r.sensor().milliC() - meanMilliC);
            squares += minutes * minutes;
        }
        return squares == 0 ? 0 : products / squares;
    }

    private static double minute(Instant origin, Cooler.Reading reading) {
        return Duration.between(origin, reading.at()).toMillis() / 60_000.0;
    }
}
