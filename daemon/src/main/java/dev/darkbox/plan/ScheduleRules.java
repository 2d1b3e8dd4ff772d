package dev.darkbox.plan;

import java.time.ZoneId;
import java.util.List;

/// What begins by itself on a rig, and when (`[rig.schedule]`).
///
/// @param windows when it may; empty only if nothing does
/// @param zone of their times
/// @param onlyWhile all of these must be so; empty for no condition
/// @param spotCheckDays how long after the last spot check the next is due, 0 for none
public record ScheduleRules(
        Refresh refresh, List<Window> windows, ZoneId zone, List<OnlyWhile> onlyWhile, int spotCheckDays) {

    /// What begins by itself.
    public enum Refresh {
        /// Nothing.
        OFF,
        /// What is due, and spot checks.
        DUE
    }

    public ScheduleRules {
        windows = List.copyOf(windows);
        onlyWhile = List.copyOf(onlyWhile);
    }

    /// Nothing begins by itself.
    ///
    /// @param zone of the machine
    public static ScheduleRules off(ZoneId zone) {
        return new ScheduleRules(Refresh.OFF, List.of(), zone, List.of(), 30);
    }
}
