package dev.darkbox.capture;

import dev.darkbox.device.DeviceException;

/// The camera failed as often as it may; nobody asks again.
final class OutOfPatience extends Exception {

    private static final long serialVersionUID = 1L;

    private final DeviceException last;

    OutOfPatience(DeviceException last) {
        super(last.getMessage(), last);
        this.last = last;
    }

    /// Whether the camera is gone, so that no other set will do better.
    boolean lost() {
        return last instanceof DeviceException.Lost;
    }

    /// The device and what it did last.
    String why() {
        return text(last);
    }

    /// A failure with the device's name, as one line.
    static String text(DeviceException e) {
        return e.device() + ": " + e.what();
    }

    DeviceException last() {
        return last;
    }
}
