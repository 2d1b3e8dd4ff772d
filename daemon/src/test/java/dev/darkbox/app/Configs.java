package dev.darkbox.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Small configurations for processes.
final class Configs {

    private Configs() {}

    /// A simulated rig without cooling, so that runs begin at once.
    ///
    /// @param presets the `[[rig.preset]]` part
    static Path uncooled(Path folder, String presets) throws IOException {
        return Files.writeString(folder.resolve("darkbox.toml"), """
                library = "library"
                [control]
                socket = "%s"
                group = ""
                [[rig]]
                name = "main"
                dark = "cap"
                first_master = "accept"
                [rig.camera]
                driver = "sim"
                width_px = 160
                height_px = 120
                [rig.wheel]
                filters = ["L", "Ha"]
                [rig.cap]
                [rig.panel]
                [rig.cooling]
                cooler = false
                [rig.probe]
                exposure = 1
                """.formatted(folder.resolve("control.sock")) + presets);
    }
}
