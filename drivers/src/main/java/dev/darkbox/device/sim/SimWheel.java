package dev.darkbox.device.sim;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FilterWheel;
import dev.darkbox.device.Time;
import java.time.Duration;
import java.util.List;

/// The simulated wheel. It turns one way only and takes its time per slot.
public final class SimWheel implements FilterWheel {

    private final String device;
    private final List<String> filters;
    private final Duration slotTravel;
    private final Time time;
    private final SimFaults faults;
    private int slot;
    private boolean between;

    SimWheel(SimSettings settings, Time time, SimFaults faults) {
        this.time = time;
        this.faults = faults;
        device = settings.rig() + "-wheel";
        filters = settings.filters();
        slotTravel = settings.slotTravel();
    }

    @Override
    public String name() {
        return device;
    }

    @Override
    public List<String> filters() {
        return filters;
    }

    @Override
    public String selected() throws DeviceException {
        if (between) {
            throw new DeviceException.Garbled(device, "slot 1 to " + filters.size(), "-1");
        }
        return filters.get(slot);
    }

    @Override
    public void select(String filter) throws DeviceException, InterruptedException {
        int goal = filters.indexOf(filter);
        if (goal < 0) {
            throw new DeviceException.Refused(device,
                    "filter \"%s\", the wheel has %s".formatted(filter, filters));
        }
        boolean jams = faults.take(SimFault.WheelJam.class, time.now()).isPresent();
        int turn = between ? filters.size() : Math.floorMod(goal - slot, filters.size());
        if (turn == 0 && !jams) {
            return;
        }
        between = true;
        if (jams) {
            Duration limit = slotTravel.multipliedBy(2L * filters.size());
            time.sleep(limit);
            throw new DeviceException.TimedOut(device, "turning to " + filter, limit);
        }
        time.sleep(slotTravel.multipliedBy(turn));
        slot = goal;
        between = false;
    }

    @Override
    public void close() {
        // the wheel stays where it is
    }
}
