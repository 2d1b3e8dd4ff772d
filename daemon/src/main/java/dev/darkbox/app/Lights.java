package dev.darkbox.app;

import dev.darkbox.consumer.Light;
import dev.darkbox.device.FrameShape;
import dev.darkbox.library.Conditions;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import java.time.Instant;
import java.util.Optional;

/// The frames that a set of calibration frames is for. Pure.
final class Lights {

    private Lights() {}

    /// As its header would be, were it taken now; the camera's name, which every program spells in its own way, is left
    /// open.
    ///
    /// @param sensor size of the whole sensor, if it is known
    /// @return empty for a bias, which is for no light
    static Optional<Light> of(PlannedSet set, Optional<FrameShape> sensor, Instant now) {
        int binning = set.readout().binning();
        var conditions = new Conditions("", "", set.readout().mode(), set.readout().gain(),
                set.readout().offset(), binning, set.readout().usbLimit(),
                sensor.map(shape -> shape.widthPx() / binning).orElse(0),
                sensor.map(shape -> shape.heightPx() / binning).orElse(0), "");
        return switch (set.set()) {
            case FrameSet.Bias _ -> Optional.empty();
            case FrameSet.Dark dark ->
                Optional.of(new Light(false, conditions, set.target(), dark.exposure(), "", now));
            case FrameSet.DarkFlat flat -> Optional.of(
                    new Light(true, conditions, set.target(), flat.exposure(), flat.filter(), now));
        };
    }
}
