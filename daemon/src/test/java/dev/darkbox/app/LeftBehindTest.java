package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.config.RigConfig;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Runs;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.LedgerEntry.Word;
import dev.darkbox.library.MasterId;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.schedule.Scheduler;
import dev.darkbox.schedule.SpotChecks;
import dev.darkbox.schedule.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a daemon does with what the one before left behind.
@Timeout(60)
class LeftBehindTest {

    private static final Instant DUSK = Instant.parse("2025-09-23T20:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private final VirtualTime time = new VirtualTime(DUSK);
    private final Kit kit = Configs.kit(time);
    private final List<RunEvent> events = new CopyOnWriteArrayList<>();

    /// The roof opens while the daemon is away; the condition is a file.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRunThatBeganByItselfIsStoppedAfterARestartWhenItsConditionIsGone(boolean byItself)
            throws Exception {
        RigConfig rig = rig();
        RefreshPlan plan = plan(rig);
        var runs = new Runs(rig.library(), Disk.real(), time);
        (byItself ? runs.beginUnasked(plan, "2025-09-23-main-1") : runs.begin(plan, "2025-09-23-main-1"))
                .close();

        var exposing = new CountDownLatch(1);
        var told = new CountDownLatch(1);
        var scheduler = new Scheduler(time);
        var schedules = Schedules.of(List.of(rig), kit, scheduler, new Sensors(time), events::add,
                _ -> Optional.empty(), SpotChecks.none());
        new LeftBehind(List.of(rig), kit).resume(scheduler, event -> {
            events.add(event);
            if (event instanceof RunEvent.FrameAccepted && exposing.getCount() > 0) {
                exposing.countDown();
                hold(told);
            }
        }, schedules);
        assertTrue(exposing.await(20, TimeUnit.SECONDS));
        schedules.look(MINUTE);
        schedules.look(MINUTE);
        String what = "the refresh of 1 set, evening of 2025-09-23, gone on with";
        assertEquals(
                byItself
                        ? "stopped " + what + ": there is no " + folder.resolve("shut")
                        : "waits for " + what,
                schedules.standing("main").orElseThrow().line());
        told.countDown();
        while (scheduler.running("main").isPresent()) {
            Thread.sleep(1);
        }
        assertEquals(byItself ? RunEvent.End.ABORTED : RunEvent.End.DONE, ended().end(), ended().how());
        assertEquals(List.of(), runs.unfinished("main"));
    }

    /// The word is in the ledger, and the power went before the link was turned.
    @Test
    void whatWasSaidBeforeAPowerCutIsInForceAfterTheNextStart() throws Exception {
        RigConfig rig = rig();
        RigRun.begin(rig, plan(rig), kit, events::add).run(new Stop()).run();
        assertEquals(1, inForce(rig).size());
        MasterId master = library(rig).holdings().holdings().getFirst().id();
        library(rig).ledger().add(new Word(time.now(), "main", master, Word.Kind.HOLD,
                RefreshPlan.Profile.PRODUCTION, "anna", "a leak"));
        assertEquals(1, inForce(rig).size());
        Path part = Files.createFile(rig.library().resolve("ops/live.png.part"));

        new LeftBehind(List.of(rig), kit).settle();
        assertEquals(List.of(), inForce(rig));
        assertFalse(Files.exists(part));
        assertEquals(List.of(), library(rig).settle(time.now()), "nothing is left to do");
    }

    @Test
    void aLibraryThatCannotBeReadKeepsNothingElseFromStarting() throws Exception {
        RigConfig rig = rig();
        Files.writeString(Files.createDirectories(rig.library()).resolve("ops"), "not a folder");
        new LeftBehind(List.of(rig), kit).settle();
        assertTrue(Files.isRegularFile(rig.library().resolve("ops")));
    }

    private CalibrationLibrary library(RigConfig rig) {
        return new CalibrationLibrary(rig.library(), kit.disk());
    }

    /// What programs find in the folder they are pointed at.
    private static List<String> inForce(RigConfig rig) throws IOException {
        try (Stream<Path> files = Files.list(rig.library().resolve("masters/production"))) {
            return files.map(file -> String.valueOf(file.getFileName())).filter(name -> name.endsWith(".fit"))
                    .toList();
        }
    }

    private RunEvent.RunEnded ended() throws InterruptedException {
        while (!(events.getLast() instanceof RunEvent.RunEnded)) {
            Thread.sleep(1);
        }
        return (RunEvent.RunEnded) events.getLast();
    }

    private static void hold(CountDownLatch until) {
        try {
            assertTrue(until.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static RefreshPlan plan(RigConfig rig) {
        return Configs.plan(rig, RefreshPlan.Scope.ALL, LocalDate.of(2025, 9, 23));
    }

    private RigConfig rig() throws IOException {
        return Configs.rig(folder, """
                library = "library"
                [[rig]]
                name = "main"
                dark = "cap"
                first_master = "accept"
                profile = "production"
                [rig.camera]
                driver = "sim"
                width_px = 64
                height_px = 48
                [rig.cap]
                [rig.panel]
                [rig.probe]
                exposure = 1
                [rig.schedule]
                refresh = "due"
                windows = ["20:00-06:00"]
                zone = "UTC"
                only_while = ["file:%s"]
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                target_c = -10
                bias_frames = 10
                bias_discard = 2
                darks = []
                """.formatted(folder.resolve("shut")));
    }
}
