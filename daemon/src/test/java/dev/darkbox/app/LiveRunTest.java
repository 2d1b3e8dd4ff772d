package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.config.LiveConfig;
import dev.darkbox.config.LiveConfig.Mode;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.frame.FitsPixels;
import dev.darkbox.frame.Runs;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.schedule.Stop;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.Rejection;
import dev.darkbox.stack.StackOrder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whole runs whose frames are integrated as they come. The night is too hot for the set point, so that the first set
/// begins again at a warmer one.
@Timeout(120)
class LiveRunTest {

    private static final Instant DUSK = Instant.parse("2025-09-23T18:00:00Z");
    private static final List<String> MASTERS = List.of("master-bias_GAIN100_OFFSET50_T-5C",
            "master-dark_20s_GAIN100_OFFSET50_T-5C", "master-dark_60s_GAIN100_OFFSET50_T-5C");

    @TempDir
    private Path folder;

    private final List<RunEvent> events = new CopyOnWriteArrayList<>();

    @Test
    void withoutRawFramesTheMastersAreThoseOfTheStoredOnes() throws Exception {
        RigConfig stored = rig("stored");
        run(stored, live(Mode.OFF, 1 << 20), _ -> {});
        assertEquals(List.of(), only(RunEvent.LiveLook.class));
        events.clear();
        RigConfig lean = rig("lean");
        run(lean, live(Mode.MASTER, 1 << 20), event -> {
            assertEquals(List.of(), raw(lean), () -> "no raw frame at " + event);
        });

        assertEquals(RunEvent.End.DONE, only(RunEvent.RunEnded.class).getFirst().end());
        for (String master : MASTERS) {
            assertEquals(-1, pixels(dated(stored, master)).mismatch(pixels(dated(lean, master))), master);
            assertEquals(-1, Files.mismatch(dated(lean, master),
                    lean.library().resolve("masters/staging").resolve(master + ".fit")));
        }
        assertTrue(Files.readString(dated(stored, MASTERS.get(2)).resolveSibling(MASTERS.get(2) + ".xrs"))
                .contains("method         mean, minmax 1/1\n"));
        assertEquals(MASTERS,
                new CalibrationLibrary(lean.library(), Disk.real()).writeIndex().masters().stream()
                        .map(master -> master.name()).toList());
        assertLogged(lean);
        assertEquals(List.of(), left(lean.library().resolve("ops/scratch")));
    }

    private void assertLogged(RigConfig lean) throws IOException {
        Path fit = dated(lean, MASTERS.get(2));
        assertEquals("mean, minmax 1/1, live", FitsImage.of(fit).header().get("DBXMETH"));
        assertEquals("4", FitsImage.of(fit).header().get("NCOMBINE"));
        assertFalse(FitsImage.of(fit).header().getOrDefault("DBXDRIVR", "").isEmpty());
        String log = Files.readString(fit.resolveSibling(MASTERS.get(2) + ".xrs"));
        for (String line : List.of("method         mean, minmax 1/1, live\n",
                "raw frames     not stored: each was integrated as it came\n",
                "rejected       6144 = 50.0000% (3072 low = 25.0000%, 3072 high = 25.0000%)\n")) {
            assertTrue(log.contains(line), log);
        }
        assertEquals(4, log.lines().filter(line -> line.endsWith("-          -         not stored")).count(),
                log);
        assertFalse(log.contains("NaN"), log);
    }

    @Test
    void aRunThatIsCutInTheMiddleOfASetTakesItAnewAndSaysWhatIsLost() throws Exception {
        RigConfig whole = rig("whole");
        Path left = Files.createDirectory(folder.resolve("left"));
        run(whole, live(Mode.MASTER, 1 << 20), event -> {
            if (event instanceof RunEvent.FrameAccepted f && f.set().label().equals("dark_60s")
                    && f.n() == 3) {
                copy(whole.library(), left.resolve("library"));
            }
        });
        events.clear();
        RigConfig cut = rig("left");
        var time = new VirtualTime(DUSK.plus(Duration.ofHours(5)));
        Runs.Unfinished unfinished = new Runs(cut.library(), Disk.real(), time).unfinished("main").getFirst();
        assertEquals(0, unfinished.frames(), "nothing of it is on the disk");
        RigRun.resume(cut, unfinished.journal(), kit(time, live(Mode.MASTER, 1 << 20)), events::add)
                .run(new Stop()).run();

        String lost = "3 frames are lost: they were integrated as they came and not stored, and the run was cut "
                + "before the set was full; the set begins again";
        assertTrue(only(RunEvent.DeviceTrouble.class).stream().anyMatch(e -> e.what()
                .equals("master-dark_60s_GAIN100_OFFSET50_T-5C: " + lost)), events.toString());
        assertEquals(4, only(RunEvent.FrameAccepted.class).size(), "the bias and the short dark are done");
        assertEquals(RunEvent.End.DONE, only(RunEvent.RunEnded.class).getFirst().end());
        assertEquals(List.of(), raw(cut));
        String log = Files.readString(dated(cut, MASTERS.get(2)).resolveSibling(MASTERS.get(2) + ".xrs"));
        assertTrue(log.contains("Z " + lost), log);
        assertEquals(List.of(), new Runs(cut.library(), Disk.real(), time).unfinished("main"));
    }

