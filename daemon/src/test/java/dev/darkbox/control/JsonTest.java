package dev.darkbox.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rung;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.CapturePlan;
import dev.darkbox.plan.DueItem;
import dev.darkbox.plan.DueReason;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.Match;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is written is read back the same, and what is wrong is said plainly.
class JsonTest {

    private static final Instant AT = Instant.parse("2025-09-23T18:00:05.25Z");
    private static final Readout READOUT = new Readout(100, 50, 1, "High \"Gain\"", Readout.NONE);
    private static final Celsius COLD = Celsius.of(-10);
    private static final PlannedSet DARKS = set(new FrameSet.Dark(Duration.ofSeconds(180), 0, 40));
    private static final RefreshPlan PLAN = new RefreshPlan("main", LocalDate.of(2025, 9, 23),
            Profile.STAGING,
            List.of(new CapturePlan("lrgb", READOUT, COLD, List.of(
                    set(new FrameSet.Bias(10, 210)), DARKS,
                    set(new FrameSet.DarkFlat("Ha", Duration.ofMillis(5400), 1, 40))))));

    static final List<RunEvent> ONE_OF_EACH = List.of(
            new RunEvent.RunStarted(AT, "main", "2025-09-23-main-1", PLAN, 7),
            new RunEvent.Checked(AT, "main", "cap shut", Evidence.IMAGE_VERIFIED),
            new RunEvent.NotDark(AT, "main", RunEvent.Leak.CAP, "Flip-Flat", "last answer: OPEN", true,
                    "shut again"),
            new RunEvent.Watched(AT, "main", COLD, COLD, 40.5),
            new RunEvent.Cooling(AT, "main", Celsius.of(12.345), COLD, 98.5),
            new RunEvent.Soaking(AT, "main", COLD, Double.NaN, Duration.ofMillis(1500),
                    Duration.ofMinutes(10)),
            new RunEvent.GateOpened(AT, "main", COLD, 40),
            new RunEvent.GateClosed(AT, "main", Celsius.UNKNOWN, "no reading"),
            new RunEvent.CoolerAnswered(AT, "main", "load 92 % for 5 min, limit 85 %", "soaking longer"),
            new RunEvent.SetStarted(AT, "main", DARKS, 3),
            new RunEvent.Exposing(AT, "main", DARKS, AT.plusSeconds(180)),
            new RunEvent.FrameDiscarded(AT, "main", DARKS, 1, 10),
            new RunEvent.FrameAccepted(AT, "main", DARKS, 4, 40, COLD, 41.25, 512.0625),
            new RunEvent.FrameRejected(AT, "main", DARKS, "sensor -9.5°C, wanted -10.0°C ± 0.3 K"),
            new RunEvent.LiveLook(AT, "main", DARKS, 27, 40, 1.5, 7.75, "/lib/ops/live.png"),
            new RunEvent.LiveOff(AT, "main", DARKS, "too large", "no picture"),
            new RunEvent.SetEnded(AT, "main", DARKS, 40, 2, true, "40 frames"),
            new RunEvent.Stacking(AT, "main", DARKS, 50),
            new RunEvent.MasterReady(AT, "main", DARKS, Path.of("/lib/Calibration/master.fit"), 40, 512.125,
                    512,
                    3.5, 5_000_000_000L, "HOLD", "first of its kind\nnothing to compare with"),
            new RunEvent.InForceChanged(AT, "main", RefreshPlan.Profile.PRODUCTION,
                    List.of("2025-09-23/master-dark_180s_GAIN100_OFFSET50_T-10C"), List.of(), "anna",
                    "looks fine"),
            new RunEvent.MasterChecked(AT, "main", DARKS, RefreshPlan.Purpose.SPOT_CHECK,
                    "2025-09-23/master-dark_180s_GAIN100_OFFSET50_T-10C", false, "mean +12 %, at most 10 %"),
            new RunEvent.MasterFailed(AT, "main", DARKS, "disk full"),
            new RunEvent.Recovering(AT, "main", "CCD Simulator", "no frame", Rung.RECONNECT, 2, 3),
            new RunEvent.Recovered(AT, "main", "CCD Simulator", Rung.RECONNECT, 2, 3, false, "no answer"),
            new RunEvent.DeviceTrouble(AT, "main", "CCD Simulator", "no frame", "one more try"),
            new RunEvent.EpochChanged(AT, "main", "0123456789ab", "driver", "the masters of 2025-03-25",
                    "driver version 1.9 -> 2.0", "they are of another epoch"),
            new RunEvent.Warming(AT, "main", COLD, Celsius.of(15)),
            new RunEvent.RunEnded(AT, "main", "2025-09-23-main-1", RunEvent.End.PARTLY, 4, 1,
                    "4 of 5 masters"));

