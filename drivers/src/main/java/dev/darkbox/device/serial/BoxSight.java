package dev.darkbox.device.serial;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.LightSensor;
import dev.darkbox.device.Time;

/// The light sensor in a box, which shares the box's port.
final class BoxSight implements LightSensor {

    private final SerialUnit unit;
    private final Time time;

    /// @param unit sees
    BoxSight(SerialUnit unit, Time time) {
        this.unit = unit;
        this.time = time;
    }

    @Override
    public String name() {
        return unit.traits().place();
    }

    @Override
    public Reading read() throws InterruptedException {
        try {
            return unit.sight();
        } catch (DeviceException e) {
            return new Reading(time.now(), Sight.NO_EVIDENCE, e.device() + ": " + e.what());
        }
    }

    @Override
    public void close() {
        unit.close();
    }
}