    @Test
    void aSetIsShownWhileItIsTaken() throws Exception {
        RigConfig rig = rig("shown");
        run(rig, live(Mode.PREVIEW, 1 << 20), _ -> {});

        List<RunEvent.LiveLook> looks = only(RunEvent.LiveLook.class);
        assertEquals(MASTERS, looks.stream().filter(look -> look.n() == look.of())
                .map(look -> look.set().master()).sorted().toList());
        for (RunEvent.LiveLook look : looks) {
            assertTrue(look.frameNoiseAdu() > 0.5 && look.frameNoiseAdu() < 50, look.toString());
            assertEquals(look.frameNoiseAdu() / Math.sqrt(look.n()), look.noiseAdu(), 1e-9);
            assertEquals(rig.library().resolve("ops/live.png").toString(), look.picture());
        }
        BufferedImage picture = ImageIO.read(Path.of(looks.getLast().picture()).toFile());
        assertEquals("64x48", picture.getWidth() + "x" + picture.getHeight());
        assertTrue(Stream.iterate(0, i -> i + 1).limit(64 * 48)
                .map(i -> picture.getRaster().getSample(i % 64, i / 64, 0)).distinct().count() > 20);
        assertEquals(16, raw(rig).size());
        assertEquals("mean, minmax 1/1", FitsImage.of(dated(rig, MASTERS.getFirst())).header().get("DBXMETH"),
                "made of the files");
    }

    @Test
    void framesThatNeedMoreMemoryAreStoredAndThatIsSaidOnce() throws Exception {
        RigConfig rig = rig("large");
        run(rig, live(Mode.MASTER, 30_000), _ -> {});

        assertEquals(List.of("frames of 64x48 need 1 MiB, 12 bytes per pixel; 0 MiB are allowed; "
                + "its frames are stored and integrated at its end"),
                only(RunEvent.LiveOff.class).stream().map(e -> e.why() + "; " + e.decision()).toList());
        assertEquals(RunEvent.End.DONE, only(RunEvent.RunEnded.class).getFirst().end());
        assertEquals(16, raw(rig).size());
        assertFalse(Files.exists(rig.library().resolve("ops/live.png")));
    }

    private <E extends RunEvent> List<E> only(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static LiveConfig live(Mode mode, long memoryBytes) {
        return new LiveConfig(mode, 1, memoryBytes, Duration.ofSeconds(30));
    }

    private void run(RigConfig rig, LiveConfig live, Consumer<RunEvent> also) {
        RefreshPlan plan = Planner.plan(new RigPresets(rig.name(), rig.presets()), RefreshPlan.Scope.ALL,
                LocalDate.of(2025, 9, 23), rig.profile()).orElseThrow();
        RigRun.begin(rig, plan, kit(new VirtualTime(DUSK), live), event -> {
            events.add(event);
            also.accept(event);
        }).run(new Stop()).run();
    }

    private static Kit kit(VirtualTime time, LiveConfig live) {
        return new Kit(time, Disk.real(), new Integration(StackKernels.best()),
                StackOrder.of(List.of()).with(new Rejection.MinMax(1, 1)), live, "Darkbox test");
    }

    private static Path dated(RigConfig rig, String master) {
        return rig.library().resolve("Calibration/2025-09-23").resolve(master + ".fit");
    }

    private static MemorySegment pixels(Path fit) throws IOException {
        FitsImage image = FitsImage.of(fit);
        MemorySegment pixels = Arena.ofAuto().allocate(2 * image.shape().pixels());
        try (FitsPixels open = image.open()) {
            open.stored(0, pixels);
        }
        return pixels;
    }

    /// Files of frames, whole or not, that are no masters.
    private static List<Path> raw(RigConfig rig) {
        return left(rig.library().resolve("Calibration")).stream()
                .filter(file -> String.valueOf(file.getFileName()).contains(".fit"))
                .filter(file -> !String.valueOf(file.getFileName()).startsWith("master-")).toList();
    }

    private static List<Path> left(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    private RigConfig rig(String name) throws IOException {
        return CutRunTest.rig(Files.createDirectories(folder.resolve(name)), true);
    }
}
