package dev.darkbox.schedule;

import dev.darkbox.plan.Window;
import dev.darkbox.plan.Window.Season;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// When a rig's windows are open. Pure.
///
/// Times are those of the clock on the wall. Where a change to summer time leaves one out, the window opens or shuts as
/// much later; where a change back has one twice, the first counts. A window that would so be left without any time has
/// its usual length.
public final class Openings {

    /// The 29 February may be eight years away.
    private static final int FARTHEST_DAYS = 9 * 366;
    /// A window is a day long at most, and an hour or so more when clocks change.
    private static final int DAYS_BACK = 2;
    private static final Duration LONGEST = Duration.ofDays(3);

    private final List<Window> windows;
    private final ZoneId zone;

    /// @param zone of the windows' times
    public Openings(List<Window> windows, ZoneId zone) {
        this.windows = List.copyOf(windows);
        this.zone = zone;
    }

    /// What is open at this moment; of several windows the one that opened last.
    public Optional<Opening> at(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        return of(today.minusDays(DAYS_BACK), DAYS_BACK + 1)
                .filter(opening -> !opening.from().isAfter(now) && opening.to().isAfter(now))
                .max(Comparator.comparing(Opening::from)).map(this::prolonged);
    }

    /// What opens next, after this moment; empty when no window ever does.
    public Optional<Opening> after(Instant now) {
        LocalDate first = LocalDate.ofInstant(now, zone).minusDays(1);
        return LongStream.range(0, FARTHEST_DAYS).mapToObj(first::plusDays)
                .map(day -> of(day, 2).filter(opening -> opening.from().isAfter(now))
                        .min(Comparator.comparing(Opening::from)))
                .flatMap(Optional::stream).findFirst().map(this::prolonged);
    }

    private Stream<Opening> of(LocalDate first, int days) {
        return LongStream.range(0, days).mapToObj(first::plusDays).flatMap(day -> windows.stream()
                .filter(window -> opensOn(window, day)).map(window -> opening(window, day)));
    }

    private static boolean opensOn(Window window, LocalDate day) {
        return window.days().contains(day.getDayOfWeek())
                && window.season().map(season -> isIn(season, MonthDay.from(day))).orElse(true);
    }

    private static boolean isIn(Season season, MonthDay day) {
        boolean begun = !day.isBefore(season.first());
        boolean over = day.isAfter(season.last());
        return season.first().isAfter(season.last()) ? begun || !over : begun && !over;
    }

    private Opening opening(Window window, LocalDate day) {
        LocalTime opens = window.from();
        LocalTime shuts = window.to();
        boolean nextDay = !shuts.isAfter(opens);
        LocalDateTime from = day.atTime(opens);
        LocalDateTime to = day.plusDays(nextDay ? 1 : 0).atTime(shuts);
        Instant begin = from.atZone(zone).toInstant();
        Instant end = to.atZone(zone).toInstant();
        return new Opening(begin, end.isAfter(begin) ? end : begin.plus(Duration.between(from, to)));
    }

    /// With whatever window is open when this one shuts.
    private Opening prolonged(Opening first) {
        Instant to = first.to();
        for (Optional<Instant> more = openAt(to); more.isPresent()
                && Duration.between(first.from(), to).compareTo(LONGEST) < 0; more = openAt(to)) {
            to = more.get();
        }
        return new Opening(first.from(), to);
    }

    /// The latest moment at which a window shuts that is open at this one.
    private Optional<Instant> openAt(Instant moment) {
        LocalDate day = LocalDate.ofInstant(moment, zone);
        return of(day.minusDays(DAYS_BACK), DAYS_BACK + 1)
                .filter(opening -> !opening.from().isAfter(moment) && opening.to().isAfter(moment))
                .map(Opening::to).max(Comparator.naturalOrder());
    }
}
