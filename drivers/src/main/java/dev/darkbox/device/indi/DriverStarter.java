package dev.darkbox.device.indi;

import dev.darkbox.device.DeviceException;

/// Whoever can end and start the drivers of an `indiserver`.
public interface DriverStarter {

    /// Has a driver ended; returns when the order is given.
    ///
    /// @param device as in the configuration
    /// @param program the driver's executable as it names it, e.g. `indi_asi_ccd`
    /// @throws DeviceException.Refused the order cannot be given, with the reason
    void stop(String device, String program) throws DeviceException;

    /// Has it started.
    void start(String device, String program) throws DeviceException;
}
