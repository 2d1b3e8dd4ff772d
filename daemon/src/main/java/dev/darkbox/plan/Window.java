package dev.darkbox.plan;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.Optional;
import java.util.Set;

/// When runs may begin by themselves: a stretch of a day, on some days, in a part of the year.
///
/// @param from local time at which it opens
/// @param to local time at which it shuts; at or before `from` it is that of the next day
/// @param days on which it opens; never empty
/// @param season part of the year in which it opens; empty for all of it
public record Window(LocalTime from, LocalTime to, Set<DayOfWeek> days, Optional<Season> season) {

    /// From one date to another, both included; over New Year when the first is the later one.
    public record Season(MonthDay first, MonthDay last) {}

    public Window {
        days = Set.copyOf(days);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("a window that opens on no day");
        }
    }
}
