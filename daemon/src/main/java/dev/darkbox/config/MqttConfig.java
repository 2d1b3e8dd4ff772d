package dev.darkbox.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `[mqtt]`: the broker, and what panels may see and do through it.
///
/// @param host name or address
/// @param port TCP, 1..65,535
/// @param user empty for none
/// @param passwordFile its first line is the password; only with a user
/// @param tls empty for plain TCP
/// @param base first level of every topic, 1 to 32 of `a-z A-Z 0-9 _ -`, each `_` between two others
/// @param box second level, the same characters
/// @param discovery where Home Assistant looks for devices, never below `base`; empty when nothing is announced
/// @param birthTopic where Home Assistant says that it has started; empty when nothing is announced
/// @param birthPayload what it says
/// @param commands what may be ordered through the broker, of [#COMMANDS] and in their order, none twice
/// @param plainTopics whether single values have topics of their own
public record MqttConfig(String host, int port, String user, Optional<Path> passwordFile, Optional<Tls> tls,
        String base, String box, String discovery, String birthTopic, String birthPayload,
        List<String> commands,
        boolean plainTopics) {

    /// Everything that can be allowed.
    public static final List<String> COMMANDS = List.of("refresh", "spot_check", "validate", "abort",
            "promote",
            "hold", "republish");

    public MqttConfig {
        commands = List.copyOf(commands);
    }

    /// Files in PEM, absolute paths.
    ///
    /// @param ca authorities that are trusted; empty for the system's
    /// @param certificate ours, with its chain; there if and only if `key` is
    /// @param key PKCS 8, not encrypted
    public record Tls(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {}
}
