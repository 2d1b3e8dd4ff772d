package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.capture.Darkroom;
import dev.darkbox.cli.Cli;
import dev.darkbox.cli.Screen;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Rig;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Runs;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.InForce;
import dev.darkbox.library.LedgerEntry;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.schedule.Scheduler;
import dev.darkbox.schedule.Stop;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.StackOrder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Spot checks and validations of a simulated rig whose masters are in force.
@Timeout(60)
class CheckRunTest {

    private static final LocalDate EVENING = LocalDate.of(2025, 9, 23);
    private static final Instant MADE = Instant.parse("2025-09-23T18:00:00Z");
    private static final FrameShape SENSOR = new FrameShape(160, 120);

    @TempDir
    private Path folder;

    private final List<RunEvent> events = new CopyOnWriteArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private CountDownLatch over = new CountDownLatch(1);

    @BeforeEach
    void refresh() throws IOException {
        RigConfig rig = rig("seed = 1");
        RefreshPlan plan = Planner.plan(new RigPresets(rig.name(), rig.presets()), Scope.ALL, EVENING,
                Profile.PRODUCTION).orElseThrow();
        RigRun.begin(rig, plan, kit(MADE), events::add).run(new Stop()).run();
        RunEvent.RunEnded ended = only(RunEvent.RunEnded.class).getLast();
        assertEquals(RunEvent.End.DONE, ended.end(), ended.how());
        events.clear();
    }

    @Test
    void theSameCameraAgreesWithItsMastersAndNothingIsStored() throws Exception {
        Map<String, Long> before = files();
        spot(rig("seed = 1"), List.of(), false);
        RunEvent.RunEnded ended = only(RunEvent.RunEnded.class).getLast();
        assertEquals("3 of 3 masters agree", ended.how());
        assertEquals(RunEvent.End.DONE, ended.end());
        List<RunEvent.MasterChecked> checked = only(RunEvent.MasterChecked.class);
        assertEquals(List.of("bias", "darkflat_Ha_1p5s", "dark_20s"),
                checked.stream().map(e -> e.set().label()).toList());
        checked.forEach(e -> assertTrue(e.passed(), e.text()));
        assertEquals(15, only(RunEvent.FrameAccepted.class).size());
        assertTrue(only(RunEvent.Checked.class).stream().anyMatch(e -> e.what().equals("cap shut")));
        assertFalse(only(RunEvent.GateOpened.class).isEmpty());
        assertEquals(List.of(), only(RunEvent.MasterReady.class));

        Map<String, Long> after = files();
        for (String file : List.of("ops/ledger.txt", "ops/calibration-index.md")) {
            after.remove(file);
            before.remove(file);
        }
        after.keySet().removeIf(name -> name.startsWith("ops/.lock"));
        before.keySet().removeIf(name -> name.startsWith("ops/.lock"));
        assertEquals(before, after);
        assertEquals(List.of(), new Runs(library(), Disk.real(), time(MADE)).unfinished("main"));
        List<LedgerEntry.SpotChecked> said = said(LedgerEntry.SpotChecked.class);
        assertEquals(3, said.size());
        said.forEach(entry -> assertTrue(entry.passed(), entry.text()));
        assertTrue(said.getLast().text().matches("mean [+-].* %, median .*hot pixels \\d+ -> \\d+.*"),
                said.getLast().text());
        assertEquals(1, said(LedgerEntry.EpochSeen.class).size());

        spot(rig("seed = 1"), List.of("dark_20s"), false);
        assertEquals(1, said(LedgerEntry.EpochSeen.class).size(), "it is the same as before");
        assertEquals(4, said(LedgerEntry.SpotChecked.class).size());
    }

    /// Other sensors and other noise.
    @Test
    void aHealthyCameraAgreesWithItsMastersWhateverItsSeed() throws Exception {
        for (int seed = 2; seed <= 4; seed++) {
            RigConfig rig = rig("seed = " + seed, "darks = [20]",
                    Files.createDirectory(folder.resolve("s" + seed)));
            RigRun.begin(rig, Configs.plan(rig, Scope.ALL, EVENING), kit(MADE), _ -> {}).run(new Stop())
                    .run();
            spot(rig, List.of(), false);
            assertEquals("3 of 3 masters agree", only(RunEvent.RunEnded.class).getLast().how(), "seed " + seed
                    + only(RunEvent.MasterChecked.class));
        }
    }

    @Test
    void anotherEpochIsSaidAndSeen() throws Exception {
        spot(rig("seed = 1"), List.of("dark_20s"), false);
        spot(rig("seed = 1\nfirmware = \"2\""), List.of("dark_20s"), false);
        RunEvent.MasterChecked dark = only(RunEvent.MasterChecked.class).getLast();
        assertTrue(dark.text().endsWith("the camera is of another epoch than the master"), dark.text());
        assertEquals(2, said(LedgerEntry.EpochSeen.class).size());
    }

