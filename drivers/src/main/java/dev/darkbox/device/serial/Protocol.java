package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import java.util.List;

/// How boxes of one family are opened, greeted and spoken to.
interface Protocol {

    /// As in the configuration, e.g. `alnitak`.
    String name();

    /// What is tried, in order: a wrong rate only brings garbage.
    List<PortProfile> profiles();

    /// Characters that end a line from the box.
    String lineEnds();

    /// Says hello until the box shows by the shape of its answers what it is, in every dialect the family has.
    ///
    /// @param dialogue just opened, its boot time over; owned by the unit from here on
    /// @throws DeviceException.TimedOut silence
    /// @throws DeviceException.Garbled something else hangs there
    CoverUnit greet(Dialogue dialogue) throws DeviceException, InterruptedException;
}
