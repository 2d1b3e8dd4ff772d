package dev.darkbox.device.serial;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.LightSensor;

/// A box that sees whether it is dark.
interface Sighted {

    /// A fresh look; no evidence where what it reads cannot be understood.
    LightSensor.Reading sight() throws DeviceException, InterruptedException;
}
