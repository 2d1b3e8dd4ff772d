package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.config.LiveConfig;
import dev.darkbox.config.LiveConfig.Mode;
import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Provenance;
import dev.darkbox.frame.RawFrame;
import dev.darkbox.frame.RunFolder;
import dev.darkbox.frame.Runs;
import dev.darkbox.kernel.JavaKernels;
import dev.darkbox.plan.CapturePlan;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is integrated is what was accepted, and no more. Every pixel of the n-th frame is n ADU.
class LiveVaultTest {

    private static final Instant DUSK = Instant.parse("2025-09-23T18:00:00Z");
    private static final FrameShape SHAPE = new FrameShape(20, 10);
    private static final Readout READOUT = new Readout(100, 50, 1, "", Readout.NONE);
    private static final PlannedSet DARKS = new PlannedSet(new FrameSet.Dark(Duration.ofSeconds(60), 0, 9),
            "lrgb", READOUT, Celsius.of(-10), true);
    private static final RefreshPlan PLAN = new RefreshPlan("main", LocalDate.of(2025, 9, 23),
            RefreshPlan.Profile.STAGING,
            List.of(new CapturePlan("lrgb", READOUT, Celsius.of(-10), List.of(DARKS))));
    private static final CameraFacts CAMERA = new CameraFacts("Camera", "", "driver 1", "1", SHAPE, 3.76, 1,
            "",
            Duration.ofMillis(1), CameraEpoch.UNKNOWN);

    @TempDir
    private Path library;

    private final List<RunEvent> events = new CopyOnWriteArrayList<>();
    private final VirtualTime time = new VirtualTime(DUSK);

    @Test
    void aRejectedFrameIsNotInTheMaster() throws Exception {
        try (RunFolder folder = folder(); LiveVault vault = vault(folder, Mode.MASTER)) {
            vault.begin(DARKS);
            accept(vault, DARKS, 1, 2);
            vault.reject(DARKS, facts(), "sensor -9.5 °C");
            accept(vault, DARKS, 4, 6, 9);
            assertEquals(List.of((2 + 4 + 6) / 3f), master(vault, DARKS));
        }
    }

    @Test
    void aSetThatBeginsAgainHasNothingOfItsFirstFrames() throws Exception {
        try (RunFolder folder = folder(); LiveVault vault = vault(folder, Mode.MASTER)) {
            vault.begin(DARKS);
            accept(vault, DARKS, 1000, 1000, 1000);
            vault.beginAgain(DARKS, "the driver was exchanged");
            accept(vault, DARKS, 3, 4, 8);
            assertEquals(List.of(4f), master(vault, DARKS));
            assertTrue(folder.rejected(DARKS).getFirst()
                    .endsWith("3 frames begun again: the driver was exchanged"));
        }
    }

    @Test
    void aWarmerSetPointIsAnotherSetAndTheSameSetGoesOn() throws Exception {
        PlannedSet warmer = DARKS.at(Celsius.of(-5));
        try (RunFolder folder = folder(); LiveVault vault = vault(folder, Mode.MASTER)) {
            vault.begin(DARKS);
            accept(vault, DARKS, 1000, 1000, 1000);
            vault.begin(warmer);
            accept(vault, warmer, 3, 4);
            vault.begin(warmer);
            accept(vault, warmer, 8);
            assertEquals(3, vault.frames(warmer).size());
            assertEquals(List.of(4f), master(vault, warmer));
        }
    }

    @Test
    void aFrameTheJournalDoesNotTakeIsNotCounted() throws Exception {
        var full = new boolean[1];
        var disk = new Disk((operation, file) -> {
            if (full[0] && file.toString().endsWith(".journal")) {
                throw new IOException("no space left");
            }
        });
        try (RunFolder folder = new Runs(library, disk, time).begin(PLAN, "r1");
                LiveVault vault = vault(folder, Mode.MASTER)) {
            vault.begin(DARKS);
            accept(vault, DARKS, 3, 4);
            full[0] = true;
            assertThrows(IOException.class, () -> accept(vault, DARKS, 1000));
            full[0] = false;
            accept(vault, DARKS, 8);
            assertEquals(List.of(4f), master(vault, DARKS));
            assertEquals(3, vault.frames(DARKS).size());
        }
    }

    @Test
    void framesOfAnEarlierLifeAreGoneOnWithOnTheDisk() throws Exception {
        try (RunFolder folder = folder(); LiveVault vault = vault(folder, Mode.PREVIEW)) {
            vault.begin(DARKS);
            accept(vault, DARKS, 3, 4);
        }
        var runs = new Runs(library, Disk.real(), time);
        assertEquals(2, runs.unfinished("main").getFirst().frames());
        try (RunFolder folder = runs.resume(runs.unfinished("main").getFirst().journal());
                LiveVault vault = vault(folder, Mode.MASTER)) {
            vault.begin(DARKS);
            accept(vault, DARKS, 8);
            assertEquals(3, vault.frames(DARKS).stream().filter(Files::exists).count());
            assertEquals(Optional.empty(), vault.master(DARKS, library.resolve("p.f32")));
        }
        assertEquals(List.of("2 frames were stored before the run was cut"), events.stream()
                .filter(RunEvent.LiveOff.class::isInstance).map(e -> ((RunEvent.LiveOff) e).why()).toList());
    }

