package dev.darkbox.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.plan.Window;
import dev.darkbox.plan.Window.Season;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpeningsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Set<DayOfWeek> DAILY = EnumSet.allOf(DayOfWeek.class);

    private static Window daily(String from, String to) {
        return new Window(LocalTime.parse(from), LocalTime.parse(to), DAILY, Optional.empty());
    }

    private static Window on(Set<DayOfWeek> days, String from, String to) {
        return new Window(LocalTime.parse(from), LocalTime.parse(to), days, Optional.empty());
    }

    private static Window in(String first, String last, String from, String to) {
        return new Window(LocalTime.parse(from), LocalTime.parse(to), DAILY,
                Optional.of(new Season(MonthDay.parse("--" + first), MonthDay.parse("--" + last))));
    }

    private static Openings berlin(Window... windows) {
        return new Openings(List.of(windows), BERLIN);
    }

    private static Instant local(String dateTime) {
        return LocalDateTime.parse(dateTime).atZone(BERLIN).toInstant();
    }

    /// What is open, in local time, or `shut`.
    private static String at(Openings openings, String now) {
        return openings.at(local(now)).map(OpeningsTest::text).orElse("shut");
    }

    private static String text(Opening opening) {
        return opening.from().atZone(BERLIN).toLocalDateTime() + " - "
                + opening.to().atZone(BERLIN).toLocalDateTime();
    }

    @Test
    void aWindowOverMidnightBelongsToTheEveningItOpens() {
        Openings night = berlin(on(EnumSet.of(DayOfWeek.FRIDAY), "22:00", "06:00"));
        assertEquals("shut", at(night, "2026-01-09T21:59:59"));
        String friday = "2026-01-09T22:00 - 2026-01-10T06:00";
        assertEquals(friday, at(night, "2026-01-09T22:00"));
        assertEquals(friday, at(night, "2026-01-10T05:59:59"));
        assertEquals("shut", at(night, "2026-01-10T06:00"));
        assertEquals("shut", at(night, "2026-01-10T22:00"));
        assertEquals("2026-01-16T22:00 - 2026-01-17T06:00",
                text(night.after(local("2026-01-09T22:00")).orElseThrow()));
    }

    @Test
    void datesMayGoOverNewYearAndIncludeBothEnds() {
        Openings winter = berlin(in("11-01", "02-28", "22:00", "02:00"));
        assertEquals("shut", at(winter, "2026-10-31T23:00"));
        assertEquals("2026-11-01T22:00 - 2026-11-02T02:00", at(winter, "2026-11-01T23:00"));
        assertEquals("2026-12-31T22:00 - 2027-01-01T02:00", at(winter, "2027-01-01T01:00"));
        assertEquals("2027-02-28T22:00 - 2027-03-01T02:00", at(winter, "2027-03-01T01:00"));
        assertEquals("shut", at(winter, "2028-02-29T23:00"));
        Openings leap = berlin(in("02-29", "02-29", "22:00", "23:00"));
        assertEquals("2028-02-29T22:00 - 2028-02-29T23:00",
                text(leap.after(local("2024-02-29T22:00")).orElseThrow()));
        assertEquals("2104-02-29T22:00 - 2104-02-29T23:00",
                text(leap.after(local("2096-03-01T00:00")).orElseThrow()));
        assertEquals(Optional.empty(), berlin().after(local("2026-01-01T00:00")));
    }

    @Test
    void aNightIsAnHourShorterOrLongerWhenClocksChange() {
        Openings night = berlin(daily("22:00", "06:00"));
        assertEquals(Duration.ofHours(7), length(night, "2026-03-28T23:00"));
        assertEquals(Duration.ofHours(9), length(night, "2026-10-24T23:00"));
    }

    @Test
    void aWindowInTheHourThatIsLeftOutOpensAnHourLaterAndIsNeverEmpty() {
        assertEquals("2026-03-29T03:15 - 2026-03-29T03:45", at(berlin(daily("02:15", "02:45")),
                "2026-03-29T03:20"));
        assertEquals("2026-03-29T03:30 - 2026-03-29T04:10", at(berlin(daily("02:30", "03:10")),
                "2026-03-29T03:30"));
    }

    @Test
    void aWindowInTheHourThatComesTwiceOpensOnce() {
        Openings hour = berlin(daily("02:15", "02:45"));
        Instant first = Instant.parse("2026-10-25T00:15:00Z");
        assertEquals(Optional.of(new Opening(first, first.plus(Duration.ofMinutes(30)))), hour.at(first));
        assertEquals(Optional.empty(), hour.at(first.plus(Duration.ofHours(1))));
    }

    private static Duration length(Openings openings, String now) {
        Opening opening = openings.at(local(now)).orElseThrow();
        return Duration.between(opening.from(), opening.to());
    }

    @Test
    void windowsThatTouchAreOpenAsLongAsTheLastOfThemAndEachIsAnOpening() {
        Openings both = berlin(daily("22:00", "02:00"), daily("01:00", "05:00"));
        assertEquals("2026-01-09T22:00 - 2026-01-10T05:00", at(both, "2026-01-09T23:00"));
        assertEquals("2026-01-10T01:00 - 2026-01-10T05:00", at(both, "2026-01-10T01:30"));
        Openings always = berlin(daily("00:00", "00:00"));
        assertEquals("2026-01-10T00:00 - 2026-01-13T00:00", at(always, "2026-01-10T23:59"));
        assertEquals("2026-01-11T00:00 - 2026-01-14T00:00", at(always, "2026-01-11T00:00"));
    }

    /// Two years, every 97 minutes, against the clock on the wall, except near a change of it.
    @Test
    void onOrdinaryDaysItIsTheClockOnTheWall() {
        List<Window> windows = List.of(daily("22:30", "01:15"), in("11-15", "02-29", "17:00", "17:00"),
                on(EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), "10:00", "16:00"));
        for (String name : List.of("Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "UTC")) {
            ZoneId zone = ZoneId.of(name);
            var openings = new Openings(windows, zone);
            Instant now = Instant.parse("2027-01-01T00:00:00Z");
            for (int i = 0; i < 2 * 365 * 24 * 60; i += 97, now = now.plus(Duration.ofMinutes(97))) {
                if (changesNear(zone, now)) {
                    continue;
                }
                LocalDateTime wall = LocalDateTime.ofInstant(now, zone);
                Optional<Opening> open = openings.at(now);
                assertEquals(windows.stream().anyMatch(window -> isOpen(window, wall)), open.isPresent(),
                        name + " " + wall);
                Instant moment = now;
                open.ifPresent(o -> assertTrue(!o.from().isAfter(moment) && o.to().isAfter(moment)));
            }
        }
    }

    private static boolean changesNear(ZoneId zone, Instant now) {
        ZoneOffset before = zone.getRules().getOffset(now.minus(Duration.ofHours(30)));
        return !before.equals(zone.getRules().getOffset(now.plus(Duration.ofHours(30))));
    }

    /// Told in another way than the product does: by minutes since midnight, of today and of yesterday.
    private static boolean isOpen(Window window, LocalDateTime wall) {
        int minute = wall.getHour() * 60 + wall.getMinute();
        return isOpen(window, wall.toLocalDate(), minute)
                || isOpen(window, wall.toLocalDate().minusDays(1), minute + 24 * 60);
    }

    private static boolean isOpen(Window window, LocalDate day, int minute) {
        int from = window.from().toSecondOfDay() / 60;
        int to = window.to().toSecondOfDay() / 60;
        int date = day.getMonthValue() * 100 + day.getDayOfMonth();
        boolean inSeason = window.season().isEmpty() || date >= 1115 || date <= 229;
        return inSeason && window.days().contains(day.getDayOfWeek()) && minute >= from
                && minute < (to <= from ? to + 24 * 60 : to);
    }

    @Test
    void aDayThatAnIslandLeftOutHasNoOpeningOfItsOwn() {
        ZoneId apia = ZoneId.of("Pacific/Apia");
        var night = new Openings(List.of(daily("20:00", "22:00")), apia);
        Instant now = LocalDateTime.parse("2011-12-29T21:00").atZone(apia).toInstant();
        Opening next = night.after(now).orElseThrow();
        assertEquals("2011-12-31T20:00", next.from().atZone(apia).toLocalDateTime().toString());
        assertEquals(Duration.ofDays(1), Duration.between(night.at(now).orElseThrow().from(), next.from()));
        assertEquals("2012-01-01T20:00", night.after(next.from()).orElseThrow().from().atZone(apia)
                .toLocalDateTime().toString());
    }
}
