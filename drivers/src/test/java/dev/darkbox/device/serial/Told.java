package dev.darkbox.device.serial;

import dev.darkbox.device.DeviceException;

/// The one line that the operator reads.
final class Told {

    private Told() {}

    static String told(DeviceException e) {
        return e.device() + ": " + e.what();
    }
}
