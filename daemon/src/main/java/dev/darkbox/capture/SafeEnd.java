package dev.darkbox.capture;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Switch;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// How every run is left, whether it is done, failed or aborted: exposure ended, panel off, cap as it is and never
/// opened, heaters as they were before, sensor warmed gently and the cooler switched off.
///
/// Interrupts are counted, not swallowed: the run throws again when all is safe. Each step is repeated when an
/// interrupt cuts it, at most [#MOST_INTERRUPTS] times in all.
final class SafeEnd {

    private static final int MOST_INTERRUPTS = 5;

    private final Scene scene;
    private final int warmMilliKPerMin;
    private final Supplier<List<Switch>> heatersThatWereOn;
    private int interrupts;

    /// Something that makes the rig safer.
    @FunctionalInterface
    private interface Step {
        void take() throws DeviceException, InterruptedException;
    }

    SafeEnd(Scene scene, int warmMilliKPerMin, Supplier<List<Switch>> heatersThatWereOn) {
        this.scene = scene;
        this.warmMilliKPerMin = warmMilliKPerMin;
        this.heatersThatWereOn = heatersThatWereOn;
    }

    void interrupted() {
        interrupts++;
    }

    boolean wasInterrupted() {
        return interrupts > 0;
    }

    /// @param walk the cooler's, if the camera has one
    void leave(Optional<SetPointWalk> walk) {
        insist(scene.rig().camera()::abort);
        scene.rig().panel().ifPresent(panel -> insist(() -> panel.light(0)));
        for (Switch heater : heatersThatWereOn.get()) {
            insist(() -> heater.set(true));
        }
        walk.filter(SetPointWalk::begun).ifPresent(this::warm);
    }

    /// The first interrupt of a run lets the sensor warm gently, the second switches the cooler off.
    private void warm(SetPointWalk walk) {
        while (interrupts < 2) {
            try {
                walk.warm(warmMilliKPerMin);
                return;
            } catch (InterruptedException _) {
                interrupts++;
            } catch (DeviceException e) {
                scene.trouble(e, "warming ended, the cooler is told to switch off");
                break;
            }
        }
        insist(walk::off);
    }

    private void insist(Step step) {
        while (interrupts < MOST_INTERRUPTS) {
            try {
                step.take();
                return;
            } catch (InterruptedException _) {
                interrupts++;
            } catch (DeviceException e) {
                scene.trouble(e, "left as it is");
                return;
            }
        }
        scene.trouble(scene.name(), "interrupted %d times while it was made safe".formatted(interrupts),
                "left as it is");
    }
}
