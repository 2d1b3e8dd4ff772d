package dev.darkbox.plan;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// When masters are too old (`[rig.due]`).
///
/// @param coldFrom first evening of the cold season, in which darks and dark flats are made anew
/// @param warmFrom first evening of the warm one, another than that; on the southern hemisphere the two change places
/// @param earlyDays how long before a season begins its masters may be made
/// @param biasMonths age at which a bias is made anew, 0 for never
public record DueRules(MonthDay coldFrom, MonthDay warmFrom, int earlyDays, int biasMonths) {

    /// From equinox to equinox, three weeks early at most, and a bias a year.
    public static DueRules usual() {
        return new DueRules(MonthDay.of(9, 22), MonthDay.of(3, 20), 21, 12);
    }

    /// A season of one year.
    ///
    /// @param first its first evening; that of 29 February is the 28th in other years
    public record Season(String name, LocalDate first) {

        /// `the cold season that began on 2025-09-22`.
        @Override
        public String toString() {
            return "the %s season that began on %s".formatted(name, first);
        }
    }

    /// The season an evening is in.
    public Season seasonOf(LocalDate evening) {
        return seasons(evening.getYear()).filter(season -> !season.first().isAfter(evening))
                .max(Comparator.comparing(Season::first)).orElseThrow();
    }

    /// The season that begins next.
    public Season seasonAfter(LocalDate evening) {
        return seasons(evening.getYear()).filter(season -> season.first().isAfter(evening))
                .min(Comparator.comparing(Season::first)).orElseThrow();
    }

    private Stream<Season> seasons(int year) {
        return IntStream.rangeClosed(year - 1, year + 1).boxed().flatMap(y -> Stream.of(
                new Season("cold", coldFrom.atYear(y)), new Season("warm", warmFrom.atYear(y))));
    }

    /// The season whose begin made a dark of this evening too old; empty while it is not.
    public Optional<Season> tooOldFor(LocalDate made, LocalDate today) {
        Season season = seasonOf(today);
        return made.isBefore(season.first().minusDays(earlyDays)) ? Optional.of(season) : Optional.empty();
    }

    /// The evening on which a dark of `made` becomes too old.
    public LocalDate darkUntil(LocalDate made) {
        return seasonAfter(made.plusDays(earlyDays)).first();
    }

    /// The evening on which a bias of `made` becomes too old; empty for never. A bias of 29 February has its day on the
    /// 28th.
    public Optional<LocalDate> biasUntil(LocalDate made) {
        return biasMonths == 0 ? Optional.empty() : Optional.of(made.plusMonths(biasMonths));
    }
}
