package dev.darkbox.device;

import java.util.Locale;

/// The udev rule that lets the daemon's user open a maker's devices on USB: the same lines as in
/// `systemd/darkbox-usb.rules`.
public final class UsbRule {

    /// Where it belongs on a machine.
    public static final String FILE = "/etc/udev/rules.d/60-darkbox-usb.rules";
    /// Whose devices they become.
    public static final String GROUP = "plugdev";

    private UsbRule() {}

    /// The line.
    ///
    /// @param vendor as the bus has it
    public static String line(int vendor) {
        return String.format(Locale.ROOT,
                "SUBSYSTEM==\"usb\", ENV{DEVTYPE}==\"usb_device\", ATTR{idVendor}==\"%04x\", GROUP=\"%s\", MODE=\"0660\"",
                vendor, GROUP);
    }

    /// What a user without the right does about it, with the line at its end.
    public static String advice(int vendor) {
        return "user %s may not open it: put this line into %s, add the user to the group %s and plug the camera in again: %s"
                .formatted(System.getProperty("user.name", "?"), FILE, GROUP, line(vendor));
    }
}
