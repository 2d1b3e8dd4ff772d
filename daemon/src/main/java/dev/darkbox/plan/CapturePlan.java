package dev.darkbox.plan;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import java.util.List;

/// One visit to the camera: cool once, then take every set.
///
/// @param target sensor temperature of every frame
/// @param sets in the order they are taken; never empty, all with this readout and target
public record CapturePlan(String preset, Readout readout, Celsius target, List<PlannedSet> sets) {

    public CapturePlan {
        sets = List.copyOf(sets);
        if (sets.isEmpty()) {
            throw new IllegalArgumentException("a plan needs at least one frame set");
        }
    }
}
