package dev.darkbox.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/// The date of a night, as observers write it: the local date of the evening it began. Before noon it is still
/// yesterday's night, so that a run begun at 02:00 lands beside the lights of that night.
public final class Evening {

    private Evening() {}

    /// The evening `instant` belongs to.
    ///
    /// @param zone of the observatory
    public static LocalDate of(Instant instant, ZoneId zone) {
        var local = instant.atZone(zone).toLocalDateTime();
        return local.toLocalTime().isBefore(LocalTime.NOON)
                ? local.toLocalDate().minusDays(1)
                : local.toLocalDate();
    }
}
