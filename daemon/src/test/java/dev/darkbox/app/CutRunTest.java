package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Runs;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.schedule.Scheduler;
import dev.darkbox.schedule.Start;
import dev.darkbox.schedule.Stop;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole runs on a night too hot for the set point, cut and gone on with, or not: 27 °C are 37 K above -10 °C, which
/// leaves the cooler no reserve; at -5 °C it has some.
@Timeout(60)
class CutRunTest {

    private static final Instant DUSK = Instant.parse("2025-09-23T18:00:00Z");
    private static final Celsius RAISED = Celsius.of(-5);
    private static final List<String> MASTERS = List.of("master-bias_GAIN100_OFFSET50_T-5C.fit",
            "master-dark_20s_GAIN100_OFFSET50_T-5C.fit", "master-dark_60s_GAIN100_OFFSET50_T-5C.fit");

    @TempDir
    private Path folder;

    private final List<RunEvent> events = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMasterMadeAtARaisedSetPointIsNotMadeAgain(boolean keepRaw) throws Exception {
        RigConfig cut = killed(keepRaw, event -> event instanceof RunEvent.MasterReady);
        goOn(cut);

        assertEquals(8, only(RunEvent.RunStarted.class).getFirst().framesKept());
        assertEquals(List.of(), only(RunEvent.CoolerAnswered.class));
        assertEquals(List.of("dark_20s at -5.0°C with 0", "dark_60s at -5.0°C with 0"), begun());
        assertEquals(8, only(RunEvent.FrameAccepted.class).size());
        assertDone(cut, keepRaw ? 16 : 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFramesOfASetCutAtARaisedSetPointAreUsed(boolean keepRaw) throws Exception {
        RigConfig cut = killed(keepRaw, event -> event instanceof RunEvent.FrameAccepted f
                && f.set().label().equals("dark_60s") && f.n() == 3);
        List<String> before = files(cut, "dark_60s_", ".fit");
        assertEquals(3, before.size());
        goOn(cut);

        assertEquals(8 + 4 + 3, only(RunEvent.RunStarted.class).getFirst().framesKept());
        assertEquals(List.of(), only(RunEvent.CoolerAnswered.class));
        assertEquals(List.of("dark_60s at -5.0°C with 3"), begun());
        assertEquals(1, only(RunEvent.FrameAccepted.class).size());
        assertDone(cut, keepRaw ? 16 : 0);
        String log = Files.readString(only(RunEvent.MasterReady.class).getLast().file()
                .resolveSibling("master-dark_60s_GAIN100_OFFSET50_T-5C.xrs"));
        before.forEach(frame -> assertEquals(1, count(log, frame), log));
    }

    @Test
    void aSetRaisedBeforeItsFirstFrameGoesOnAtTheRaisedSetPoint() throws Exception {
        RigConfig cut = killed(true,
                event -> event instanceof RunEvent.Cooling c && c.target().equals(RAISED));
        goOn(cut);

        assertEquals(List.of(), only(RunEvent.CoolerAnswered.class));
        assertEquals("bias at -5.0°C with 0", begun().getFirst());
    }

    /// Killed after the master's line and before its frames were deleted.
    @Test
    void framesThatAMasterNoLongerNeedsAreDeletedByTheNextStart() throws Exception {
        RigConfig cut = killed(true, event -> event instanceof RunEvent.MasterReady);
        assertEquals(8, files(cut, "bias_", ".fit").size());
        goOn(rig(folder.resolve("left"), false));

        assertDone(cut, 0);
    }

    @Test
    void aShutdownIsGoneOnWithAndAPersonsAbortIsNot() throws Exception {
        for (Stopping how : Stopping.values()) {
            RigConfig rig = rig(Files.createDirectory(folder.resolve(how.name())), true);
            stopped(rig, how);

            assertEquals(RunEvent.End.ABORTED, only(RunEvent.RunEnded.class).getLast().end(), how.name());
            assertEquals(how == Stopping.SHUTDOWN ? 1 : 0,
                    new Runs(rig.library(), Disk.real(), new VirtualTime(DUSK)).unfinished("main").size(),
                    how.name());
        }
    }

    private enum Stopping { SHUTDOWN, ABORT, ABORT_THEN_SHUTDOWN }

    private void stopped(RigConfig rig, Stopping how) throws InterruptedException {
        var time = new VirtualTime(DUSK);
        var scheduler = new Scheduler(time);
        var reached = new CountDownLatch(1);
        var once = new AtomicBoolean();
        Start start = scheduler.start("main", "refresh", RigRun.begin(rig, plan(rig), kit(time), event -> {
            events.add(event);
            if (event instanceof RunEvent.FrameAccepted && once.compareAndSet(false, true)) {
                reached.countDown();
                holdUntilInterrupted();
            }
            if (how == Stopping.ABORT_THEN_SHUTDOWN && event instanceof RunEvent.Warming) {
                holdUntilInterrupted();
            }
        }));
        assertEquals(new Start.Accepted("main", DUSK), start);
        assertTrue(reached.await(20, TimeUnit.SECONDS));
        if (how != Stopping.SHUTDOWN) {
            assertTrue(scheduler.abort("main"));
        }
        if (how == Stopping.ABORT) {
            for (int i = 0; i < 1000 && scheduler.running("main").isPresent(); i++) {
                Thread.sleep(Duration.ofMillis(10));
            }
        }
        assertEquals(List.of(), scheduler.shutDown(Duration.ofSeconds(20)));
    }

    private static void holdUntilInterrupted() {
        try {
            assertFalse(new CountDownLatch(1).await(20, TimeUnit.SECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// A run of which the disk is kept as it was at one event: what a kill would have left.
    ///
    /// @return the rig on that disk
    private RigConfig killed(boolean keepRaw, Predicate<RunEvent> when) throws IOException {
        Path left = Files.createDirectory(folder.resolve("left"));
        RigConfig rig = rig(Files.createDirectory(folder.resolve("whole")), keepRaw);
        var once = new AtomicBoolean();
        RigRun.begin(rig, plan(rig), kit(new VirtualTime(DUSK)), event -> {
            if (when.test(event) && once.compareAndSet(false, true)) {
                copy(rig.library(), left.resolve("library"));
            }
        }).run(new Stop()).run();
        assertTrue(once.get(), "the moment came");
        return rig(left, keepRaw);
    }

    private void goOn(RigConfig rig) throws IOException {
        var time = new VirtualTime(DUSK.plus(Duration.ofHours(5)));
        Path journal = new Runs(rig.library(), Disk.real(), time).unfinished("main").getFirst().journal();
        RigRun.resume(rig, journal, kit(time), events::add).run(new Stop()).run();
    }

    private void assertDone(RigConfig rig, int raw) throws IOException {
        RunEvent.RunEnded ended = only(RunEvent.RunEnded.class).getFirst();
        assertEquals(RunEvent.End.DONE, ended.end(), ended.how());
        assertEquals(3, ended.masters());
        assertEquals(MASTERS, files(rig, "master-", ".fit"));
        assertEquals(raw, files(rig, "bias_", ".fit").size() + files(rig, "dark_", ".fit").size());
        assertEquals(List.of(),
                new Runs(rig.library(), Disk.real(), new VirtualTime(DUSK)).unfinished("main"));
    }

    private List<String> begun() {
        return only(RunEvent.SetStarted.class).stream().map(e -> "%s at %s with %d".formatted(
                e.set().label(), e.set().target(), e.accepted())).toList();
    }

    private <E extends RunEvent> List<E> only(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    /// Names of files below the dated folder, sorted.
    private static List<String> files(RigConfig rig, String begin, String end) throws IOException {
        try (Stream<Path> all = Files.walk(rig.library().resolve("Calibration"))) {
            return all.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith(begin) && name.endsWith(end)).sorted().toList();
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Kit kit(VirtualTime time) {
        return new Kit(time, Disk.real(), new Integration(StackKernels.best()), StackOrder.of(List.of()),
                "Darkbox test");
    }

    private static RefreshPlan plan(RigConfig rig) {
        return Planner.plan(new RigPresets(rig.name(), rig.presets()), RefreshPlan.Scope.ALL,
                LocalDate.of(2025, 9, 23), rig.profile()).orElseThrow();
    }

    /// A rig of 64x48 pixels whose refresh is one bias and two darks, its configuration written into a folder.
    static RigConfig rig(Path folder, boolean keepRaw) throws IOException {
        Path file = Files.writeString(folder.resolve("darkbox.toml"), """
                library = "library"
                [[rig]]
                name = "main"
                dark = "cap"
                first_master = "accept"
                keep_raw = %b
                [rig.camera]
                driver = "sim"
                width_px = 64
                height_px = 48
                ambient_c = 27
                [rig.cap]
                [rig.panel]
                [rig.cooling]
                on_overload = "raise"
                [rig.probe]
                exposure = 1
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                target_c = -10
                bias_frames = 10
                bias_discard = 2
                darks = [20, 60]
                dark_frames = 4
                """.formatted(keepRaw));
        return switch (ConfigReader.load(file)) {
            case Loaded.Ok ok -> ok.config().rigs().getFirst();
            case Loaded.Wrong wrong -> throw new IOException(String.join("\n", wrong.problems()));
        };
    }
}
