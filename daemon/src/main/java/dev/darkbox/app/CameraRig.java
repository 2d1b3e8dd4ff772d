package dev.darkbox.app;

import dev.darkbox.device.Camera;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Switch;
import java.util.List;

/// A camera by itself, with whatever in it is warm. Everything else of the rig has drivers of its own.
///
/// @param name as in the configuration
record CameraRig(String name, Camera camera, List<Switch> heaters) implements Rig {

    CameraRig {
        heaters = List.copyOf(heaters);
    }

    @Override
    public void close() {
        camera.close();
    }
}
