package dev.darkbox.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The whole file, checked.
///
/// @param file where it was read
/// @param server the indiserver Darkbox starts; empty when it starts none
/// @param mqtt the broker that panels are served through; empty when there is none
/// @param rigs at least one, no name twice, no device and no library in two of them
public record Config(
        Path file, ControlConfig control, StackConfig stack, LogConfig log, Optional<ServerConfig> server,
        Optional<MqttConfig> mqtt, List<RigConfig> rigs) {

    public Config {
        rigs = List.copyOf(rigs);
    }
}
