package dev.darkbox.capture;

import dev.darkbox.device.Camera;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.Readout;
import dev.darkbox.event.RunEvent;
import java.time.Duration;
import java.util.Locale;

/// The camera's own word on whether it is dark: a cap may say "shut" and lie, a picture does not.
final class DarkProbe {

    private final Scene scene;
    private final Patience patience;
    private final ProbeRule rule;

    DarkProbe(Scene scene, Patience patience, ProbeRule rule) {
        this.scene = scene;
        this.patience = patience;
        this.rule = rule;
    }

    /// Takes a bias frame and a short dark and compares their means.
    ///
    /// @param scratch its content is lost
    /// @throws RunFailed more light than the limit
    void look(Readout readout, FrameBuffer scratch, boolean cooled)
            throws RunFailed, OutOfPatience, InterruptedException {
        double bias = mean(new Exposure(Exposure.Kind.BIAS, Duration.ZERO, readout), scratch);
        double dark = mean(new Exposure(Exposure.Kind.DARK, rule.exposure(), readout), scratch);
        double aduPerS = (dark - bias) / (rule.exposure().toMillis() / 1000.0);
        double limit = cooled ? rule.cooledAduPerS() : rule.uncooledAduPerS();
        String seen = String.format(Locale.ROOT, "%.2f ADU/s in a probe dark of %d s", aduPerS,
                rule.exposure().toSeconds());
        if (aduPerS > limit) {
            String camera = scene.rig().camera().name();
            String lit = String.format(Locale.ROOT,
                    "%s, at most %.2f may be: light gets in, whatever cap and panel say", seen, limit);
            scene.emit(
                    new RunEvent.NotDark(scene.now(), scene.name(), RunEvent.Leak.UNKNOWN, camera, lit, true,
                            DarkReady.NO_FRAMES));
            throw new RunFailed(camera + ": " + lit);
        }
        scene.emit(new RunEvent.Checked(scene.now(), scene.name(), RunEvent.Checked.DARK + seen,
                Evidence.IMAGE_VERIFIED));
    }

    private double mean(Exposure asked, FrameBuffer scratch) throws OutOfPatience, InterruptedException {
        Camera camera = scene.rig().camera();
        patience.with(() -> {
            try {
                scene.startExposure(asked, scratch);
                return camera.finish(scratch);
            } catch (DeviceException e) {
                scene.endExposure(e);
                throw e;
            }
        });
        return Levels.of(scratch).meanAdu();
    }
}
