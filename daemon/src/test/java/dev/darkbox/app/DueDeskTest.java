package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.frame.Disk;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.LedgerEntry;
import dev.darkbox.plan.DueItem;
import dev.darkbox.plan.RefreshPlan.Scope;
import dev.darkbox.schedule.Agenda;
import dev.darkbox.schedule.Feed;
import dev.darkbox.schedule.Permit;
import dev.darkbox.schedule.Scheduler;
import dev.darkbox.schedule.Tried;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the daemon says of what is due, and what it keeps between two windows.
@Timeout(60)
class DueDeskTest {

    private static final Instant NOON = Instant.parse("2026-01-09T12:00:00Z");

    @TempDir
    private Path folder;

    private final VirtualTime time = new VirtualTime(NOON);
    private final Kit kit = new Kit(time, Disk.real(), new Integration(StackKernels.best()),
            StackOrder.of(List.of()), "Darkbox test");

    private RigConfig rig(String schedule) throws IOException {
        Path file = Files.writeString(folder.resolve("darkbox.toml"), """
                library = "library"
                [[rig]]
                name = "main"
                dark = "dark-box"
                [rig.camera]
                driver = "sim"
                width_px = 640
                height_px = 480
                [rig.schedule]
                zone = "UTC"
                %s
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                darks = [180, 3600]
                """.formatted(schedule));
        return switch (ConfigReader.load(file)) {
            case Loaded.Ok ok -> ok.config().rigs().getFirst();
            case Loaded.Wrong wrong -> throw new IOException(String.join("\n", wrong.problems()));
        };
    }

    private List<Reply> serve(RigConfig rig, Command command) throws Exception {
        var replies = new ArrayList<Reply>();
        var desk = new DaemonDesk(List.of(rig), kit, new Scheduler(time), new Feed(List.of("main")), _ -> {});
        desk.open();
        desk.serve(command, replies::add);
        return replies;
    }

    @Test
    void everySetIsToldWithItsReasonItsCostAndWhenItBegins() throws Exception {
        RigConfig rig = rig("refresh = \"due\"\nwindows = [\"22:00-06:00\"]");
        var due = (Reply.Due) serve(rig, new Command.Due("")).getFirst();
        assertEquals(List.of("bias none yet", "dark_180s none yet", "dark_3600s none yet"),
                due.rows().stream().map(Reply.DueRow::item)
                        .map(item -> item.set().label() + " " + item.why()).toList());
        assertEquals(Optional.of(Instant.parse("2026-01-09T22:00:00Z")), due.nextAt());
        Reply.Cost bias = due.rows().getFirst().cost();
        assertEquals(220, bias.frames());
        assertEquals(300, due.total().frames());
        assertEquals(Duration.ofMinutes(10 + 10 + 15), bias.cooling(), "30 K down, soak, 30 K up");
        assertEquals(bias.cooling(), due.total().cooling(), "together they cool once");
        assertTrue(due.rows().stream().mapToLong(row -> row.cost().expected().toSeconds()).sum() > due.total()
                .expected().toSeconds());

        new TriedFile(rig.library(), kit.disk()).keep(new Tried(Instant.parse("2026-01-09T22:00:00Z"),
                List.of("m"), 0, Instant.EPOCH));
        time.skip(Duration.ofHours(11));
        assertEquals(Optional.of(Instant.parse("2026-01-10T22:00:00Z")),
                ((Reply.Due) serve(rig, new Command.Due("main")).getFirst()).nextAt(),
                "this window had its refresh");
        assertEquals(Optional.empty(),
                ((Reply.Due) serve(rig(""), new Command.Due("")).getFirst()).nextAt());
    }

    @Test
    void aWordIsKeptInTheLedger() throws Exception {
        assertEquals(List.of(new Reply.Noted("main", "noted; due now: darkbox refresh due")),
                serve(rig(""), new Command.Ask(Scope.DARKS, "main", "new\nglow")));
        assertEquals(List.of(new LedgerEntry.Asked(NOON, "main", Scope.DARKS, "new glow")),
                new CalibrationLibrary(folder.resolve("library"), kit.disk()).ledger().read().entries());
    }

