package dev.darkbox.config;

import dev.darkbox.plan.Window;
import dev.darkbox.plan.Window.Season;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Windows as people write them: `22:00-06:00`, `sat,sun 10:00-16:00`, `11-01..02-28 mon-fri 18:00-07:00`.
final class WindowText {

    private static final String TEXT = "\"22:00-06:00\", before it days such as \"sat,sun\" or \"mon-fri\" and dates such"
            + " as \"11-01..02-28\" if wanted";
    private static final Pattern TIMES = Pattern.compile("(\\d{2}:\\d{2})-(\\d{2}:\\d{2})");
    private static final Pattern DATES = Pattern.compile("(\\d{2}-\\d{2})\\.\\.(\\d{2}-\\d{2})");
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final Window ALWAYS = new Window(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT,
            EnumSet.allOf(DayOfWeek.class), Optional.empty());

    private WindowText() {}

    static Allowed<Window> allowed() {
        return new Allowed<>(TEXT, ALWAYS, value -> value instanceof String s ? parse(s) : Optional.empty());
    }

    /// A date without a year, `02-29` among them.
    static Allowed<MonthDay> date() {
        return new Allowed<>("a date \"MM-DD\", such as \"09-22\"", MonthDay.of(1, 1),
                value -> value instanceof String s ? monthDay(s) : Optional.empty());
    }

    /// The times come last; days and dates in this or the other order, each at most once.
    static Optional<Window> parse(String text) {
        var parts = new ArrayList<>(List.of(text.strip().toLowerCase(Locale.ROOT).split(" +")));
        Matcher times = TIMES.matcher(parts.removeLast());
        if (!times.matches() || parts.size() > 2) {
            return Optional.empty();
        }
        Optional<Season> season = Optional.empty();
        Optional<Set<DayOfWeek>> days = Optional.empty();
        for (String part : parts) {
            Optional<Season> dates = season(part);
            Optional<Set<DayOfWeek>> listed = dates.isPresent() ? Optional.empty() : days(part);
            boolean twice = (dates.isPresent() && season.isPresent())
                    || (listed.isPresent() && days.isPresent());
            if (twice || (dates.isEmpty() && listed.isEmpty())) {
                return Optional.empty();
            }
            season = dates.isPresent() ? dates : season;
            days = listed.isPresent() ? listed : days;
        }
        return window(times, days.orElse(EnumSet.allOf(DayOfWeek.class)), season);
    }

    private static Optional<Window> window(Matcher times, Set<DayOfWeek> days, Optional<Season> season) {
        Optional<LocalTime> from = time(times.group(1));
        Optional<LocalTime> to = times.group(2).equals("24:00")
                ? Optional.of(LocalTime.MIDNIGHT)
                : time(times.group(2));
        return from.isPresent() && to.isPresent()
                ? Optional.of(new Window(from.get(), to.get(), days, season))
                : Optional.empty();
    }

    private static Optional<LocalTime> time(String text) {
        try {
            return Optional.of(LocalTime.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Optional<Season> season(String text) {
        Matcher dates = DATES.matcher(text);
        return dates.matches()
                ? monthDay(dates.group(1)).flatMap(
                        first -> monthDay(dates.group(2)).map(last -> new Season(first, last)))
                : Optional.empty();
    }

    private static Optional<MonthDay> monthDay(String text) {
        try {
            return Optional.of(MonthDay.parse("--" + text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Optional<Set<DayOfWeek>> days(String text) {
        var days = EnumSet.noneOf(DayOfWeek.class);
        for (String range : text.split(",", -1)) {
            String[] ends = range.split("-", -1);
            int first = DAYS.indexOf(ends[0]);
            int last = DAYS.indexOf(ends[ends.length - 1]);
            if (ends.length > 2 || first < 0 || last < 0) {
                return Optional.empty();
            }
            for (int day = first;; day = (day + 1) % DAYS.size()) {
                days.add(DayOfWeek.of(day + 1));
                if (day == last) {
                    break;
                }
            }
        }
        return Optional.of(days);
    }
}
