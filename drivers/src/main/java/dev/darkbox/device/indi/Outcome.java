package dev.darkbox.device.indi;

import dev.darkbox.device.DeviceException;
import java.time.Duration;

/// How an order to a driver ended.
sealed interface Outcome {

    /// The values read back are the ones asked for.
    record Done(Vector vector) implements Outcome {}

    /// The driver has other values, or says `Alert` and stays with it.
    ///
    /// @param reason what the driver said of it, else what was read back
    record Rejected(String reason) implements Outcome {}

    /// Nobody knows: no answer in time.
    record Unknown(String action, Duration limit) implements Outcome {}

    /// Nobody knows, and at once: the server, the driver, the property or its member went away.
    record Gone(String how) implements Outcome {}

    /// The vector read back, or the fault that fits.
    ///
    /// @param device as in the configuration
    default Vector orThrow(String device) throws DeviceException {
        return switch (this) {
            case Done(Vector vector) -> vector;
            case Rejected(String reason) -> throw new DeviceException.Refused(device, reason);
            case Unknown(String action, Duration limit) ->
                throw new DeviceException.TimedOut(device, action, limit);
            case Gone(String how) -> throw new DeviceException.Lost(device, how);
        };
    }
}
