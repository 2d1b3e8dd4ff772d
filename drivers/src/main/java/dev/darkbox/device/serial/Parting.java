package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;

/// What units of this room say alike: that a part is missing, and goodbye.
final class Parting {

    private Parting() {}

    /// @param part it does not have: `cover`
    static DeviceException.Refused no(CoverUnit unit, String part) {
        return new DeviceException.Refused(unit.traits().place(), "this box has no " + part);
    }

    /// Puts the lamp out if it can, and closes the port in any case.
    static void from(CoverUnit unit, Dialogue dialogue) {
        try {
            if (unit.traits().lamp()) {
                unit.light(0);
            }
        } catch (DeviceException e) {
            dialogue.wire().note(dialogue.time().now(), "lamp not put out: " + e.what());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            dialogue.close();
        }
    }
}
