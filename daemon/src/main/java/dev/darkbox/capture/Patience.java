package dev.darkbox.capture;

import dev.darkbox.device.DeviceException;
import java.time.Duration;

/// What is done when the camera fails: the one place that decides.
///
/// | kind | first | second | then |
/// |---|---|---|---|
/// | `TimedOut`, `Garbled` | asked again | recovered, asked again | thrown: the set is given up |
/// | `Lost` | three times: a pause, recovered, asked again | | thrown: the run fails |
/// | `Refused` | thrown: the set is given up | | |
///
/// Thrown is an [OutOfPatience], which no patience further out tries again.
final class Patience {

    /// How often a lost camera is looked for, and how long is waited before each.
    static final int RECONNECTS = 3;
    static final Duration RECONNECT_PAUSE = Duration.ofSeconds(30);

    private final Scene scene;
    private final Recovery recovery;
    private int recoveries;

    /// Something asked of the camera.
    @FunctionalInterface
    interface Call<T> {
        T make() throws DeviceException, OutOfPatience, InterruptedException;
    }

    /// How the camera is made usable again, settings and set point included.
    @FunctionalInterface
    interface Recovery {
        void recover() throws DeviceException, InterruptedException;
    }

    Patience(Scene scene, Recovery recovery) {
        this.scene = scene;
        this.recovery = recovery;
    }

    /// Makes a call until it succeeds or patience ends.
    ///
    /// @throws OutOfPatience the last failure; every one before it was reported
    <T> T with(Call<T> call) throws OutOfPatience, InterruptedException {
        boolean mend = false;
        for (int failures = 1;; failures++) {
            try {
                if (mend) {
                    recoveries++;
                    recovery.recover();
                }
                return call.make();
            } catch (DeviceException e) {
                mend = mends(e, failures);
            }
        }
    }

    /// How often the camera was recovered: after that it has forgotten whatever it had settled to.
    int recoveries() {
        return recoveries;
    }

    /// Whether the camera is recovered before the next try.
    private boolean mends(DeviceException e, int failures) throws OutOfPatience, InterruptedException {
        return switch (e) {
            case DeviceException.TimedOut _, DeviceException.Garbled _ -> {
                if (failures > 2) {
                    throw new OutOfPatience(e);
                }
                scene.trouble(e, failures == 1 ? "asked again" : "camera recovered, asked again");
                yield failures == 2;
            }
            case DeviceException.Lost _ -> {
                if (failures > RECONNECTS) {
                    throw new OutOfPatience(e);
                }
                scene.trouble(
                        e, "reconnecting in %d s, try %d of %d"
                                .formatted(RECONNECT_PAUSE.toSeconds(), failures, RECONNECTS));
                scene.time().sleep(RECONNECT_PAUSE);
                yield true;
            }
            case DeviceException.Refused _ -> throw new OutOfPatience(e);
        };
    }
}
