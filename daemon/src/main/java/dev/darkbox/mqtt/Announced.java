package dev.darkbox.mqtt;

import java.util.List;
import java.util.Set;

/// What there is to announce to Home Assistant.
///
/// @param version of this program, e.g. `0.1.0`
/// @param rigs names, in the order of the configuration
/// @param commands that the configuration allows, of `refresh`, `abort`, `promote`, `hold`, `republish`: only these get a button
public record Announced(String version, List<String> rigs, Set<String> commands) {

    public Announced {
        rigs = List.copyOf(rigs);
        commands = Set.copyOf(commands);
    }
}
