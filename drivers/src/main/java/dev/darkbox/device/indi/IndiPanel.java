package dev.darkbox.device.indi;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.FlatPanel;
import dev.darkbox.device.Time;
import dev.darkbox.device.indi.IndiDevice.Manner;
import dev.darkbox.device.indi.Vector.Member;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A light panel behind `indiserver`. Per cent are of the intensity the driver announces as its most (255, 4096, …).
///
/// Off is what the switch says, not its state: drivers are `Idle` until first use.
public final class IndiPanel implements FlatPanel {

    private static final String LIGHT = "FLAT_LIGHT_CONTROL";
    private static final String ON = "FLAT_LIGHT_ON";
    private static final String OFF = "FLAT_LIGHT_OFF";
    private static final String INTENSITY = "FLAT_LIGHT_INTENSITY";
    private static final String VALUE = "FLAT_LIGHT_INTENSITY_VALUE";

    private final IndiDevice device;
    private final Time time;

    private IndiPanel(IndiDevice device, Time time) {
        this.device = device;
        this.time = time;
    }

    static IndiPanel connect(IndiDevice device, Time time, Duration limit)
            throws DeviceException, InterruptedException {
        device.connect(List.of(LIGHT), limit);
        return new IndiPanel(device, time);
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public Reading read() throws DeviceException, InterruptedException {
        device.ensureConnected();
        Vector light = device.fresh(LIGHT, device.limit(Wait.PROMPT));
        if (light.isOn(ON) == light.isOn(OFF)) {
            throw new DeviceException.Garbled(name(), "the light on or off",
                    light.isOn(ON) ? "both" : "neither");
        }
        if (light.isOn(OFF)) {
            return new Reading(time.now(), 0, Evidence.REPORTED);
        }
        Optional<Member> dimmer = dimmer();
        if (dimmer.isEmpty()) {
            return new Reading(time.now(), 100, Evidence.REPORTED);
        }
        double value = device.fresh(INTENSITY, device.limit(Wait.PROMPT)).number(VALUE);
        int percent = (int) Math.round(100 * value / dimmer.get().max());
        return new Reading(time.now(), Math.clamp(percent, 1, 100), Evidence.REPORTED);
    }

    /// The number to dim with; none when the panel can only be on or off.
    private Optional<Member> dimmer() {
        return device.find(INTENSITY).map(v -> v.members().get(VALUE)).filter(m -> m.max() > 1);
    }

    @Override
    public void light(int percent) throws DeviceException, InterruptedException {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("light of " + percent + " %");
        }
        device.ensureConnected();
        if (percent == 0) {
            device.turnOn(LIGHT, OFF).orThrow(name());
            return;
        }
        Optional<Member> dimmer = dimmer();
        if (dimmer.isEmpty() && percent != 100) {
            throw new DeviceException.Refused(name(),
                    "the panel cannot dim to " + percent + " %, only 0 or 100");
        }
        device.turnOn(LIGHT, ON).orThrow(name());
        if (dimmer.isPresent()) {
            long steps = Math.max(1, Math.round(percent * dimmer.get().max() / 100));
            device.set(INTENSITY, Map.of(VALUE, String.valueOf(steps)), Manner.AT_ONCE,
                    device.limit(Wait.PROMPT))
                    .orThrow(name());
        }
    }

    @Override
    public void close() {
        // the rig closes the connection
    }
}
