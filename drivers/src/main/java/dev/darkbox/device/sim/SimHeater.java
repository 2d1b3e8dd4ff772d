package dev.darkbox.device.sim;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Switch;
import dev.darkbox.device.Time;

/// A simulated heater. While it is on, the sensor sees its glow.
public final class SimHeater implements Switch {

    private final String device;
    private final int which;
    private final SimScene scene;
    private final Time time;

    SimHeater(String device, int which, SimScene scene, Time time) {
        this.device = device;
        this.which = which;
        this.scene = scene;
        this.time = time;
    }

    @Override
    public String name() {
        return device;
    }

    @Override
    public Reading read() {
        return new Reading(time.now(), scene.isOn(which, time.now()), Evidence.REPORTED);
    }

    @Override
    public void set(boolean on) throws DeviceException {
        scene.heater(which, on, time.now());
        if (scene.isOn(which, time.now()) != on) {
            throw new DeviceException.Garbled(device, on ? "on" : "off", on ? "off" : "on");
        }
    }

    @Override
    public void close() {
        // the heater stays as it is
    }
}
