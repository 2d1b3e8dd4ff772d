package dev.darkbox.device.sim;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Rung;
import dev.darkbox.device.Time;
import java.time.Duration;
import java.time.Instant;

/// The line to the camera: sound, hanging, unplugged, or its server away. Camera and cooler share it.
///
/// Threading: safe.
final class SimLink {

    private sealed interface State {
        record Sound() implements State {}

        record Hanging(Rung cure) implements State {}

        record Broken(int recoveries) implements State {}

        record Away(Instant until) implements State {}
    }

    /// As long as the INDI room waits for a server.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

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
            case State.Hanging _ -> {
                time.sleep(answerLimit);
                throw new DeviceException.TimedOut(device, action, answerLimit);
            }
            case State.Broken _ -> throw new DeviceException.Lost(device, "simulated unplugging");
            case State.Away _ -> throw away();
        }
    }

    private DeviceException.Lost away() {
        return new DeviceException.Lost(device, "simulated server away", true);
    }

    private synchronized State look() {
        Instant now = time.now();
        if (state instanceof State.Sound) {
            faults.take(SimFault.CameraHangs.class, now)
                    .ifPresent(hang -> state = new State.Hanging(hang.cure()));
        }
        faults.take(SimFault.ConnectionLost.class, now)
                .ifPresent(lost -> state = new State.Broken(lost.recoveries()));
        faults.take(SimFault.ServerAway.class, now)
                .ifPresent(away -> state = new State.Away(now.plus(away.lasting())));
        return state;
    }

    /// Takes one rung: in a second, or as long as is waited.
    ///
    /// @return whether what is behind the link began anew, and has forgotten everything
    boolean recover(Rung rung) throws DeviceException, InterruptedException {
        time.sleep(Duration.ofSeconds(1));
        State now = look();
        boolean anew = rung == Rung.RESTART_DRIVER;
        switch (now) {
            case State.Sound _ -> {
            }
            case State.Hanging(Rung cure) -> {
                if (rung.compareTo(cure) < 0) {
                    call("answering");
                }
                become(new State.Sound());
            }
            case State.Broken(int recoveries) -> {
                become(recoveries > 1 ? new State.Broken(recoveries - 1) : new State.Sound());
                if (recoveries > 1) {
                    throw new DeviceException.Lost(device, "not there yet, simulated");
                }
            }
            case State.Away(Instant until) -> {
                Duration left = Duration.between(time.now(), until);
                if (rung != Rung.WAIT) {
                    throw away();
                }
                time.sleep(left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT);
                if (left.compareTo(LONGEST_WAIT) > 0) {
                    throw away();
                }
                become(new State.Sound());
                anew = true;
            }
        }
        return anew;
    }

    private synchronized void become(State next) {
        state = next;
    }
}
