package dev.darkbox.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.Time;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Provenance;
import dev.darkbox.frame.RawFrame;
import dev.darkbox.frame.RunFolder;
import dev.darkbox.frame.Runs;
import dev.darkbox.library.AuditFinding.Code;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.master.Masters;
import dev.darkbox.plan.CapturePlan;
import dev.darkbox.plan.PromoteRule;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.quality.Verdict;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

    private static final LocalDate EVENING = LocalDate.of(2025, 9, 23);
    private static final Instant DUSK = Instant.parse("2025-09-23T18:00:00Z");
    private static final Verdict PASS = new Verdict(Verdict.Kind.PASS, "as it should be");

    @TempDir
    private Path root;

    private final List<Path> frames = new ArrayList<>();
    private MasterFiles master = MasterFiles.in(Path.of(""), "x");

    /// Three raw frames, their master, and a journal that ends.
    @BeforeEach
    void aRunThatIsOver() throws IOException {
        run(true);
    }

    private void run(boolean ends) throws IOException {
        var plan = new RefreshPlan("main", EVENING, Profile.PRODUCTION, List.of(new CapturePlan("hcg",
                Masters.DARK.readout(), Masters.DARK.target(), List.of(Masters.DARK))));
        String runId = EVENING + "-main-" + (ends ? 1 : 2);
        try (Arena arena = Arena.ofConfined(); RunFolder folder = runs().begin(plan, runId)) {
            FrameBuffer pixels = FrameBuffer.allocate(Masters.SHAPE, arena);
            for (int i = 0; i < 3; i++) {
                frames.add(folder.accept(Masters.DARK, pixels, new RawFrame(Masters.camera(),
                        new FrameFacts(DUSK.plusSeconds(200L * i), Masters.DARK.set().exposure(),
                                Celsius.of(-10)),
                        50, "", Evidence.SENSED, Provenance.of("Darkbox"), 500)));
            }
            master = Masters.write(Disk.real(), Masters.DARK, runId, DUSK, PASS, Masters.SHAPE,
                    library().folder(EVENING));
            folder.master(Masters.DARK, master.fit(), "PASS");
            if (ends) {
                folder.ended("DONE", "done");
            }
        }
    }

    @Test
    void framesOfAMasterInProductionAreDeletedAndTheirFolderToo() throws Exception {
        promote();
        long bytes = Files.size(frames.getFirst()) * 3;
        assertEquals(bytes, Audit.of(library(), true).reclaimableBytes());
        assertEquals(new Retention.Freed(1, 3, bytes, List.of()), free());
        assertFalse(Files.exists(frames.getFirst().resolveSibling("")));
        assertTrue(Files.exists(master.fit()));
        assertEquals(new Retention.Freed(0, 0, 0, List.of()), free());
        assertEquals(0, Audit.of(library(), true).reclaimableBytes());
    }

    @Test
    void framesOfAMasterThatIsNotInProductionStay() throws Exception {
        library().publish(master, Profile.STAGING, PromoteRule.WARN, Instant.parse("2025-09-24T08:00:00Z"));
        assertEquals(new Retention.Freed(0, 0, 0, List.of()), free());
        assertThereAre(3);
    }

    @Test
    void framesOfAMasterThatIsNotWholeStay() throws Exception {
        promote();
        for (Path file : List.of(master.fit(), master.xisf())) {
            byte[] bytes = Files.readAllBytes(file);
            int at = bytes.length - (file.equals(master.fit()) ? 2000 : 3);
            bytes[at] ^= 1;
            Files.write(file, bytes);
            assertEquals(List.of(master.fit() + " is not as it was written: its 3 raw frames stay"),
                    free().kept());
            bytes[at] ^= 1;
            Files.write(file, bytes);
        }
        Files.delete(master.xrs());
        assertEquals(0, free().frames());
        assertThereAre(3);
    }

    @Test
    void whatNoJournalKnowsStays() throws Exception {
        promote();
        Path own = Files.writeString(frames.getFirst().resolveSibling("mine.fit"), "mine");
        Files.writeString(frames.getLast(), "of another size");
        assertEquals(2, free().frames());
        assertTrue(Files.exists(own));
        assertTrue(Files.exists(frames.getLast()));
    }

    @Test
    void framesOfARunThatGoesOnStayThoughAnEarlierOneUsedTheirNames() throws Exception {
        frames.forEach(frame -> assertTrue(frame.toFile().delete()));
        frames.clear();
        run(false);
        promote();
        assertEquals(0, free().frames());
        assertThereAre(3);
    }

    /// Fails the n-th disk operation, for every n: the master stays whole, and the next try deletes what is left.
    @Test
    void cutAnywhereTheNextTryFinishes() throws Exception {
        promote();
        for (int n = 1; n <= 4; n++) {
            var count = new AtomicInteger();
            int failing = n;
            var library = new CalibrationLibrary(root, new Disk((operation, _) -> {
                if (count.incrementAndGet() == failing) {
                    throw new IOException("fault at " + operation);
                }
            }));
            assertThrows(IOException.class, () -> Retention.free(library, runs()), "operation " + n);
            assertThereAre(3 - (n - 1));
            assertTrue(MasterCheck.isWhole(master));
            for (Path frame : frames) {
                Files.deleteIfExists(frame);
            }
            frames.clear();
            Files.deleteIfExists(library.folder(EVENING).resolve("dark-180s"));
            Files.delete(root.resolve("ops/runs/2025-09-23-main-1.journal"));
            run(true);
            promote();
        }
        assertEquals(3, free().frames());
    }

    @Test
    void theAuditNamesWhatMayBeDeletedAndThatIsNotWrong() throws Exception {
        promote();
        library().writeIndex();
        Audited audited = Audit.of(library(), true);
        List<AuditFinding> found = audited.findings().stream().filter(f -> f.code() == Code.RECLAIMABLE)
                .toList();
        assertEquals(1, found.size());
        assertEquals(frames.getFirst().resolveSibling(""), found.getFirst().file().resolve(""));
        assertFalse(found.getFirst().code().isWrong());
    }

    private void promote() throws IOException {
        library().publish(master, Profile.PRODUCTION, PromoteRule.WARN,
                Instant.parse("2025-09-24T08:00:00Z"));
    }

    private void assertThereAre(int number) {
        assertEquals(number, frames.stream().filter(Files::exists).count());
    }

    private Retention.Freed free() throws IOException {
        return Retention.free(library(), runs());
    }

    private CalibrationLibrary library() {
        return new CalibrationLibrary(root, Disk.real());
    }

    private Runs runs() {
        return new Runs(root, Disk.real(), Time.system());
    }
}
