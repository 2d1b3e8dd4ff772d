package dev.darkbox.config;

import dev.darkbox.plan.DueRules;
import dev.darkbox.plan.OnlyWhile;
import dev.darkbox.plan.ScheduleRules;
import dev.darkbox.plan.Window;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Binds `[rig.due]` and `[rig.schedule]`.
final class ScheduleBinder {

    private static final DueRules USUAL = DueRules.usual();
    private static final Pattern TOPIC = Pattern.compile("topic:([^#+\\s=]{1,200})=([ -~]{1,200})");
    private static final Pattern SWITCH = Pattern.compile("switch:([^/]{1,63})/([^./]{1,63}\\.[^./]{1,63})");
    private static final String CONDITIONS = "\"file:PATH\", \"topic:TOPIC=VALUE\" or"
            + " \"switch:DEVICE/PROPERTY.MEMBER\"";
    /// A leap year: whatever two dates are at least so far apart in it are nearly so in others.
    private static final int LEAP_YEAR = 2024;

    private ScheduleBinder() {}

    static DueRules due(Section due) {
        MonthDay cold = due.take("cold_from", WindowText.date(), USUAL.coldFrom());
        MonthDay warm = due.take("warm_from", WindowText.date(), USUAL.warmFrom());
        int early = due.take("early_days", Allowed.whole(0, 60), USUAL.earlyDays());
        int bias = due.take("bias_months", Allowed.whole(0, 120), USUAL.biasMonths());
        due.done();
        if (due.sound("cold_from", "warm_from", "early_days") && apart(cold, warm) <= early) {
            due.wrong(due.has("warm_from") ? "warm_from" : due.has("cold_from") ? "cold_from" : "early_days",
                    "cold_from and warm_from more than early_days apart, here they are %d days"
                            .formatted(apart(cold, warm)));
        }
        return new DueRules(cold, warm, early, bias);
    }

    /// Days from one to the other, the shorter way round the year.
    private static long apart(MonthDay one, MonthDay other) {
        long days = Math.abs(ChronoUnit.DAYS.between(one.atYear(LEAP_YEAR), other.atYear(LEAP_YEAR)));
        return Math.min(days, 366 - days);
    }

    /// Binds the schedule.
    ///
    /// @param file the configuration
    /// @param switches whether the rig has a server whose switches can be read
    static ScheduleRules schedule(Section schedule, Path file, boolean switches) {
        var refresh = schedule.take("refresh", Allowed.oneOf(ScheduleRules.Refresh.class),
                ScheduleRules.Refresh.OFF);
        List<Window> windows = schedule.list("windows", WindowText.allowed());
        ZoneId zone = schedule.take("zone", zone(), ZoneId.systemDefault());
        List<OnlyWhile> onlyWhile = schedule.list("only_while", condition(file));
        int days = schedule.take("spot_check_days", Allowed.whole(0, 366), 30);
        schedule.done();
        if (refresh == ScheduleRules.Refresh.DUE && windows.isEmpty() && schedule.sound("windows")) {
            schedule.wrong("windows",
                    "at least one window, such as [\"22:00-06:00\"], with refresh = \"due\"");
        }
        if (!switches && schedule.sound("only_while")
                && onlyWhile.stream().anyMatch(OnlyWhile.IsOn.class::isInstance)) {
            schedule.wrong("only_while", "\"switch:…\" for a rig behind indiserver only");
        }
        return new ScheduleRules(refresh, windows, zone, onlyWhile, days);
    }

    private static Allowed<ZoneId> zone() {
        return new Allowed<>("a time zone such as \"Europe/Berlin\", or \"\" for the machine's",
                ZoneId.systemDefault(), value -> {
                    if (!(value instanceof String s)) {
                        return Optional.empty();
                    }
                    try {
                        return Optional.of(s.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(s));
                    } catch (DateTimeException _) {
                        return Optional.empty();
                    }
                });
    }

    private static Allowed<OnlyWhile> condition(Path file) {
        Allowed<Path> path = Places.path(file);
        return new Allowed<>(CONDITIONS, new OnlyWhile.HasFile(file.toAbsolutePath()), value -> {
            if (!(value instanceof String s)) {
                return Optional.empty();
            }
            if (s.startsWith("file:")) {
                return path.read(s.substring("file:".length())).map(OnlyWhile.HasFile::new);
            }
            Matcher topic = TOPIC.matcher(s);
            if (topic.matches()) {
                return Optional.of(new OnlyWhile.Says(topic.group(1), topic.group(2)));
            }
            Matcher control = SWITCH.matcher(s);
            return control.matches()
                    ? Optional.of(new OnlyWhile.IsOn(control.group(1), control.group(2)))
                    : Optional.empty();
        });
    }
}
