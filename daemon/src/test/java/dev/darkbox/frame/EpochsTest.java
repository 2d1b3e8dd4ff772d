package dev.darkbox.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.plan.PlannedSet;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The epochs of a library and of a run's frames, on disk.
class EpochsTest {

    private static final CameraEpoch EPOCH = Night.CAMERA.epoch();

    @TempDir
    private Path library;

    private Path file() {
        return library.resolve("ops/epochs/" + EPOCH.id() + ".txt");
    }

    private Path accept(RunFolder run, PlannedSet set, int n, CameraEpoch epoch) throws IOException {
        RawFrame facts = Night.facts(set, n);
        var camera = facts.camera().asItWas("driver", "firmware", epoch);
        try (Arena arena = Arena.ofConfined()) {
            return run.accept(set, Night.picture(arena, Night.SHAPE, n), new RawFrame(camera, facts.facts(),
                    facts.loadPercent(), facts.filter(), facts.capEvidence(), facts.by(), facts.meanAdu()));
        }
    }

    private Runs runs(Disk disk) {
        return new Runs(library, disk, Night.TIME);
    }

    @Test
    void theFileHoldsTheCanonicalTextAndItsNameIsTheBeginningOfItsChecksum() throws Exception {
        var epochs = new Epochs(library, Disk.real());
        epochs.keep(EPOCH);
        assertEquals(EPOCH.text(), Files.readString(file()));
        String sum = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file())));
        assertTrue(sum.startsWith(EPOCH.id()), sum);
        assertEquals(Optional.of(EPOCH), epochs.find(EPOCH.id()));
    }

    @Test
    void anEpochIsDurableBeforeTheFirstFrameThatNamesIt() throws Exception {
        var done = new ArrayList<String>();
        var disk = new Disk((operation, at) -> done.add(operation + " " + at.getFileName()));
        try (RunFolder run = runs(disk).begin(Night.PLAN, "r1")) {
            done.clear();
            accept(run, Night.BIAS, 1, EPOCH);
            String epoch = EPOCH.id() + ".txt.part";
            int named = done.indexOf("rename " + epoch);
            int frame = done.indexOf("create bias_GAIN100_OFFSET50_T-10C_0001.fit.part");
            assertEquals(List.of("fsync " + epoch, "rename " + epoch, "fsync epochs"),
                    done.subList(named - 1, named + 2));
            assertTrue(frame > named + 1, done.toString());
            done.clear();
            accept(run, Night.BIAS, 2, EPOCH);
            assertEquals(List.of(), done.stream().filter(step -> step.contains(EPOCH.id())).toList());
        }
    }

    @Test
    void aFrameIsNotWrittenWhenItsEpochCannotBe() throws Exception {
        var disk = new Disk((operation, at) -> {
            if (at.toString().contains("epochs/") && operation.equals("fsync")) {
                throw new IOException("injected");
            }
        });
        try (RunFolder run = runs(disk).begin(Night.PLAN, "r1")) {
            assertThrows(IOException.class, () -> accept(run, Night.BIAS, 1, EPOCH));
            assertEquals(List.of(), run.frames(Night.BIAS));
        }
        assertFalse(Files.exists(file()));
    }

    @Test
    void aDamagedFileIsNoEpochAndIsReplacedAndAWholeOneIsNotTouched() throws Exception {
        new Epochs(library, Disk.real()).keep(EPOCH);
        var before = Files.getLastModifiedTime(file());
        new Epochs(library, new Disk((operation, at) -> {
            throw new IOException(operation + " " + at);
        })).keep(EPOCH);
        assertEquals(before, Files.getLastModifiedTime(file()));
        for (String damage : List.of("", EPOCH.text() + "driver.x = y\n", "nonsense")) {
            Files.writeString(file(), damage);
            var epochs = new Epochs(library, Disk.real());
            assertEquals(Optional.empty(), epochs.find(EPOCH.id()));
            epochs.keep(EPOCH);
            assertEquals(Optional.of(EPOCH), epochs.find(EPOCH.id()));
        }
        var epochs = new Epochs(library, Disk.real());
        assertEquals(Optional.empty(), epochs.find("../" + EPOCH.id()));
        assertEquals(Optional.empty(), epochs.find(""));
        epochs.keep(CameraEpoch.UNKNOWN);
    }

    @Test
    void aSetThatBeginsAgainHasNoneOfItsFramesWhereverItIsCut() throws Exception {
        CameraEpoch other = CameraEpoch.of(Map.of("driver.exec", "indi_asi_ccd", "driver.version", "2.4"));
        Path journal = library.resolve("ops/runs/r1.journal");
        Path first;
        try (RunFolder run = runs(new Disk((operation, at) -> {
            if (operation.equals("delete")) {
                throw new IOException("the power went");
            }
        })).begin(Night.PLAN, "r1")) {
            first = accept(run, Night.DARK, 1, EPOCH);
            accept(run, Night.BIAS, 1, EPOCH);
            assertEquals(Map.of(EPOCH.id(), EPOCH), run.epochs(Night.DARK));
            assertThrows(IOException.class, () -> run.beginAgain(Night.DARK, "driver changed"));
            assertTrue(Files.exists(first));
        }
        try (RunFolder run = runs(Disk.real()).resume(journal)) {
            assertFalse(Files.exists(first));
            assertEquals(List.of(), run.frames(Night.DARK));
            assertEquals(Map.of(), run.epochs(Night.DARK));
            assertEquals(1, run.frames(Night.BIAS).size());
            assertEquals(List.of("2025-09-23T18:00:00.000Z 1 frames begun again: driver changed"),
                    run.rejected(Night.DARK));
            assertEquals(first, accept(run, Night.DARK, 1, other), "numbered from 1 again");
            run.beginAgain(Night.DARK, "once more");
            assertFalse(Files.exists(first));
            assertEquals(first, accept(run, Night.DARK, 1, other));
        }
        try (RunFolder run = runs(Disk.real()).resume(journal)) {
            assertEquals(Map.of(other.id(), other), run.epochs(Night.DARK));
            assertEquals(other.id(), FitsImage.of(first).header().get("DBXEPOCH"));
        }
    }

    /// Journals of versions that did not ask have frames without an epoch.
    @Test
    void framesOfAnOlderVersionTellNoEpochAndStillCount() throws Exception {
        Path journal = library.resolve("ops/runs/r1.journal");
        try (RunFolder run = runs(Disk.real()).begin(Night.PLAN, "r1")) {
            accept(run, Night.DARK, 1, CameraEpoch.UNKNOWN);
            assertEquals(Map.of(), run.epochs(Night.DARK));
        }
        var lines = new ArrayList<List<String>>(Journal.read(journal).lines());
        List<String> accepted = lines.removeLast();
        assertEquals(13, accepted.size());
        Files.delete(journal);
        try (Journal old = Journal.create(journal, Disk.real(), lines.getFirst())) {
            old.append(accepted.subList(0, 12));
        }
        try (RunFolder run = runs(Disk.real()).resume(journal)) {
            assertEquals(1, run.frames(Night.DARK).size());
            assertEquals(Map.of(), run.epochs(Night.DARK));
        }
    }

    @Test
    void anEpochWhoseFileIsLostIsUnknown() throws Exception {
        try (RunFolder run = runs(Disk.real()).begin(Night.PLAN, "r1")) {
            accept(run, Night.DARK, 1, EPOCH);
            Files.delete(file());
            assertEquals(Map.of(EPOCH.id(), CameraEpoch.UNKNOWN), run.epochs(Night.DARK));
        }
    }
}