    /// Frames of a bias stand for those of a camera whose dark current is gone.
    @Test
    void framesThatAreNotLikeTheMasterFailTheCheck() throws Exception {
        RigConfig rig = rig("seed = 1");
        Kit kit = kit(MADE.plus(Duration.ofDays(10)));
        InForce inForce = InForce
                .pointedAt(new CalibrationLibrary(library(), Disk.real()).holdings().holdings());
        CheckPlan.Checkable from = CheckPlan.checkable(rig, inForce, EVENING);
        CheckPlan plan = CheckPlan
                .of(rig, from, from.sets().keySet(), 5, RefreshPlan.Purpose.SPOT_CHECK, inForce,
                        EVENING)
                .orElseThrow();
        List<Path> frames;
        try (Stream<Path> bias = Files.list(library().resolve("Calibration/2025-09-23/bias"))) {
            frames = bias.sorted().limit(5).toList();
        }
        try (Rig open = Rigs.camera(rig, kit.time())) {
            var exposed = new Darkroom.Exposed(plan.plan().sets().getLast(), frames, List.of(),
                    open.camera().facts());
            var checked = assertInstanceOf(Darkroom.Developed.Checked.class,
                    new CheckDarkroom(rig, kit, plan).develop(exposed)).checked();
            assertFalse(checked.passed(), checked.text());
            assertTrue(checked.text().matches(".*hot pixels \\d\\d -> \\d+, -.*"), checked.text());
        }
        LedgerEntry.SpotChecked said = said(LedgerEntry.SpotChecked.class).getLast();
        assertFalse(said.passed());
        assertEquals("master-dark_20s_GAIN100_OFFSET50_T-10C", said.master().name());
    }

    @Test
    void oneOfEachKindIsEnoughWhereAPersonSaysSo() throws Exception {
        spot(rig("seed = 1", "darks = [10, 20]"), List.of(), true);
        assertEquals(List.of("bias", "darkflat_Ha_1p5s", "dark_20s"),
                only(RunEvent.MasterChecked.class).stream()
                        .map(e -> e.set().label()).toList());
    }

    @Test
    void aNameThatIsNoMastersIsAnsweredWithThoseThereAre() throws Exception {
        spot(rig("seed = 1"), List.of("dark_999s"), false);
        assertTrue(replies.stream().anyMatch(reply -> reply instanceof Reply.Problem(int exit, String text)
                && exit == 2
                && text.contains("no master in force is called dark_999s; allowed: master-bias_")),
                replies.toString());
        assertEquals(List.of(), events);
    }

    @Test
    void aValidationTellsThePicksAndCalibratesOneFrame() throws Exception {
        validate(rig("seed = 1"), false, true);
        List<Reply.Taken> taken = replies.stream().filter(Reply.Taken.class::isInstance)
                .map(Reply.Taken.class::cast).toList();
        assertEquals(12, taken.size(), "six programs, a light and a flat");
        taken.forEach(one -> assertTrue(List.of("right", "not-asked").contains(one.grade()), one.toString()));
        assertTrue(replies.stream().anyMatch(Reply.Setup.class::isInstance));
        List<RunEvent.MasterChecked> checked = only(RunEvent.MasterChecked.class);
        assertEquals(3, checked.size());
        checked.forEach(e -> assertTrue(e.passed(), e.set().label() + ": " + e.text()));
        LedgerEntry.Validated noted = said(LedgerEntry.Validated.class).getLast();
        assertTrue(noted.passed(), noted.text());
        assertTrue(noted.text().startsWith("10 of 10 picks right, of what is in production; bias: level"),
                noted.text());
    }

    @Test
    void anotherCameraUnderTheSameNameLeavesItsHotPixels() throws Exception {
        validate(rig("seed = 77"), false, false);
        RunEvent.MasterChecked dark = only(RunEvent.MasterChecked.class).getLast();
        assertFalse(dark.passed(), dark.text());
        assertFalse(said(LedgerEntry.Validated.class).getLast().passed());
    }

    @Test
    void aMasterThatIsMissingIsToldWithoutACamera() throws Exception {
        validate(rig("seed = 1", "darks = [10, 20]"), true, false);
        assertEquals(List.of(), events);
        LedgerEntry.Validated noted = said(LedgerEntry.Validated.class).getLast();
        assertFalse(noted.passed());
        assertTrue(noted.text().endsWith("1 masters missing, of what is in production; no frame was taken"),
                noted.text());
        assertTrue(
                replies.stream().anyMatch(reply -> reply instanceof Reply.Problem(int exit, _) && exit == 1));
    }

