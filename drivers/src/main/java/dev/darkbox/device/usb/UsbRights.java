package dev.darkbox.device.usb;

import java.util.Locale;

/// What to do about a device that this user may not open.
final class UsbRights {

    private UsbRights() {}

    /// One line with the udev rule.
    static String advice(UsbPlace place) {
        return ("%s: user %s may not open it: put this line into /etc/udev/rules.d/60-darkbox-usb.rules, add the user to the"
                + " group plugdev and plug the camera in again: %s").formatted(place,
                        System.getProperty("user.name", "?"), rule(place.vendor()));
    }

    static String rule(int vendor) {
        return String.format(Locale.ROOT,
                "SUBSYSTEM==\"usb\", ENV{DEVTYPE}==\"usb_device\", ATTR{idVendor}==\"%04x\", GROUP=\"plugdev\", MODE=\"0660\"",
                vendor);
    }
}
