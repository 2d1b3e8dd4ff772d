package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;

/// How units of this room say goodbye.
final class Parting {

    private Parting() {}

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
