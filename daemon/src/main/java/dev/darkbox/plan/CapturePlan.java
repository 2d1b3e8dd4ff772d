package dev.darkbox.plan;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import java.time.Duration;
import java.util.List;

/// One visit to the camera: cool once, then take every set.
///
/// @param target sensor temperature of every frame
/// @param cooldownBetweenGroups pause between two sets, zero for none
/// @param sets in the order they are taken; never empty, all with this readout and target
public record CapturePlan(
        String preset, Readout readout, Celsius target, Duration cooldownBetweenGroups,
        List<PlannedSet> sets) {

    /// A visit without pauses.
    public CapturePlan(String preset, Readout readout, Celsius target, List<PlannedSet> sets) {
        this(preset, readout, target, Duration.ZERO, sets);
    }

    public CapturePlan {
        sets = List.copyOf(sets);
        if (sets.isEmpty()) {
            throw new IllegalArgumentException("a plan needs at least one frame set");
        }
        if (cooldownBetweenGroups.isNegative()) {
            throw new IllegalArgumentException("cooldown of " + cooldownBetweenGroups);
        }
    }
}
