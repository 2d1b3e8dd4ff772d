package dev.darkbox.capture;

import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rung;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.CapturePlan;
import dev.darkbox.plan.CoolingRules;
import java.util.Optional;
import java.util.StringJoiner;

/// The camera as a set needs it: every setting made and read back, its cooler in hand, and both again after it was
/// away.
final class CameraReady {

    private final Scene scene;
    private final Patience patience;
    private final Optional<SetPointWalk> walk;
    private final Optional<Climate> cooled;
    private Optional<Readout> configured = Optional.empty();

    CameraReady(Scene scene, CoolingRules rules) {
        this.scene = scene;
        patience = new Patience(scene, this::recover);
        var cooler = scene.rig().camera().cooler();
        walk = cooler.map(c -> new SetPointWalk(scene, c));
        cooled = cooler.map(c -> new CooledClimate(scene, c, walk.orElseThrow(), rules, patience));
    }

    Patience patience() {
        return patience;
    }

    /// The cooler's, if the camera has one.
    Optional<SetPointWalk> walk() {
        return walk;
    }

    /// Empty when the visit wants a set point and the camera has no cooler.
    Optional<Climate> climate(CapturePlan visit) {
        return visit.target().isKnown() ? cooled : Optional.of(new UncooledClimate(scene));
    }

    CameraFacts facts() throws OutOfPatience, InterruptedException {
        return patience.with(scene.rig().camera()::facts);
    }

    /// Makes every setting.
    ///
    /// @return size of the frames that will come
    FrameShape configure(Readout readout) throws OutOfPatience, InterruptedException {
        configured = Optional.of(readout);
        return patience.with(() -> {
            set(readout);
            return scene.rig().camera().shape(readout);
        });
    }

    private void set(Readout readout) throws DeviceException, InterruptedException {
        scene.rig().camera().configure(readout);
        scene.emit(new RunEvent.Checked(scene.now(), scene.name(), settings(readout), Evidence.REPORTED));
    }

    /// A camera that was away remembers nothing it was told.
    private void recover(Rung rung) throws DeviceException, InterruptedException {
        scene.rig().camera().recover(rung);
        if (configured.isPresent()) {
            set(configured.get());
        }
        if (cooled.isPresent()) {
            cooled.get().resume();
        }
    }

    private static String settings(Readout readout) {
        var text = new StringJoiner(", ");
        if (readout.gain() != Readout.NONE) {
            text.add("gain " + readout.gain());
        }
        if (readout.offset() != Readout.NONE) {
            text.add("offset " + readout.offset());
        }
        text.add("binning " + readout.binning());
        if (!readout.mode().isEmpty()) {
            text.add("mode " + readout.mode());
        }
        if (readout.usbLimit() != Readout.NONE) {
            text.add("USB limit " + readout.usbLimit());
        }
        return text.toString();
    }
}
