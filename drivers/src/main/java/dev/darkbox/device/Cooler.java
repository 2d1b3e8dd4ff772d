package dev.darkbox.device;

import java.time.Instant;

/// A camera's thermoelectric cooler. May be read while an exposure runs.
public interface Cooler {

    /// Switches the cooler on and starts cooling (or warming) towards `target`; returns once the driver has
    /// taken the set point, not when it is reached.
    ///
    /// @throws DeviceException.Refused the set point is outside what the camera takes
    void target(Celsius target) throws DeviceException, InterruptedException;

    /// Switches the cooler off.
    void off() throws DeviceException, InterruptedException;

    /// A fresh reading: asked for, not remembered.
    Reading read() throws DeviceException, InterruptedException;

    /// One look at the cooler.
    ///
    /// @param at when the sensor was read
    /// @param sensor temperature of the sensor (FITS `CCD-TEMP`)
    /// @param loadPercent 0..100 of the cooler's full power; above 85 it has no reserve left. `NaN` when the
    ///     camera does not tell
    record Reading(Instant at, Celsius sensor, double loadPercent) {}
}
