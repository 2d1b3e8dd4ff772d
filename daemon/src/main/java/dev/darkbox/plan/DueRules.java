package dev.darkbox.plan;

import java.time.MonthDay;

/// When masters are too old (`[rig.due]`).
///
/// @param coldFrom first evening of the cold season, in which darks and dark flats are made anew
/// @param warmFrom first evening of the warm one; on the southern hemisphere the two change places
/// @param earlyDays how long before a season begins its masters may be made
/// @param biasMonths age at which a bias is made anew, 0 for never
public record DueRules(MonthDay coldFrom, MonthDay warmFrom, int earlyDays, int biasMonths) {

    /// From equinox to equinox, three weeks early at most, and a bias a year.
    public static DueRules usual() {
        return new DueRules(MonthDay.of(9, 22), MonthDay.of(3, 20), 21, 12);
    }
}