    @Test
    void aPlanOfWhatIsDueHasOneCostForEachSet() throws Exception {
        var plan = (Reply.Planned) serve(rig(""), new Command.Plan(Scope.DUE, "")).getFirst();
        assertEquals(3, plan.sets().size());
        assertEquals(List.of(220, 40, 40), plan.costs().stream().map(Reply.Cost::frames).toList());
    }

    @Test
    void whatIsLongerThanTheWindowIsLeftForALongerOneAndNamed() throws Exception {
        RigConfig rig = rig("refresh = \"due\"\nwindows = [\"22:00-06:00\"]");
        var agenda = new RigAgenda(rig, kit, new Sensors(time), _ -> {});
        List<DueItem> due = agenda.due(NOON);
        Agenda.Fit fit = agenda.fit(due, Duration.ofHours(8), NOON);
        assertEquals(List.of("master-bias_GAIN100_OFFSET50_T-10C", "master-dark_180s_GAIN100_OFFSET50_T-10C"),
                fit.masters());
        assertEquals("refresh of 2 sets, evening of 2026-01-09", fit.what());
        assertTrue(
                fit.left().matches("dark_3600s would be done after 2\\d{3} min, the window shuts in 480 min"),
                fit.left());
        Agenda.Fit none = agenda.fit(due, Duration.ofMinutes(20), NOON);
        assertEquals(Optional.empty(), none.work());
        assertTrue(none.left().startsWith("bias would be done after "), none.left());
    }

    @Test
    void whatWasTriedIsRememberedAndADamagedFileIsNothing() throws Exception {
        var file = new TriedFile(folder, kit.disk());
        assertEquals(Tried.NOTHING, file.recall());
        var tried = new Tried(NOON, List.of("master-a", "master\tb"), 2, NOON.plusSeconds(1));
        file.keep(tried);
        assertEquals(tried, file.recall());
        Path text = folder.resolve("ops/schedule.txt");
        Files.writeString(text, Files.readString(text).replace("master-a", "master-x"));
        assertEquals(Tried.NOTHING, file.recall());
    }

    @Test
    void conditionsSayYesWhenAllDoAndNoWhenOneDoes() throws Exception {
        Path shut = folder.resolve("shut");
        RigConfig rig = rig("only_while = [\"file:shut\"]");
        assertEquals(new Permit.Answer(Permit.Word.NO, "there is no " + shut),
                new Conditions(rig, _ -> Optional.empty()).ask());
        Files.createFile(shut);
        assertEquals(Permit.Answer.YES, new Conditions(rig, _ -> Optional.empty()).ask());

        Path file = folder.resolve("darkbox.toml");
        Files.writeString(file, Files.readString(file).replace("\"file:shut\"",
                "\"topic:obs/roof=shut\", \"file:shut\"") + "\n[mqtt]\nhost = \"broker\"\n");
        RigConfig both = ((Loaded.Ok) ConfigReader.load(file)).config().rigs().getFirst();
        Map<String, String> topics = new HashMap<>();
        var conditions = new Conditions(both, topic -> Optional.ofNullable(topics.get(topic)));
        assertEquals(new Permit.Answer(Permit.Word.UNKNOWN, "topic obs/roof said nothing yet"),
                conditions.ask());
        topics.put("obs/roof", "open");
        assertEquals(new Permit.Answer(Permit.Word.NO, "topic obs/roof says \"open\", wanted \"shut\""),
                conditions.ask());
        topics.put("obs/roof", "shut");
        assertEquals(Permit.Answer.YES, conditions.ask());
        Files.delete(shut);
        assertEquals(Permit.Word.NO, conditions.ask().word());
    }
}
