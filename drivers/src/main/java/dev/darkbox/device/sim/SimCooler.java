package dev.darkbox.device.sim;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;

/// The simulated cooler. Its readings are the thermometer's: noisy, in steps of its resolution.
///
/// Threading: may be read while the camera's thread waits for a frame.
public final class SimCooler implements Cooler {

    private final String device;
    private final SimCooling cooling;
    private final SimThermal thermal;
    private final SimLink link;
    private final Time time;

    SimCooler(String device, SimCooling cooling, SimThermal thermal, SimLink link, Time time) {
        this.device = device;
        this.cooling = cooling;
        this.thermal = thermal;
        this.link = link;
        this.time = time;
    }

    @Override
    public void target(Celsius target) throws DeviceException, InterruptedException {
        link.call("taking the set point");
        if (!target.isKnown() || target.milliC() < cooling.coldest().milliC()
                || target.milliC() > cooling.warmest().milliC()) {
            throw new DeviceException.Refused(device, "set point %s, the camera takes %s to %s"
                    .formatted(target, cooling.coldest(), cooling.warmest()));
        }
        thermal.target(target, time.now());
    }

    @Override
    public void off() throws DeviceException, InterruptedException {
        link.call("switching the cooler off");
        thermal.off(time.now());
    }

    @Override
    public Reading read() throws DeviceException, InterruptedException {
        link.call("reading the cooler");
        var now = time.now();
        return new Reading(now, thermal.reading(now), thermal.loadPercent(now));
    }
}
