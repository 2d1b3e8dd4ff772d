package dev.darkbox.device.sim;

import dev.darkbox.device.Celsius;
import java.time.Instant;

/// The air around the camera. Gusts are faults on order: [SimFault.Gust].
public sealed interface SimAmbient {

    /// Temperature of the air, °C.
    double degrees(Instant at);

    /// The same at all times.
    record Constant(Celsius air) implements SimAmbient {
        @Override
        public double degrees(Instant at) {
            return air.degrees();
        }
    }

    /// A sine over the day.
    ///
    /// @param day warmest
    /// @param night coldest
    /// @param coldestHourUtc when, 0..24
    record Daily(Celsius day, Celsius night, double coldestHourUtc) implements SimAmbient {
        @Override
        public double degrees(Instant at) {
            double hours = Math.floorMod(at.toEpochMilli(), 86_400_000L) / 3_600_000.0;
            double phase = Math.cos(2 * Math.PI * (hours - coldestHourUtc) / 24);
            return (day.degrees() + night.degrees()) / 2 - phase * (day.degrees() - night.degrees()) / 2;
        }
    }
}
