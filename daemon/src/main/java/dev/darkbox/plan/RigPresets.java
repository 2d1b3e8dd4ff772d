package dev.darkbox.plan;

import java.util.List;

/// What a rig's library is made of.
///
/// @param rig name of the rig, as in the configuration
/// @param presets never empty, in the order of the configuration
public record RigPresets(String rig, List<Preset> presets) {

    public RigPresets {
        presets = List.copyOf(presets);
        if (presets.isEmpty()) {
            throw new IllegalArgumentException("rig " + rig + " has no preset");
        }
    }
}
