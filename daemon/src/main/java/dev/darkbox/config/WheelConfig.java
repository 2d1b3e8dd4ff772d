package dev.darkbox.config;

import java.util.List;

/// The `[rig.wheel]` section.
///
/// @param filters names in slot order that take the place of the wheel's own; empty to use those. A simulated
///     wheel always has names
public record WheelConfig(PartConfig part, List<String> filters) {

    public WheelConfig {
        filters = List.copyOf(filters);
    }
}
