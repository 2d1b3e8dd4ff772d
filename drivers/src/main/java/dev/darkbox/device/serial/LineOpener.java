package dev.darkbox.device.serial;

import dev.darkbox.device.DeviceException;

/// Opens the place where a box hangs.
@FunctionalInterface
public interface LineOpener {

    /// Opens it anew: links are followed afresh each time.
    ///
    /// @param place as in the configuration, e.g. `/dev/serial/by-id/usb-FTDI_…-if00-port0`
    /// @throws DeviceException.Lost there is no such port
    /// @throws DeviceException.Refused somebody else has it, or we may not
    ByteLine open(String place, PortProfile profile) throws DeviceException, InterruptedException;
}
