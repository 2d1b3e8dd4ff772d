package dev.darkbox.capture;

import dev.darkbox.device.Camera;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FlatPanel;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.Readout;
import dev.darkbox.event.RunEvent;
import java.time.Duration;
import java.util.Locale;

/// The camera's own word on whether it is dark: a cap may say "shut" and lie, a picture does not.
///
/// ```
///   bias, dark            too bright at all? brighter than the last masters were, anywhere?
///   dark, panel lit       does the panel's light get past the shut cap? then put out, and read back
/// ```
final class DarkProbe {

    /// Light for the test of the cap, a part of the panel's full brightness.
    private static final int PANEL_PERCENT = 10;
    /// A probe into what rose in a frame is as long as the frame, but no longer than this.
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Scene scene;
    private final Patience patience;
    private final ProbeRule rule;
    private final FrameWatch.Watch watch;

    DarkProbe(Scene scene, Patience patience, ProbeRule rule, FrameWatch.Watch watch) {
        this.scene = scene;
        this.patience = patience;
        this.rule = rule;
        this.watch = watch;
    }

    /// Takes a bias frame and a short dark and compares their means.
    ///
    /// @param scratch its content is lost
    /// @throws RunFailed more light than the limit, or than the last masters had
    void look(Readout readout, FrameBuffer scratch, boolean cooled)
            throws RunFailed, OutOfPatience, InterruptedException {
        double bias = mean(new Exposure(Exposure.Kind.BIAS, Duration.ZERO, readout), scratch);
        watch.probeBias(scratch);
        double dark = mean(new Exposure(Exposure.Kind.DARK, rule.exposure(), readout), scratch);
        double aduPerS = (dark - bias) / (rule.exposure().toMillis() / 1000.0);
        double limit = cooled ? rule.cooledAduPerS() : rule.uncooledAduPerS();
        String seen = String.format(Locale.ROOT, "%.2f ADU/s in a probe dark of %d s", aduPerS,
                rule.exposure().toSeconds());
        if (aduPerS > limit) {
            throw lit(RunEvent.Leak.UNKNOWN, String.format(Locale.ROOT,
                    "%s, at most %.2f may be: light gets in, whatever cap and panel say", seen, limit));
        }
        String told = heed(RunEvent.Leak.UNKNOWN, watch.probeDark(scratch, rule.exposure()));
        scene.emit(new RunEvent.Checked(scene.now(), scene.name(), RunEvent.Checked.DARK + seen
                + (told.isEmpty() ? "" : ", " + told), Evidence.IMAGE_VERIFIED));
        if (rule.panelTest() && scene.rig().cap().isPresent() && scene.rig().panel().isPresent()) {
            light(scene.rig().panel().get(), readout, scratch);
        }
    }

    /// Looks into what rose in a frame, with a probe as long as that.
    ///
    /// @param scratch its content is lost
    /// @throws RunFailed it is light
    void again(Readout readout, Duration exposure, String why, FrameBuffer scratch)
            throws RunFailed, OutOfPatience, InterruptedException {
        Duration probe = exposure.compareTo(LONGEST) < 0 ? exposure : LONGEST;
        scene.trouble(scene.rig().camera().name(), why,
                "a probe dark of %.1f s decides whether it is light".formatted(probe.toMillis() / 1000.0));
        mean(new Exposure(Exposure.Kind.BIAS, Duration.ZERO, readout), scratch);
        watch.probeBias(scratch);
        mean(new Exposure(Exposure.Kind.DARK, probe, readout), scratch);
        String told = heed(RunEvent.Leak.UNKNOWN, watch.probeDark(scratch, probe));
        scene.emit(new RunEvent.Checked(scene.now(), scene.name(), RunEvent.Checked.DARK + told,
                Evidence.IMAGE_VERIFIED));
    }

    /// Lights the panel behind the shut cap, and puts it out again whatever comes of it.
    private void light(FlatPanel panel, Readout readout, FrameBuffer scratch)
            throws RunFailed, OutOfPatience, InterruptedException {
        String told;
        try {
            panel.light(PANEL_PERCENT);
            mean(new Exposure(Exposure.Kind.DARK, rule.exposure(), readout), scratch);
            told = heed(RunEvent.Leak.CAP, watch.probeLit(scratch, rule.exposure()));
        } catch (DeviceException e) {
            scene.trouble(e, "the cap is not tried with light");
            told = "";
        } finally {
            out(panel);
        }
        if (!told.isEmpty()) {
            scene.emit(new RunEvent.Checked(scene.now(), scene.name(), "cap tight, " + told,
                    Evidence.IMAGE_VERIFIED));
        }
    }

    private void out(FlatPanel panel) throws RunFailed, InterruptedException {
        String last;
        try {
            panel.light(0);
            int percent = panel.read().percent();
            if (percent == 0) {
                return;
            }
            last = percent + " %";
        } catch (DeviceException e) {
            last = e.what();
        }
        String what = "wanted " + RunEvent.Checked.PANEL_OFF + " after the test of the cap, last answer: "
                + last;
        scene.emit(new RunEvent.NotDark(scene.now(), scene.name(), RunEvent.Leak.PANEL, panel.name(), what,
                true, DarkReady.NO_FRAMES));
        throw new RunFailed(panel.name() + ": " + what);
    }

    /// @return what to tell; empty when there was nothing to compare with
    /// @throws RunFailed it is a leak
    private String heed(RunEvent.Leak where, FrameWatch.Light light) throws RunFailed {
        return switch (light) {
            case FrameWatch.Light.None(String text) -> text;
            case FrameWatch.Light.Unknown _ -> "";
            case FrameWatch.Light.Leak(String text, String cause) -> throw lit(where, text + ": " + cause);
        };
    }

    private RunFailed lit(RunEvent.Leak where, String what) {
        String camera = scene.rig().camera().name();
        scene.emit(new RunEvent.NotDark(scene.now(), scene.name(), where, camera, what, true,
                DarkReady.NO_FRAMES));
        return new RunFailed(camera + ": " + what);
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