    @Test
    void aFrameOfAnotherShapeEndsLiveIntegrationAndASetThatHasNothingElse() throws Exception {
        var other = new FrameShape(10, 20);
        try (Arena arena = Arena.ofConfined()) {
            FrameBuffer odd = FrameBuffer.allocate(other, arena);
            try (RunFolder folder = folder(); LiveVault vault = vault(folder, Mode.PREVIEW)) {
                vault.begin(DARKS);
                accept(vault, DARKS, 3, 4);
                vault.accept(DARKS, odd, facts());
                accept(vault, DARKS, 5);
                assertEquals(4, vault.frames(DARKS).stream().filter(Files::exists).count());
                assertEquals("a frame of 10x20 came after those of 20x10",
                        ((RunEvent.LiveOff) events.getLast()).why());
                folder.ended("DONE", "");
            }
            try (RunFolder folder = new Runs(library, Disk.real(), time).begin(PLAN, "r2");
                    LiveVault vault = vault(folder, Mode.MASTER)) {
                vault.begin(DARKS);
                accept(vault, DARKS, 3, 4);
                var refused = assertThrows(IOException.class, () -> vault.accept(DARKS, odd, facts()));
                assertEquals("dark_60s: a frame of 10x20 came after those of 20x10", refused.getMessage());
                assertEquals(2, vault.frames(DARKS).size());
            }
        }
    }

    @Test
    void theEndOfTheRunSaysWhatIsLost() throws Exception {
        try (RunFolder folder = folder(); LiveVault vault = vault(folder, Mode.MASTER)) {
            vault.begin(DARKS);
            accept(vault, DARKS, 3, 4);
        }
        var lost = (RunEvent.DeviceTrouble) events.getLast();
        assertEquals("memory: 2 frames of dark_60s were integrated as they came and not stored; "
                + "they are lost with the end of the run",
                lost.device() + ": " + lost.what() + "; " + lost.decision());
    }

    /// Levels 100 and 104 in turns: a frame of 1000 among them would be seen in the noise, although the ends are cut off.
    @Test
    void aFrameThatIsTakenBackIsNotInThePreviewAnyMore() throws Exception {
        try (RunFolder folder = folder(); LiveVault vault = vault(folder, Mode.PREVIEW)) {
            vault.begin(DARKS);
            accept(vault, DARKS, 1000, 100, 1000, 104, 100);
            assertTrue(vault.withdraw(DARKS, vault.frames(DARKS).get(2), "it is torn"));
            assertTrue(vault.withdraw(DARKS, vault.frames(DARKS).getFirst(), "it is torn"));
            accept(vault, DARKS, 104, 100, 104, 100, 104, 100);
            assertEquals(9, vault.frames(DARKS).size());
            assertEquals(Optional.empty(), vault.master(DARKS, library.resolve("p.f32")),
                    "waits for the look");
        }
        var last = (RunEvent.LiveLook) events.getLast();
        assertEquals(9, last.n());
        assertTrue(last.frameNoiseAdu() < 10, last.toString());
        assertEquals(List.of(), events.stream().filter(RunEvent.LiveOff.class::isInstance).toList());
    }

    @Test
    void aFrameThatIsTakenBackFromManyEndsThePreviewAndSaysSo() throws Exception {
        try (RunFolder folder = folder(); LiveVault vault = vault(folder, Mode.PREVIEW)) {
            vault.begin(DARKS);
            accept(vault, DARKS, 1000, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            assertTrue(vault.withdraw(DARKS, vault.frames(DARKS).getFirst(), "it is torn"));
            accept(vault, DARKS, 11);
        }
        assertEquals(List.of("a frame was taken back after 10 had been integrated"),
                events.stream().filter(RunEvent.LiveOff.class::isInstance)
                        .map(event -> ((RunEvent.LiveOff) event).why()).toList());
    }

    private RunFolder folder() throws IOException {
        return new Runs(library, Disk.real(), time).begin(PLAN, "r1");
    }

    private LiveVault vault(RunFolder folder, Mode mode) {
        var kit = new Kit(time, Disk.real(), new Integration(new JavaKernels()), StackOrder.of(List.of()),
                new LiveConfig(mode, 1, 1 << 20, Duration.ofHours(1)), "Darkbox test");
        return new LiveVault("main", kit, folder, library, events::add);
    }

    private static void accept(LiveVault vault, PlannedSet set, int... levels) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            FrameBuffer frame = FrameBuffer.allocate(SHAPE, arena);
            for (int adu : levels) {
                for (int px = 0; px < SHAPE.pixels(); px++) {
                    frame.setAdu(px % 20, px / 20, adu);
                }
                vault.accept(set, frame, facts());
            }
        }
    }

    /// The values its pixels have.
    private List<Float> master(LiveVault vault, PlannedSet set) throws IOException, InterruptedException {
        Path picture = library.resolve("picture.f32");
        LiveVault.Master master = vault.master(set, picture).orElseThrow();
        assertEquals(vault.frames(set), master.result().frames());
        var found = new ArrayList<Float>();
        var pixels = ByteBuffer.wrap(Files.readAllBytes(picture)).order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        while (pixels.hasRemaining()) {
            float adu = pixels.get();
            if (!found.contains(adu)) {
                found.add(adu);
            }
        }
        return found;
    }

    private static RawFrame facts() {
        return new RawFrame(CAMERA, new FrameFacts(DUSK, Duration.ofSeconds(60), Celsius.of(-10)), 60, "",
                Evidence.SENSED, Provenance.of("Darkbox test"), 512);
    }
}
