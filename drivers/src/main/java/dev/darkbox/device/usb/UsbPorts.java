package dev.darkbox.device.usb;

import dev.darkbox.device.DeviceException;
import java.util.List;

/// Where devices are plugged in.
interface UsbPorts {

    /// All that are there now, by position.
    ///
    /// @param asker whose name a failure carries
    /// @throws DeviceException.Refused the bus cannot be looked at: no library, no rights
    List<UsbPlace> seen(String asker) throws DeviceException;

    /// Opens and claims one.
    ///
    /// @throws DeviceException.Lost it is gone
    /// @throws DeviceException.Refused we have no right to, or somebody else has it; the message says what to do
    UsbLink open(String asker, UsbPlace place) throws DeviceException;
}
