package dev.darkbox.app;

import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Time;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Sizes of the rigs' sensors, each asked of the camera once.
///
/// Threading: any.
final class Sensors {

    private final Time time;
    private final Map<String, FrameShape> known = new ConcurrentHashMap<>();

    Sensors(Time time) {
        this.time = time;
    }

    /// The same without asking a camera that may be busy or switched off, where that is possible.
    ///
    /// @param picture of a master of the rig, unbinned; empty when there is none
    FrameShape known(RigConfig rig, Optional<FrameShape> picture)
            throws DeviceException, InterruptedException {
        return picture.isPresent() && !known.containsKey(rig.name())
                && rig.equipment().knownSensor().isEmpty()
                        ? picture.get()
                        : of(rig);
    }

    /// The whole frame, unbinned.
    FrameShape of(RigConfig rig) throws DeviceException, InterruptedException {
        FrameShape before = known.get(rig.name());
        if (before != null) {
            return before;
        }
        Optional<FrameShape> configured = rig.equipment().knownSensor();
        FrameShape sensor;
        if (configured.isPresent()) {
            sensor = configured.get();
        } else {
            try (Rig open = Rigs.camera(rig, time)) {
                sensor = open.camera().facts().sensor();
            }
        }
        known.put(rig.name(), sensor);
        return sensor;
    }
}
