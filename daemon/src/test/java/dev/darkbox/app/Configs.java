package dev.darkbox.app;

import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.Time;
import dev.darkbox.frame.Disk;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/// Small configurations, for processes and for runs in this one.
final class Configs {

    private Configs() {}

    /// The first rig of a configuration.
    ///
    /// @param folder gets the file
    /// @throws IOException with all mistakes that are in it
    static RigConfig rig(Path folder, String toml) throws IOException {
        return switch (ConfigReader.load(Files.writeString(folder.resolve("darkbox.toml"), toml))) {
            case Loaded.Ok ok -> ok.config().rigs().getFirst();
            case Loaded.Wrong wrong -> throw new IOException(String.join("\n", wrong.problems()));
        };
    }

    /// What runs share, with frames that are only stored as they come.
    static Kit kit(Time time) {
        return new Kit(time, Disk.real(), new Integration(StackKernels.best()), StackOrder.of(List.of()),
                "Darkbox test");
    }

    /// A refresh of a part of a rig's presets.
    static RefreshPlan plan(RigConfig rig, RefreshPlan.Scope scope, LocalDate evening) {
        return Planner.plan(new RigPresets(rig.name(), rig.presets()), scope, evening, rig.profile())
                .orElseThrow();
    }

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
