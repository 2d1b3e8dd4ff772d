package dev.darkbox.device.sim;

import dev.darkbox.device.Celsius;
import java.time.Duration;

/// The cooler's physics: a first-order lag towards what the load can reach, a regulator with a proportional
/// and an integral part, and a largest difference from the air that no load exceeds.
///
/// @param ambient the air, and the sensor before it is cooled
/// @param lag time constant of the sensor
/// @param reachK kelvins below the air at full load
/// @param loadPerK proportional part: load 0..1 per kelvin of error
/// @param loadPerKS integral part: load 0..1 per kelvin and second
/// @param noiseMilliK rms of one temperature reading
/// @param resolutionMilliK step of the thermometer
/// @param readoutHeatMilliK what one readout warms the sensor by
/// @param coldest lowest set point the camera takes
/// @param warmest highest set point the camera takes
public record SimCooling(
        SimAmbient ambient,
        Duration lag,
        double reachK,
        double loadPerK,
        double loadPerKS,
        int noiseMilliK,
        int resolutionMilliK,
        int readoutHeatMilliK,
        Celsius coldest,
        Celsius warmest) {

    public SimCooling {
        if (!lag.isPositive() || !(reachK > 0) || resolutionMilliK < 1) {
            throw new IllegalArgumentException(
                    "lag %s, reach %s K, resolution %d mK: all must be positive"
                            .formatted(lag, reachK, resolutionMilliK));
        }
    }

    /// A two-stage cooler in air of a temperature: 40 K of reach, at the set point in some minutes.
    public static SimCooling in(SimAmbient ambient) {
        return new SimCooling(
                ambient, Duration.ofMinutes(4), 40, 0.25, 0.005, 30, 100, 0, Celsius.of(-40), Celsius.of(30));
    }

    /// The same in constant air.
    public static SimCooling at(double airDegrees) {
        return in(new SimAmbient.Constant(Celsius.of(airDegrees)));
    }

    /// The same with a weaker or stronger cooler.
    public SimCooling withReachK(double newReachK) {
        return new SimCooling(
                ambient, lag, newReachK, loadPerK, loadPerKS, noiseMilliK, resolutionMilliK,
                readoutHeatMilliK,
                coldest, warmest);
    }
}