    private static final Reply.Cost COST = new Reply.Cost(40, Duration.ofMinutes(130), Duration.ofMinutes(35),
            5_000_000_000L);
    private static final List<Reply> REPLIES = List.of(
            new Reply.Accepted("main", 340, Duration.ofMinutes(200)),
            new Reply.Busy("main", "refresh of 5 sets", AT),
            new Reply.Planned("main", PLAN.sets(), List.of(COST, COST, COST), Duration.ofHours(9), 1L << 40,
                    12345),
            new Reply.State("main", true, AT, "dark_180s 12/40", 232, 340, Celsius.UNKNOWN, Double.NaN,
                    "driver changed", "dark_180s: noise 1.5 ADU", "cap shut (reported)"),
            new Reply.Due("main", List.of(
                    new Reply.DueRow(new DueItem(DARKS, Match.STALE,
                            List.of(new DueReason(DueReason.Kind.SPOT_CHECK, "hot +31 %"),
                                    new DueReason(DueReason.Kind.ASKED, "asked \"again\"")),
                            "2025-09-23"), COST),
                    new Reply.DueRow(new DueItem(DARKS, Match.EXACT, List.of(), ""), COST)), COST, 12345,
                    Optional.of("bias on 2026-09-23"), "waits for a window", Optional.of(AT)),
            new Reply.Due("main", List.of(), COST, 0, Optional.empty(), "off", Optional.empty()),
            new Reply.Noted("main", "noted"), new Reply.Stopping("main"),
            new Reply.Idle("main"),
            new Reply.Candidate("main", LocalDate.of(2025, 9, 23), "master-bias_GAIN100",
                    Path.of("/lib/m.fit"),
                    "production", false, List.of("gain 100, wanted 120", "held: \"first\"")),
            new Reply.Shown("", LocalDate.of(2025, 9, 23), "master-bias_GAIN100",
                    Map.of("mean", "500.1 ADU")),
            new Reply.Found("main", "orphan", true, Path.of("/lib/m.xisf"), "No master.", "Delete it."),
            new Reply.Auditing("main", 10_000), new Reply.AuditEnded("main", 10_000, 3, false, 1L << 35),
            new Reply.Said("main", LocalDate.of(2025, 9, 23), "master-bias", "promote"),
            new Reply.Turned("main", Profile.PRODUCTION, List.of("2025-09-23/master-bias"), List.of(),
                    List.of("one by one")),
            new Reply.Indexed("main", 12, Path.of("/lib/ops/calibration-index.md")),
            new Reply.Master("main", LocalDate.of(2025, 9, 23), "master-bias_GAIN100", Path.of("/lib/m.fit"),
                    210, 100.5, 100, 1.25, 3,
                    "PASS",
                    "mean +0.1 %", "0123456789ab", Reply.EpochState.OLD),
            new Reply.Taken("main", "lrgb", "light 180s", "Siril", "right", "master-dark_180s",
                    "master-dark_180s",
                    "the pattern makes its name of the header"),
            new Reply.Setup("main", "Siril", "calibrate with -dark=$defdark."),
            new Reply.Device("main", "cap", "/dev/ttyUSB0", "shut", "reported", "\"*S99001\""),
            new Reply.Problem(2, "no rig \"x\"; allowed: main"));

    private static PlannedSet set(FrameSet set) {
        return new PlannedSet(set, "lrgb", READOUT, COLD, true);
    }

