package dev.darkbox.device.sim;

import dev.darkbox.device.DustCap;
import dev.darkbox.device.FilterWheel;
import dev.darkbox.device.FlatPanel;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Switch;
import dev.darkbox.device.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The simulated rig. Its devices see one another: an open cap, a lit panel and a heater show in the frames.
///
/// With [VirtualTime] a night takes as long as its frames take to make; with [Time#system] it takes the night.
public final class SimRig implements Rig {

    private final SimSettings settings;
    private final SimCamera camera;
    private final Optional<DustCap> cap;
    private final Optional<FlatPanel> panel;
    private final Optional<FilterWheel> wheel;
    private final List<Switch> heaters;

    /// @param faults what goes wrong; [SimFaults#none] for nothing
    public SimRig(SimSettings settings, Time time, SimFaults faults) {
        this.settings = settings;
        var scene = new SimScene(settings.lighting(), settings.heaters().size(), faults, time.now());
        camera = new SimCamera(settings, time, faults, scene);
        cap = settings.hasCap() ? Optional.of(new SimCap(settings, time, faults, scene)) : Optional.empty();
        panel = settings.hasPanel() ? Optional.of(new SimPanel(settings, time, scene)) : Optional.empty();
        wheel = settings.filters().isEmpty()
                ? Optional.empty()
                : Optional.of(new SimWheel(settings, time, faults));
        var switches = new ArrayList<Switch>();
        for (String heater : settings.heaters()) {
            switches.add(new SimHeater(settings.rig() + "-" + heater, switches.size(), scene, time));
        }
        heaters = List.copyOf(switches);
    }

    @Override
    public String name() {
        return settings.rig();
    }

    @Override
    public SimCamera camera() {
        return camera;
    }

    @Override
    public Optional<DustCap> cap() {
        return cap;
    }

    @Override
    public Optional<FlatPanel> panel() {
        return panel;
    }

    @Override
    public Optional<FilterWheel> wheel() {
        return wheel;
    }

    @Override
    public List<Switch> heaters() {
        return heaters;
    }

    @Override
    public void close() {
        camera.close();
    }
}
