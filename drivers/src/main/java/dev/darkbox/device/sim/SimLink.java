package dev.darkbox.device.sim;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import java.time.Duration;

/// The line to the camera: sound, hanging, or lost. Camera and cooler share it.
///
/// Threading: safe.
final class SimLink {

    private sealed interface State {
        record Sound() implements State {}

        record Hanging() implements State {}

        record Broken(int recoveries) implements State {}
    }

    private final String device;
    private final Time time;
    private final SimFaults faults;
    private final Duration answerLimit;
    private State state = new State.Sound();

    SimLink(String device, Time time, SimFaults faults, Duration answerLimit) {
        this.device = device;
        this.time = time;
        this.faults = faults;
        this.answerLimit = answerLimit;
    }

    /// Every call goes through here first.
    ///
    /// @param action for the message, e.g. `answer to "cooler"`
    void call(String action) throws DeviceException, InterruptedException {
        switch (look()) {
            case State.Sound() -> {
            }
            case State.Hanging() -> {
                time.sleep(answerLimit);
                throw new DeviceException.TimedOut(device, action, answerLimit);
            }
            case State.Broken(_) -> throw new DeviceException.Lost(device, "simulated unplugging");
        }
    }

    private synchronized State look() {
        if (state instanceof State.Sound && faults.take(SimFault.CameraHangs.class, time.now()).isPresent()) {
            state = new State.Hanging();
        }
        faults.take(SimFault.ConnectionLost.class, time.now())
                .ifPresent(lost -> state = new State.Broken(lost.recoveries()));
        return state;
    }

    /// One attempt to reconnect.
    void recover() throws DeviceException, InterruptedException {
        time.sleep(Duration.ofSeconds(1));
        int missing = attempt();
        if (missing > 0) {
            throw new DeviceException.Lost(device, "not there yet, simulated");
        }
    }

    private synchronized int attempt() {
        int missing = state instanceof State.Broken(int recoveries) ? recoveries - 1 : 0;
        state = missing > 0 ? new State.Broken(missing) : new State.Sound();
        return missing;
    }
}
