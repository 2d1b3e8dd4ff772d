package dev.darkbox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.darkbox.plan.DueRules;
import dev.darkbox.plan.OnlyWhile;
import dev.darkbox.plan.ScheduleRules;
import dev.darkbox.plan.Window;
import dev.darkbox.plan.Window.Season;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// `[rig.due]` and `[rig.schedule]`.
class ScheduleConfigTest {

    private static final Path FILE = Path.of("/etc/darkbox.toml");

    private static Loaded read(String lines, String more) {
        return ConfigReader.read(FILE, """
                library = "/lib"
                [[rig]]
                name = "main"
                dark = "dark-box"
                [rig.camera]
                driver = "indi"
                device = "Cam"
                %s
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                darks = [180]
                %s
                """.formatted(lines, more));
    }

    private static RigConfig rig(String lines) {
        return assertInstanceOf(Loaded.Ok.class, read(lines, "")).config().rigs().getFirst();
    }

    private static List<String> problems(String lines) {
        return assertInstanceOf(Loaded.Wrong.class, read(lines, "")).problems();
    }

    @Test
    void everyKeyHasItsMeaning() {
        RigConfig rig = rig("""
                [rig.due]
                cold_from = "03-20"
                warm_from = "02-29"
                early_days = 0
                bias_months = 0
                [rig.schedule]
                refresh = "due"
                windows = ["22:00-06:00", "SAT,sun  10:00-24:00", "11-01..02-28 fri-mon 18:00-18:00"]
                zone = "Pacific/Auckland"
                only_while = ["file:roof/shut", "switch:Dome Scripting/DOME_SHUTTER.SHUTTER_CLOSE"]
                spot_check_days = 0""");
        assertEquals(new DueRules(MonthDay.of(3, 20), MonthDay.of(2, 29), 0, 0), rig.due());
        Set<DayOfWeek> all = EnumSet.allOf(DayOfWeek.class);
        assertEquals(new ScheduleRules(ScheduleRules.Refresh.DUE, List.of(
                new Window(LocalTime.of(22, 0), LocalTime.of(6, 0), all, Optional.empty()),
                new Window(LocalTime.of(10, 0), LocalTime.MIDNIGHT,
                        EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), Optional.empty()),
                new Window(LocalTime.of(18, 0), LocalTime.of(18, 0),
                        EnumSet.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY, DayOfWeek.SUNDAY, DayOfWeek.MONDAY),
                        Optional.of(new Season(MonthDay.of(11, 1), MonthDay.of(2, 28))))),
                ZoneId.of("Pacific/Auckland"),
                List.of(new OnlyWhile.HasFile(Path.of("/etc/roof/shut")),
                        new OnlyWhile.IsOn("Dome Scripting", "DOME_SHUTTER.SHUTTER_CLOSE")),
                0), rig.schedule());
    }

    @Test
    void whatIsNoWindowIsShownWithWhatIs() {
        for (String window : List.of("", "22:00", "22-06", "24:00-06:00", "22:00-06:60", "mon",
                "moon 22:00-06:00", "mon, 22:00-06:00", "mon tue 22:00-06:00", "02-30..03-01 22:00-06:00",
                "11-01 22:00-06:00", "22:00-06:00 mon", "mon-tue-wed 22:00-06:00", "1-1..2-2 22:00-06:00",
                "mon 11-01..12-01 tue 22:00-06:00")) {
            assertEquals(List.of("/etc/darkbox.toml:9: rig.schedule.windows is \"" + window
                    + "\"; allowed: \"22:00-06:00\", before it days such as \"sat,sun\" or \"mon-fri\" and dates "
                    + "such as \"11-01..02-28\" if wanted"),
                    problems("[rig.schedule]\nwindows = [\"" + window + "\"]"));
        }
    }

    @Test
    void whatDoesNotGoTogetherIsToldWithItsLine() {
        assertEquals(List.of(
                "/etc/darkbox.toml:10: rig.due.warm_from is \"10-10\"; allowed: cold_from and warm_from more than "
                        + "early_days apart, here they are 18 days",
                "/etc/darkbox.toml:11: rig.schedule.windows missing; allowed: at least one window, such as "
                        + "[\"22:00-06:00\"], with refresh = \"due\"",
                "/etc/darkbox.toml:13: rig.schedule.only_while is a list; allowed: \"topic:…\" with a "
                        + "section [mqtt] only"),
                problems("""
                        [rig.due]
                        cold_from = "09-22"
                        warm_from = "10-10"
                        [rig.schedule]
                        refresh = "due"
                        only_while = ["topic:roof=shut"]"""));
        assertEquals(List.of(
                "/etc/darkbox.toml:9: rig.due.cold_from is \"02-30\"; allowed: a date \"MM-DD\", such as "
                        + "\"09-22\"",
                "/etc/darkbox.toml:11: rig.schedule.zone is \"Berlin\"; allowed: a time zone such as "
                        + "\"Europe/Berlin\", or \"\" for the machine's"),
                problems("[rig.due]\ncold_from = \"02-30\"\n[rig.schedule]\nzone = \"Berlin\""));
    }

    @Test
    void aTopicIsFineWithABroker() {
        Loaded loaded = read("[rig.schedule]\nonly_while = [\"topic:obs/roof=shut and locked\"]",
                "[mqtt]\nhost = \"broker\"");
        assertEquals(List.of(new OnlyWhile.Says("obs/roof", "shut and locked")),
                assertInstanceOf(Loaded.Ok.class, loaded).config().rigs().getFirst().schedule().onlyWhile());
    }
}