    /// A raw dark of the refresh stands for a light: no sky, but somebody's own file.
    @Test
    void aFrameOfOnesOwnIsCalibratedWithoutADaemon() throws Exception {
        Path own = library()
                .resolve("Calibration/2025-09-23/dark-20s/dark_20s_GAIN100_OFFSET50_T-10C_0004.fit");
        String told = darkbox(0, "validate", "--light", own.toString(), "--in", library().toString());
        assertTrue(told.contains("light 20s: master-dark_20s_GAIN100_OFFSET50_T-10C\n  right     N.I.N.A."),
                told);
        assertTrue(told.contains(" less master-dark_20s_GAIN100_OFFSET50_T-10C: clean: "), told);
        String json = darkbox(0, "validate", "--json", "--light", own.toString(), "--in",
                library().toString());
        assertTrue(json.lines().toList().getLast().contains("\"passed\":true"), json);
        assertTrue(json.contains("\"reply\":\"setup\",\"rig\":\"\",\"program\":\"Siril\""), json);
        darkbox(2, "validate", "--light", own.toString());
    }

    private static String darkbox(int exit, String... arguments) {
        var printed = new ByteArrayOutputStream();
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        int code = new Cli(Screen.of(out, out, "", Map.of()), "Darkbox test", (_, _, _) -> 0,
                () -> new Integration(StackKernels.best()), (_, _, _) -> List.of()).run(arguments);
        String text = printed.toString(StandardCharsets.UTF_8);
        assertEquals(exit, code, text);
        return text;
    }

    @Test
    void anAbortedCheckIsDropped() throws Exception {
        var scheduler = new Scheduler(time(MADE));
        var begun = new CountDownLatch(1);
        var desk = new CheckDesk(kit(MADE.plus(Duration.ofDays(10))), scheduler, event -> {
            note(event);
            if (event instanceof RunEvent.SetStarted) {
                begun.countDown();
                scheduler.abort("main");
            }
        });
        over = new CountDownLatch(1);
        desk.spot(rig("seed = 1"), new Command.SpotCheck(List.of(), "", false, false), SENSOR, replies::add);
        assertInstanceOf(Reply.Accepted.class, replies.getLast());
        assertTrue(over.await(30, TimeUnit.SECONDS));
        assertEquals(RunEvent.End.ABORTED, only(RunEvent.RunEnded.class).getLast().end());
        assertEquals(List.of(), said(LedgerEntry.SpotChecked.class));
        assertFalse(Files.exists(library().resolve("ops/scratch/checks")));
    }

    private void spot(RigConfig rig, List<String> names, boolean onePerKind) throws Exception {
        run(desk -> desk.spot(rig, new Command.SpotCheck(names, "", onePerKind, false), SENSOR,
                replies::add));
    }

    private void validate(RigConfig rig, boolean libraryOnly, boolean full) throws Exception {
        run(desk -> desk.validate(rig, new Command.Validate("", libraryOnly, full, false),
                Optional.of(SENSOR),
                replies::add));
    }

    private interface Asked {
        boolean of(CheckDesk desk) throws IOException;
    }

    private void run(Asked asked) throws Exception {
        Kit kit = kit(MADE.plus(Duration.ofDays(10)));
        over = new CountDownLatch(1);
        if (asked.of(new CheckDesk(kit, new Scheduler(kit.time()), this::note))) {
            assertTrue(over.await(30, TimeUnit.SECONDS));
        }
    }

    private void note(RunEvent event) {
        events.add(event);
        if (event instanceof RunEvent.RunEnded) {
            over.countDown();
        }
    }

    private static VirtualTime time(Instant now) {
        return new VirtualTime(now);
    }

    private static Kit kit(Instant now) {
        return new Kit(time(now), Disk.real(), new Integration(StackKernels.best()), StackOrder.of(List.of()),
                "Darkbox test");
    }

    private Path library() {
        return folder.resolve("library");
    }

    /// Files with their sizes.
    private Map<String, Long> files() throws IOException {
        var files = new TreeMap<String, Long>();
        try (Stream<Path> all = Files.walk(library())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(library().relativize(file).toString(), Files.size(file));
            }
        }
        return files;
    }

    private <E extends LedgerEntry> List<E> said(Class<E> kind) throws IOException {
        return new CalibrationLibrary(library(), Disk.real()).ledger().read().entries().stream()
                .filter(kind::isInstance).map(kind::cast).toList();
    }

    private <E extends RunEvent> List<E> only(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private RigConfig rig(String camera) throws IOException {
        return rig(camera, "darks = [20]");
    }

    private RigConfig rig(String camera, String darks) throws IOException {
        return rig(camera, darks, folder);
    }

    private static RigConfig rig(String camera, String darks, Path folder) throws IOException {
        return Configs.rig(folder, """
                library = "library"
                [[rig]]
                name = "main"
                dark = "cap"
                profile = "production"
                first_master = "accept"
                [rig.camera]
                driver = "sim"
                width_px = 160
                height_px = 120
                %s
                [rig.wheel]
                filters = ["Ha"]
                [rig.cap]
                [rig.panel]
                [rig.probe]
                exposure = 1
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                target_c = -10
                bias_frames = 40
                bias_discard = 2
                dark_frames = 20
                %s
                [[rig.preset.flat]]
                filter = "Ha"
                exposure = 1.5
                frames = 20
                """.formatted(camera, darks));
    }
}
