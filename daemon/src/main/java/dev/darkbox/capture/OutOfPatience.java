package dev.darkbox.capture;

import dev.darkbox.device.DeviceException;

/// The camera failed as often as it may; nobody asks again.
final class OutOfPatience extends Exception {

    private static final long serialVersionUID = 1L;

    private final DeviceException last;
    private final String limit;

    OutOfPatience(DeviceException last) {
        this(last, "");
    }

    /// @param limit which one was reached; empty when nothing was left to try
    OutOfPatience(DeviceException last, String limit) {
        super(last.getMessage(), last);
        this.last = last;
        this.limit = limit;
    }

    /// Whether the camera is gone, so that no other set will do better.
    boolean lost() {
        return last instanceof DeviceException.Lost;
    }

    /// The device, what it did last, and the limit that was reached.
    String why() {
        return limit.isEmpty() ? text(last) : text(last) + "; " + limit;
    }

    /// A failure with the device's name, as one line.
    static String text(DeviceException e) {
        return e.device() + ": " + e.what();
    }

    DeviceException last() {
        return last;
    }
}
