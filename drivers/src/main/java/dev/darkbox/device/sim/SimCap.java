package dev.darkbox.device.sim;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Time;
import java.time.Duration;

/// The simulated cap. Until it is shut, the sky shines in.
///
/// Threading: [#read] is safe from any thread, [#moveTo] for one thread.
public final class SimCap implements DustCap {

    private final String device;
    private final Duration travel;
    private final SimScene scene;
    private final Time time;
    private final SimFaults faults;
    private volatile Position shown;
    private volatile boolean covers;

    SimCap(SimSettings settings, Time time, SimFaults faults, SimScene scene) {
        this.scene = scene;
        this.time = time;
        this.faults = faults;
        device = settings.rig() + "-cap";
        travel = settings.capTravel();
        shown = settings.cap();
        stand(settings.cap(), settings.cap() == Position.SHUT ? 0 : 1);
    }

    @Override
    public String name() {
        return device;
    }

    @Override
    public Reading read() {
        boolean atSwitch = (shown == Position.OPEN && !covers) || (shown == Position.SHUT && covers);
        return new Reading(time.now(), shown, atSwitch ? Evidence.SENSED : Evidence.REPORTED);
    }

    @Override
    public void moveTo(Position goal) throws DeviceException, InterruptedException {
        if (goal != Position.OPEN && goal != Position.SHUT) {
            throw new IllegalArgumentException("a cap cannot be told to be " + goal);
        }
        if (faults.has(SimFault.CapLies.class, time.now())) {
            shown = Position.MOVING;
            time.sleep(travel);
            shown = goal;
            return;
        }
        boolean sticks = faults.take(SimFault.CapStuck.class, time.now()).isPresent();
        if (shown == goal && !sticks) {
            return;
        }
        stand(Position.MOVING, 1);
        boolean arrived = false;
        try {
            time.sleep(travel);
            arrived = !sticks;
        } finally {
            if (!arrived) {
                stand(Position.UNKNOWN, 0.5);
            }
        }
        if (sticks) {
            throw new DeviceException.TimedOut(device, "moving to " + goal, travel);
        }
        stand(goal, goal == Position.SHUT ? 0 : 1);
    }

    private void stand(Position position, double skyPart) {
        shown = position;
        covers = position == Position.SHUT;
        scene.sky(skyPart, time.now());
    }

    @Override
    public void close() {
        // the cap stays where it is
    }
}