    @Test
    void everyKindOfEventComesBackAsItWent() throws Exception {
        var kinds = Stream.of(RunEvent.class.getPermittedSubclasses()).map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(kinds, ONE_OF_EACH.stream().map(e -> e.getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new)));
        for (RunEvent event : ONE_OF_EACH) {
            String line = ReplyJson.write(new Reply.Happened(event));
            assertEquals(new Reply.Happened(event), ReplyJson.read(line), line);
            assertEquals(-1, line.indexOf('\n'), line);
        }
    }

    @Test
    void everyReplyComesBackAsItWent() throws Exception {
        for (Reply reply : REPLIES) {
            assertEquals(reply, ReplyJson.read(ReplyJson.write(reply)));
        }
    }

    @Test
    void everyCommandComesBackAsItWent() {
        for (Command command : List.of(
                new Command.Refresh(Scope.DARK_FLATS, "main", Optional.of(Profile.PRODUCTION), true, true),
                new Command.Refresh(Scope.ALL, "", Optional.empty(), false, false),
                new Command.Plan(Scope.BIAS, "guide"), new Command.Due(""), new Command.Due("main"),
                new Command.Ask(Scope.DARKS, "main", "new \"glow\""), new Command.Status(),
                new Command.Follow("main"),
                new Command.Abort(""), new Command.LibraryList(),
                new Command.LibraryPick("main", Map.of("gain", "100"), true),
                new Command.LibraryShow("", "bias"),
                new Command.LibraryAudit("main", true), new Command.LibraryIndex(""),
                new Command.SpotCheck(List.of("dark_180s", "bias"), "main", true, true),
                new Command.SpotCheck(List.of(), "", false, false),
                new Command.Validate("main", true, false, false),
                new Command.Validate("", false, true, true),
                new Command.Say("main", Command.Word.WITHDRAW, "2025-09-23/master", Profile.STAGING, true,
                        "anna",
                        "leak"),
                new Command.Device("main", "cap", Command.Device.Order.SHUT, 0, Duration.ZERO),
                new Command.Device("", "panel", Command.Device.Order.LIGHT, 40, Duration.ofMillis(1500)),
                new Command.Device("", "dew", Command.Device.Order.STOP, 0, Duration.ofHours(1)),
                new Command.Rollback("", Profile.PRODUCTION, "anna", ""))) {
            assertEquals(command, CommandJson.parse(CommandJson.write(command)));
        }
    }

    @Test
    void aWrongRequestIsToldWhatIsAllowed() {
        assertEquals(List.of(
                "do is \"dance\"; allowed: refresh, plan, due, ask, status, follow, abort, library-list, "
                        + "library-pick, library-show, library-audit, library-index, spot-check, validate, say, rollback, device",
                "do is missing; allowed: a text",
                "do is 7; allowed: a text",
                "scope is \"flats\"; allowed: bias, darks, dark-flats, all, due",
                "scope is missing; allowed: bias, darks, dark-flats, all, due",
                "profile is \"live\"; allowed: staging, production",
                "unknown key \"dryrun\"; allowed: do, scope, rig, profile, dry_run, follow",
                "dry_run is \"yes\"; allowed: true or false",
                "rig is null; allowed: a text",
                "order is \"dance\"; allowed: state, open, shut, light, on, off, stop",
                "percent is missing; allowed: a number or null",
                "percent is 101; allowed: 0..100", "hold_s is 3601; allowed: 0..3600",
                "nested more than 6 deep"),
                Stream.of("{\"do\":\"dance\"}", "{}", "{\"do\":7}",
                        "{\"do\":\"refresh\",\"scope\":\"flats\"}",
                        "{\"do\":\"refresh\"}", "{\"do\":\"refresh\",\"scope\":\"all\",\"profile\":\"live\"}",
                        "{\"do\":\"refresh\",\"scope\":\"all\",\"dryrun\":true}",
                        "{\"do\":\"refresh\",\"scope\":\"all\",\"dry_run\":\"yes\"}",
                        "{\"do\":\"plan\",\"scope\":\"all\",\"rig\":null}",
                        "{\"do\":\"device\",\"device\":\"cap\",\"order\":\"dance\"}",
                        "{\"do\":\"device\",\"device\":\"cap\",\"order\":\"light\"}",
                        "{\"do\":\"device\",\"device\":\"cap\",\"order\":\"light\",\"percent\":101}",
                        "{\"do\":\"device\",\"device\":\"cap\",\"order\":\"on\",\"hold_s\":3601}",
                        "[".repeat(8000))
                        .map(line -> assertInstanceOf(Command.Unknown.class, CommandJson.parse(line), line)
                                .reply())
                        .toList());
    }

    @Test
    void bracketsInsideATextAreNotNesting() {
        assertEquals(new Command.Ask(Scope.DARKS, "", "[".repeat(9) + "\"" + "{".repeat(9) + "\\"),
                CommandJson
                        .parse("{\"do\":\"ask\",\"scope\":\"darks\",\"rig\":\"\",\"why\":\"" + "[".repeat(9)
                                + "\\\"" + "{".repeat(9) + "\\\\\"}"));
        String deep = "{\"why\":\"" + "]".repeat(9) + "\",\"do\":" + "[".repeat(9) + "]".repeat(9) + "}";
        assertEquals(new Command.Unknown("nested more than 6 deep"), CommandJson.parse(deep));
    }

    @Test
    void noLineOfGarbageDoesMoreThanBeRefused() {
        String valid = "{\"do\":\"refresh\",\"scope\":\"all\",\"rig\":\"m\\u00e9\",\"dry_run\":true}";
        for (long seed = 0; seed < 3000; seed++) {
            var random = new SplittableRandom(seed);
            var line = new StringBuilder(valid);
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                int at = random.nextInt(line.length());
                switch (random.nextInt(3)) {
                    case 0 -> line.setCharAt(at, (char) random.nextInt(1, 0x180));
                    case 1 -> line.deleteCharAt(at);
                    default -> line.insert(at, "{}[]\":,\\0-e.".charAt(random.nextInt(12)));
                }
            }
            Command command = CommandJson.parse(line.toString());
            boolean answered = (command instanceof Command.Unknown(String reply) && !reply.isBlank())
                    || command instanceof Command.Refresh || command instanceof Command.Plan;
            assertTrue(answered, "seed " + seed + ": " + line + " -> " + command);
        }
    }
}
