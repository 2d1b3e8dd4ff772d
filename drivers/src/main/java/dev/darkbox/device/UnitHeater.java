package dev.darkbox.device;

import dev.darkbox.device.CoverUnit.Heater;

/// The dew heater of a [CoverUnit] as a switch.
public final class UnitHeater implements Switch, Wired {

    private final String name;
    private final CoverUnit unit;

    /// @param name for log lines, as in the configuration
    /// @param unit has a heater
    public UnitHeater(String name, CoverUnit unit) {
        if (!unit.traits().heater()) {
            throw new IllegalArgumentException(unit.traits().place() + " has no heater");
        }
        this.name = name;
        this.unit = unit;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Reading read() throws DeviceException, InterruptedException {
        Heater now = unit.heater();
        return new Reading(now.at(), now.on(), now.evidence());
    }

    @Override
    public void set(boolean on) throws DeviceException, InterruptedException {
        unit.heat(on);
        Heater now = unit.heater();
        if (now.on() != on) {
            throw new DeviceException.Refused(name,
                    "still %s after it was switched %s, \"%s\" at %s".formatted(
                            now.on() ? "on" : "off", on ? "on" : "off", now.said(), unit.traits().place()));
        }
    }

    @Override
    public WireLog wire() {
        return unit.wire();
    }

    @Override
    public void close() {
        unit.close();
    }
}
