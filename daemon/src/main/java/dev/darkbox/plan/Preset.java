package dev.darkbox.plan;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// One way a camera is used for lights, and the calibration frames such lights need.
///
/// @param name as in the configuration, `[A-Za-z0-9+-]{1,32}`
/// @param target sensor temperature of every frame; [Celsius#UNKNOWN] for a camera without a cooler
/// @param bias frames for one bias master
/// @param darks one set for each exposure of the lights, no exposure twice
/// @param darkFlats one set for each entry of the trained flat table, no filter twice with one exposure
/// @param order in which the kinds are taken; every kind once
/// @param cooldownBetweenGroups pause between two sets, zero for none
public record Preset(
        String name,
        Readout readout,
        Celsius target,
        FrameSet.Bias bias,
        List<FrameSet.Dark> darks,
        List<FrameSet.DarkFlat> darkFlats,
        List<Group> order,
        Duration cooldownBetweenGroups) {

    /// A kind of frame set, as the order names it.
    public enum Group { BIAS, DARK_FLATS, DARKS }

    /// The field's order: shortest first, while the sensor's readout settles.
    public static final List<Group> USUAL_ORDER = List.of(Group.BIAS, Group.DARK_FLATS, Group.DARKS);

    public Preset {
        darks = List.copyOf(darks);
        darkFlats = List.copyOf(darkFlats);
        order = List.copyOf(order);
        if (order.size() != Group.values().length || !Set.copyOf(order).containsAll(USUAL_ORDER)) {
            throw new IllegalArgumentException("order " + order);
        }
        if (cooldownBetweenGroups.isNegative()) {
            throw new IllegalArgumentException("cooldown of " + cooldownBetweenGroups);
        }
    }
}
