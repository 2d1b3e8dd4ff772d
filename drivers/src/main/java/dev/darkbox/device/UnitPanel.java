package dev.darkbox.device;

import dev.darkbox.device.CoverUnit.Lamp;

/// The lamp of a [CoverUnit] as a light panel. What was ordered is read back: "off" acknowledged is not off.
public final class UnitPanel implements FlatPanel, Wired {

    private final CoverUnit unit;
    private final Time time;
    private boolean mayGlow = true;

    /// @param unit has a lamp
    public UnitPanel(CoverUnit unit, Time time) {
        if (!unit.traits().lamp()) {
            throw new IllegalArgumentException(unit.traits().place() + " has no lamp");
        }
        this.unit = unit;
        this.time = time;
    }

    @Override
    public String name() {
        return unit.traits().place();
    }

    @Override
    public Reading read() throws DeviceException, InterruptedException {
        Lamp now = unit.lamp();
        return new Reading(now.at(), now.percent(), now.evidence(), now.said());
    }

    /// After putting out, waits until it has stopped glowing.
    @Override
    public void light(int percent) throws DeviceException, InterruptedException {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException(percent + " %");
        }
        mayGlow |= percent > 0;
        unit.light(percent);
        Lamp now = unit.lamp();
        if ((now.percent() == 0) != (percent == 0)) {
            throw new DeviceException.Refused(name(), percent == 0
                    ? "still lit at %d %% after it was put out, \"%s\"".formatted(now.percent(), now.said())
                    : "dark after it was lit at %d %%, \"%s\"".formatted(percent, now.said()));
        }
        if (percent == 0 && mayGlow) {
            time.sleep(unit.traits().afterglow());
            mayGlow = false;
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
