package dev.darkbox.cli;

import dev.darkbox.config.Config;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Reply;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Time;
import dev.darkbox.frame.Disk;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.DueMasters;
import dev.darkbox.plan.Evening;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.plan.ScheduleRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// What is due in a library that no daemon is asked about: its files against the presets of a configuration.
final class DueHere {

    private DueHere() {}

    /// @param name of the rig; empty for the one whose library it is, or the only one
    static Reply.Due of(Path folder, Optional<Config> config, String name, CommandSpec verb, Screen screen)
            throws IOException {
        if (config.isEmpty()) {
            throw new ParameterException(verb.commandLine(), "due --in " + folder
                    + " needs the presets: --config FILE, or $DARKBOX_CONFIG");
        }
        LibraryFolder.folder(folder);
        RigConfig rig = name.isEmpty()
                ? rig(config.get(), folder, verb)
                : ConfigurationFile.rig(config.get(), name, verb);
        LocalDate evening = Evening.of(Time.system().now(), rig.schedule().zone());
        DueMasters masters = new CalibrationLibrary(folder, Disk.real())
                .due(new RigPresets(rig.name(), rig.presets()), rig.due(), evening);
        Optional<FrameShape> sensor = masters.picture().or(rig.equipment()::knownSensor);
        if (sensor.isEmpty()) {
            screen.err().println(
                    "darkbox: no master tells how large the camera's frames are: what they take of the disk is left out");
        }
        return new DueReport(rig, sensor.orElse(new FrameShape(1, 1)),
                DueReport.stores(config.get().stack().live()),
                evening)
                .of(masters, Disk.room(folder), switch (rig.schedule().refresh()) {
                    case ScheduleRules.Refresh.DUE -> "on; the daemon knows when (darkbox due)";
                    case ScheduleRules.Refresh.OFF -> "off";
                }, Optional.empty());
    }

    private static RigConfig rig(Config config, Path folder, CommandSpec verb) throws IOException {
        Path real = folder.toRealPath();
        for (RigConfig rig : config.rigs()) {
            if (Files.exists(rig.library()) && rig.library().toRealPath().equals(real)) {
                return rig;
            }
        }
        List<String> names = config.rigs().stream().map(RigConfig::name).toList();
        if (names.size() > 1) {
            throw new ParameterException(verb.commandLine(),
                    "%s is no rig's library; for which rig? --rig; allowed: %s".formatted(folder,
                            String.join(", ", names)));
        }
        return config.rigs().getFirst();
    }
}
