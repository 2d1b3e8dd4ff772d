package dev.darkbox.device.sim;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.FlatPanel;
import dev.darkbox.device.Time;

/// The simulated panel, on the inside of the cap: what it gives, the sensor gets.
public final class SimPanel implements FlatPanel {

    private final String device;
    private final SimScene scene;
    private final Time time;
    private volatile int percent;

    SimPanel(SimSettings settings, Time time, SimScene scene) {
        this.scene = scene;
        this.time = time;
        device = settings.rig() + "-panel";
    }

    @Override
    public String name() {
        return device;
    }

    @Override
    public Reading read() {
        return new Reading(time.now(), percent, Evidence.REPORTED);
    }

    @Override
    public void light(int newPercent) throws DeviceException {
        if (newPercent < 0 || newPercent > 100) {
            throw new DeviceException.Refused(device,
                    "brightness %d %%, the panel takes 0 to 100".formatted(newPercent));
        }
        percent = newPercent;
        scene.panel(newPercent, time.now());
    }

    @Override
    public void close() {
        // the panel stays as it is
    }
}
