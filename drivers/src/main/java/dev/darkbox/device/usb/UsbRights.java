package dev.darkbox.device.usb;

import dev.darkbox.device.UsbRule;

/// What to do about a device that this user may not open.
final class UsbRights {

    private UsbRights() {}

    /// One line with the udev rule.
    static String advice(UsbPlace place) {
        return place + ": " + UsbRule.advice(place.vendor());
    }
}
