package dev.darkbox.cli;

import dev.darkbox.config.Config;
import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// The configuration of a verb that works alone.
final class ConfigurationFile {

    private ConfigurationFile() {}

    /// Reads it.
    ///
    /// @param file as it was named; else what `DARKBOX_CONFIG` names
    /// @return empty when none was named
    /// @throws ParameterException it is wrong; every mistake
    static Optional<Config> read(Optional<Path> file, CommandSpec verb) {
        return file.or(() -> Optional.ofNullable(System.getenv("DARKBOX_CONFIG")).map(Path::of))
                .map(ConfigReader::load).map(loaded -> switch (loaded) {
                    case Loaded.Ok ok -> ok.config();
                    case Loaded.Wrong wrong ->
                        throw new ParameterException(verb.commandLine(),
                                String.join("\n", wrong.problems()));
                });
    }

    /// The rig of a name.
    ///
    /// @throws ParameterException there is none
    static RigConfig rig(Config config, String name, CommandSpec verb) {
        List<String> names = config.rigs().stream().map(RigConfig::name).toList();
        return config.rigs().stream().filter(rig -> rig.name().equals(name)).findFirst()
                .orElseThrow(() -> new ParameterException(verb.commandLine(),
                        "no rig \"%s\"; allowed: %s".formatted(name, String.join(", ", names))));
    }
}
