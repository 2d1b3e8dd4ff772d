package dev.darkbox.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.FrameShape;
import dev.darkbox.plan.PlannedSet;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    private static final List<PlannedSet> SETS = List.of(Night.BIAS, Night.DARK);

    @TempDir
    private Path library;

    @Test
    void framesStandInTheDatedFolderUnderTellingNames() throws Exception {
        try (RunFolder run = runs(Disk.real()).begin(Night.PLAN, "r1")) {
            accept(run, Night.DARK, 2);
            accept(run, Night.FLAT, 1);
            assertEquals(List.of(
                    "Calibration/2025-09-23/dark-180s/dark_180s_GAIN100_OFFSET50_T-10C_0001.fit",
                    "Calibration/2025-09-23/dark-180s/dark_180s_GAIN100_OFFSET50_T-10C_0002.fit"),
                    relative(run.frames(Night.DARK)));
            assertEquals(List.of(
                    "Calibration/2025-09-23/darkflat-Ha-5p3977s/"
                            + "darkflat_Ha_5p3977s_GAIN100_OFFSET50_T-10C_0001.fit"),
                    relative(run.frames(Night.FLAT)));
        }
    }

    @Test
    void theHeaderSaysWhatTheFrameIs() throws Exception {
        try (RunFolder run = runs(Disk.real()).begin(Night.PLAN, "r1")) {
            accept(run, Night.BIAS, 1);
            String cards = Files.readString(run.frames(Night.BIAS).getFirst(),
                    java.nio.charset.StandardCharsets.ISO_8859_1).substring(0, 2880 * 2);
            var lines = new ArrayList<String>();
            for (int at = 0; !cards.startsWith("END ", at); at += 80) {
                String card = cards.substring(at, at + 80);
                if (!card.contains("SUM")) {
                    lines.add(card.stripTrailing());
                }
            }
            assertEquals("""
                    SIMPLE  =                    T / FITS Standard 4.0
                    BITPIX  =                   16 / with BZERO: 16 bits unsigned
                    NAXIS   =                    2
                    NAXIS1  =                   61 / columns
                    NAXIS2  =                   43 / rows
                    BZERO   =                32768
                    BSCALE  =                    1
                    IMAGETYP= 'BIAS    '           / kind of frame
                    EXPTIME =             0.000032 / [s] exposure the camera used
                    EXPOSURE=             0.000032 / [s] the same
                    DBXASKED=                  0.0 / [s] exposure asked for
                    DATE-OBS= '2025-09-23T18:03:20.000' / UTC, begin of the exposure
                    DATE-END= '2025-09-23T18:03:20.000' / UTC, end of the exposure
                    TIMESYS = 'UTC     '
                    GAIN    =                  100 / camera gain, driver steps
                    OFFSET  =                   50 / camera offset, driver steps
                    EGAIN   =               0.2468 / [e-/ADU] conversion gain
                    READOUTM= 'High Gain'          / readout mode
                    USBLIMIT=                   40 / driver's USB bandwidth setting
                    XBINNING=                    1
                    YBINNING=                    1
                    XPIXSZ  =                 3.76 / [um] pixel, binned
                    YPIXSZ  =                 3.76 / [um] pixel, binned
                    INSTRUME= 'ZWO ASI2600MM Pro'  / camera
                    CAMERAID= '0a1b2c  '           / the camera's own number
                    SET-TEMP=                -10.0 / [degC] set point
                    FILTER  = 'Ha      '           / filter in the beam, for the record
                    BAYERPAT= 'RGGB    '           / colour filter pattern
                    XBAYROFF=                    0
                    YBAYROFF=                    0
                    ROWORDER= 'TOP-DOWN'           / the first row of the file is the top one
                    DBXDRIVR= 'indi_asi_ccd 2.3'   / camera driver
                    DBXFIRMW= 'SDK 1.37'           / camera firmware and SDK
                    DBXEPOCH= 'b37df8ca2e74'       / camera epoch, ops/epochs
                    DBXPRSET= 'hcg     '           / preset
                    DBXSET  = 'bias    '           / frame set
                    CCD-TEMP=               -9.999 / [degC] sensor
                    COOLPWR =                 61.5 / [%] cooler load
                    DBXCAP  = 'SENSED  '           / how the cap is known to be shut
                    DBXMEAN =               513.25 / [ADU] mean of this frame
                    DBXRUN  = 'r1      '           / run
                    DATE    = '2025-09-23T18:00:00.000' / UTC, this file
                    OBSERVAT= 'Garden observatory' / observatory
                    OBSERVER= 'A. Observer'
                    SWCREATE= 'Darkbox 0.1.0'
                    PROGRAM = 'Darkbox 0.1.0'""", String.join("\n", lines));
        }
    }

    @Test
    void aRunThatWasCutGoesOnWhereItWas() throws Exception {
        Runs runs = runs(Disk.real());
        try (RunFolder run = runs.begin(Night.PLAN, "r1")) {
            accept(run, Night.BIAS, 3);
            run.reject(Night.BIAS, Night.facts(Night.BIAS, 9), "tab\tand\nline \\ end");
            run.setEnded(Night.BIAS, true, "3 frames");
            run.master(Night.BIAS, run.dated().resolve("master-bias.fit"), "HOLD");
            accept(run, Night.DARK, 1);
            accept(run, Night.DARK.at(Celsius.of(-5)), 1);
        }
        Runs.Unfinished found = runs.unfinished("main").getFirst();
        assertEquals(new Runs.Unfinished(
                library.resolve("ops/runs/r1.journal"), "r1", Night.PLAN, false, 5), found);
        assertEquals(List.of(), runs.unfinished("other"));

        try (RunFolder run = runs.resume(found.journal())) {
            assertEquals(Night.PLAN, run.plan());
            assertEquals(List.of(), run.notes());
            assertEquals(3, run.frames(Night.BIAS).size());
            assertEquals(List.of("2025-09-23T18:00:00.000Z sensor -10.0°C: tab\tand\nline \\ end"),
                    run.rejected(Night.BIAS));
            assertEquals(Optional.of(new RunFolder.SetEnd(true, "3 frames")), run.ended(Night.BIAS));
            assertEquals(Optional.of(run.dated().resolve("master-bias.fit")), run.master(Night.BIAS));
            assertEquals(Optional.empty(), run.ended(Night.DARK));
            assertEquals(1, run.frames(Night.DARK.at(Celsius.of(-5))).size());
            accept(run, Night.DARK, 1);
            assertEquals(List.of("dark_180s_GAIN100_OFFSET50_T-10C_0001.fit",
                    "dark_180s_GAIN100_OFFSET50_T-10C_0002.fit"), names(run.frames(Night.DARK)));
            run.ended("DONE", "all there");
        }
        assertEquals(List.of(), runs.unfinished("main"));
        assertEquals(found.journal() + ": the run is over",
                assertThrows(IOException.class, () -> runs.resume(found.journal())).getMessage());
    }

    @Test
    void runsThatWereCutAreInTheOrderOfTheirNumbersAndTellWhoAskedForThem() throws Exception {
        Runs runs = runs(Disk.real());
        for (int number : List.of(10, 9, 1)) {
            runs.begin(Night.PLAN, "2025-09-23-main-" + number).close();
        }
        runs.beginUnasked(Night.PLAN, "2025-09-23-main-11").close();
        assertEquals(List.of("2025-09-23-main-1 false", "2025-09-23-main-9 false", "2025-09-23-main-10 false",
                "2025-09-23-main-11 true"),
                runs.unfinished("main").stream().map(run -> run.runId() + " " + run.unasked()).toList());
        try (RunFolder run = runs.resume(library.resolve("ops/runs/2025-09-23-main-11.journal"))) {
            assertEquals(Night.PLAN, run.plan());
        }
    }

    @Test
    void aSetBegunAgainAtAWarmerSetPointGoesOnThere() throws Exception {
        Runs runs = runs(Disk.real());
        PlannedSet warmer = Night.DARK.at(Celsius.of(-5));
        PlannedSet warmest = Night.DARK.at(new Celsius(-2_500));
        PlannedSet bias = Night.BIAS.at(Celsius.of(-5));
        try (RunFolder run = runs.begin(Night.PLAN, "r1")) {
            assertEquals(Night.DARK, run.lastBegun(Night.DARK));
            run.begin(bias);
            accept(run, bias, 1);
            run.master(bias, run.dated().resolve("master-bias.fit"), "PASS");
            run.begin(Night.DARK);
            accept(run, Night.DARK, 1);
            assertEquals(Night.DARK, run.lastBegun(Night.DARK));
            run.begin(warmer);
            accept(run, warmer, 2);
            run.begin(warmest);
            assertEquals(warmest, run.lastBegun(Night.DARK));
        }
        Path journal = library.resolve("ops/runs/r1.journal");
        try (RunFolder run = runs.resume(journal)) {
            assertEquals(warmest, run.lastBegun(Night.DARK));
            assertEquals(warmest, run.lastBegun(warmer));
            assertEquals(Night.FLAT, run.lastBegun(Night.FLAT));
            assertEquals(Optional.of(bias), run.mastered(Night.BIAS));
            assertEquals(Optional.empty(), run.master(Night.BIAS));
            assertEquals(Optional.empty(), run.mastered(Night.DARK));
        }

        List<String> lines = Files.readAllLines(journal);
        Files.write(journal, lines.stream().filter(line -> !line.contains("\tbegun\t")).toList());
        try (RunFolder run = runs.resume(journal)) {
            assertEquals(warmer, run.lastBegun(Night.DARK),
                    "a journal without such lines tells it by its frames");
            assertEquals(2, run.frames(warmer).size());
            assertEquals(Optional.of(bias), run.mastered(Night.BIAS));
        }
    }

    @Test
    void framesOfAMasterMadeWarmerThanTheyWereMayBeGone() throws Exception {
        Runs runs = runs(Disk.real());
        PlannedSet warmer = Night.DARK.at(Celsius.of(-5));
        try (RunFolder run = runs.begin(Night.PLAN, "r1")) {
            accept(run, Night.DARK, 1);
            accept(run, warmer, 1);
            run.master(warmer, run.dated().resolve("master-dark.fit"), "PASS");
            Files.delete(run.frames(Night.DARK).getFirst());
        }
        try (RunFolder run = runs.resume(library.resolve("ops/runs/r1.journal"))) {
            assertEquals(List.of(), run.notes());
        }
    }

    @Test
    void aSecondRunOfTheEveningLeavesTheFirstOnesFramesAlone() throws Exception {
        Runs runs = runs(Disk.real());
        try (RunFolder run = runs.begin(Night.PLAN, "r1")) {
            accept(run, Night.DARK, 2);
            run.ended("ABORTED", "by hand");
        }
        try (RunFolder run = runs.begin(Night.PLAN, "r2")) {
            accept(run, Night.DARK, 1);
        }
        try (RunFolder run = runs.resume(library.resolve("ops/runs/r2.journal"))) {
            assertEquals(List.of("dark_180s_GAIN100_OFFSET50_T-10C_0003.fit"), names(run.frames(Night.DARK)));
            assertEquals(3, fitFiles(library).size());
        }
        assertEquals(library.resolve("ops/runs/r1.journal") + " exists: a run's name is used once",
                assertThrows(IOException.class, () -> runs.begin(Night.PLAN, "r1")).getMessage());
    }

    @Test
    void aJournalTornAtAnyByteGivesBackEveryWholeLineAndNothingElse() throws Exception {
        Runs runs = runs(Disk.real());
        Path journal = library.resolve("ops/runs/r1.journal");
        List<Long> ends = new ArrayList<>();
        try (RunFolder run = runs.begin(Night.PLAN, "r1")) {
            ends.add(Files.size(journal));
            for (int n = 1; n <= 3; n++) {
                accept(run, Night.BIAS, n, 1);
                ends.add(Files.size(journal));
            }
        }
        byte[] whole = Files.readAllBytes(journal);
        for (int cut = Math.toIntExact(ends.getFirst()); cut <= whole.length; cut++) {
            int at = cut;
            Files.write(journal, java.util.Arrays.copyOf(whole, cut));
            assertEquals(ends.stream().filter(end -> end <= at).count() - 1,
                    runs.unfinished("main").getFirst().frames(), "cut at byte " + cut);
        }
        Files.write(journal, java.util.Arrays.copyOf(whole, whole.length - 5));
        try (RunFolder run = runs.resume(journal)) {
            assertEquals(2, run.frames(Night.BIAS).size());
            assertEquals(2, fitFiles(library).size(), "the third frame is not in the journal");
            accept(run, Night.BIAS, 3, 1);
        }
        assertEquals(3, runs.unfinished("main").getFirst().frames());
    }

    @Test
    void framesThatAreMissingOrCutNoLongerCount() throws Exception {
        Runs runs = runs(Disk.real());
        List<Path> frames;
        try (RunFolder run = runs.begin(Night.PLAN, "r1")) {
            accept(run, Night.BIAS, 4);
            frames = run.frames(Night.BIAS);
        }
        Files.delete(frames.get(1));
        try (var channel = FileChannel.open(frames.get(2), StandardOpenOption.WRITE)) {
            channel.truncate(100);
        }
        Path part = Files.createFile(Disk.partOf(frames.get(3)));
        try (RunFolder run = runs.resume(library.resolve("ops/runs/r1.journal"))) {
            assertEquals(List.of(frames.get(0), frames.get(3)), run.frames(Night.BIAS));
            assertEquals(List.of(
                    frames.get(1) + " is missing; it is taken again",
                    frames.get(2) + " is 100 bytes, the journal says 11520; it is taken again",
                    part + " was half written; deleted"), run.notes());
            accept(run, Night.BIAS, 1);
            assertEquals("bias_GAIN100_OFFSET50_T-10C_0005.fit", names(run.frames(Night.BIAS)).getLast());
        }
    }

    @Test
    void framesOfAFinishedMasterMayBeGone() throws Exception {
        Runs runs = runs(Disk.real());
        try (RunFolder run = runs.begin(Night.PLAN, "r1")) {
            accept(run, Night.BIAS, 2);
            run.master(Night.BIAS, run.dated().resolve("master-bias.fit"), "PASS");
            Files.delete(run.frames(Night.BIAS).getFirst());
            Files.createFile(run.dated().resolve("master-dark.xisf.part"));
        }
        try (RunFolder run = runs.resume(library.resolve("ops/runs/r1.journal"))) {
            assertEquals(List.of(run.dated().resolve("master-dark.xisf.part") + " was half written; deleted"),
                    run.notes());
            assertEquals(2, run.accepted(Night.BIAS).size());
        }
    }

    @Test
    void aLargeFrameIsWrittenWithoutACopyOnTheHeap() throws Exception {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory
                .getThreadMXBean();
        try (Arena arena = Arena.ofConfined(); RunFolder run = runs(Disk.real()).begin(Night.PLAN, "r1")) {
            var frame = Night.picture(arena, new FrameShape(3000, 2000), 1);
            long before = threads.getCurrentThreadAllocatedBytes();
            run.accept(Night.DARK, frame, Night.facts(Night.DARK, 1));
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < 3_000_000, "a frame of 12 MB took " + allocated + " bytes of heap");
        }
    }

    @Test
    void aDamagedLineInTheMiddleIsNotedAndItsFrameRedone() throws Exception {
        Runs runs = runs(Disk.real());
        Path journal = library.resolve("ops/runs/r1.journal");
        try (RunFolder run = runs.begin(Night.PLAN, "r1")) {
            accept(run, Night.BIAS, 3);
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(journal));
        lines.set(2, lines.get(2).replace("hcg", "hcf"));
        Files.write(journal, lines);
        try (RunFolder run = runs.resume(journal)) {
            assertEquals(2, run.frames(Night.BIAS).size());
            assertEquals("line 3 of " + journal + " is damaged; what it said does not count",
                    run.notes().getFirst());
        }
        lines.set(0, "0" + lines.getFirst());
        Files.write(journal, lines);
        assertEquals(journal + ": the first line, the plan, is damaged; move the file away",
                assertThrows(IOException.class, () -> runs.unfinished("main")).getMessage());
    }

    @Test
    void anInterruptDoesNotKeepTheEndOutOfTheJournal() throws Exception {
        Runs runs = runs(Disk.real());
        try (RunFolder run = runs.begin(Night.PLAN, "r1")) {
            Thread.currentThread().interrupt();
            run.setEnded(Night.DARK, false, "aborted");
            run.ended("ABORTED", "by hand");
            assertTrue(Thread.interrupted(), "and is not swallowed");
        }
        assertEquals(List.of(), runs.unfinished("main"));
    }

    @Test
    void aJournalIsWrittenByOneRunAtATime() throws Exception {
        Runs runs = runs(Disk.real());
        try (RunFolder _ = runs.begin(Night.PLAN, "r1")) {
            Path journal = library.resolve("ops/runs/r1.journal");
            assertEquals(journal + " is in use by another run",
                    assertThrows(IOException.class, () -> runs.resume(journal)).getMessage());
        }
    }

    @Test
    void aFullDiskIsNamedWithTheFileAndNothingIsLeftBehind() throws Exception {
        var full = new Disk((operation, file) -> {
            if (operation.equals("write") && file.toString().endsWith(".fit.part")) {
                throw new IOException("No space left on device");
            }
        });
        try (RunFolder run = runs(full).begin(Night.PLAN, "r1")) {
            String message = String.valueOf(
                    assertThrows(IOException.class, () -> accept(run, Night.BIAS, 1)).getMessage());
            assertTrue(message.matches("writing .*bias_GAIN100_OFFSET50_T-10C_0001.fit failed: "
                    + "No space left on device; \\d+ MB free"), message);
            assertEquals(List.of(), run.frames(Night.BIAS));
        }
        try (Stream<Path> all = Files.walk(library)) {
            assertEquals(List.of(), all.filter(path -> path.toString().contains(".fit")).toList());
        }
    }

    @Test
    void aFileThatWillNotFitIsRefusedBeforeTheFirstByte() throws Exception {
        Path file = library.resolve("big.fit");
        long bytes = 1L << 60;
        String message = String
                .valueOf(assertThrows(IOException.class, () -> Disk.real().part(file, bytes, sink -> {
                    throw new IOException("a byte was written");
                })).getMessage());
        assertTrue(message
                .matches("writing .*/big.fit failed: the disk is full: 1099511627777 MB are wanted and "
                        + "16 MB kept free; \\d+ MB free"),
                message);
    }

    /// Fails the n-th disk operation, for every n, until the evening succeeds. Whatever `accept` reported is
    /// there exactly once after the next opening, and nothing else is.
    @Test
    void whateverOperationFailsWhatWasReportedIsThereOnce() throws Exception {
        int operations = Integer.MAX_VALUE;
        for (int n = 1; n < operations; n++) {
            Path root = Files.createDirectory(library.resolve("n" + n));
            var count = new AtomicInteger();
            int failing = n;
            var disk = new Disk((operation, _) -> {
                if (count.incrementAndGet() == failing) {
                    throw new IOException("fault at " + operation);
                }
            });
            List<Path> reported = new ArrayList<>();
            boolean failed = false;
            try (RunFolder run = runs(root, disk).begin(Night.PLAN, "r1")) {
                for (PlannedSet set : List.of(Night.BIAS, Night.BIAS, Night.DARK)) {
                    failed |= acceptTwiceIfNeeded(run, set, reported);
                }
            } catch (IOException _) {
                failed = true;
            }
            if (count.get() < failing) {
                operations = n;
                assertFalse(failed);
            }
            Runs real = runs(root, Disk.real());
            for (Runs.Unfinished found : real.unfinished("main")) {
                try (RunFolder run = real.resume(found.journal())) {
                    List<Path> counted = SETS.stream().flatMap(set -> run.frames(set).stream()).toList();
                    assertTrue(counted.containsAll(reported), "operation " + n);
                    assertEquals(counted.stream().distinct().count(), counted.size(), "operation " + n);
                    assertEquals(counted.stream().sorted().toList(), fitFiles(root), "operation " + n);
                    accept(run, Night.BIAS, 1);
                    assertEquals(counted.size() + 1, fitFiles(root).size(), "operation " + n);
                }
            }
        }
        assertTrue(operations > 25, "operations " + operations);
    }

    /// @return whether the first try failed
    private static boolean acceptTwiceIfNeeded(RunFolder run, PlannedSet set, List<Path> reported)
            throws IOException {
        try {
            reported.add(acceptOne(run, set, reported.size()));
            return false;
        } catch (IOException _) {
            reported.add(acceptOne(run, set, reported.size()));
            return true;
        }
    }

    @Test
    void aFrameOfAnyShapeAndAnyValueSumsToWhatTheStandardAsks() throws Exception {
        for (FrameShape shape : List.of(new FrameShape(1, 1), new FrameShape(1, 2), new FrameShape(3, 5),
                new FrameShape(1440, 1), new FrameShape(4001, 301))) {
            try (Arena arena = Arena.ofConfined();
                    RunFolder run = runs(Disk.real()).begin(Night.PLAN, "r" + shape)) {
                Path file = run.accept(Night.DARK, Night.picture(arena, shape, 1),
                        Night.facts(Night.DARK, 1));
                byte[] bytes = Files.readAllBytes(file);
                assertEquals(0, bytes.length % 2880);
                var sum = new FitsSum();
                sum.add(java.lang.foreign.MemorySegment.ofArray(bytes));
                assertEquals(0xFFFF_FFFFL, sum.value(), "shape " + shape);
                AcceptedFrame known = run.accepted(Night.DARK).getFirst();
                assertEquals(new Disk.Written(known.bytes(), known.crc32()), Disk.read(file));
            }
        }
    }

    private Runs runs(Disk disk) {
        return runs(library, disk);
    }

    private static Runs runs(Path root, Disk disk) {
        return new Runs(root, disk, Night.TIME);
    }

    private static void accept(RunFolder run, PlannedSet set, int count) throws IOException {
        accept(run, set, 1, count);
    }

    private static void accept(RunFolder run, PlannedSet set, int first, int count) throws IOException {
        for (int n = first; n < first + count; n++) {
            acceptOne(run, set, n);
        }
    }

    private static Path acceptOne(RunFolder run, PlannedSet set, int n) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return run.accept(set, Night.picture(arena, Night.SHAPE, n), Night.facts(set, n));
        }
    }

    private static List<Path> fitFiles(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> path.toString().endsWith(".fit") || path.toString().endsWith(".part"))
                    .sorted().toList();
        }
    }

    private List<String> relative(List<Path> files) {
        return files.stream().map(file -> library.relativize(file).toString()).toList();
    }

    private static List<String> names(List<Path> files) {
        return files.stream().map(file -> String.valueOf(file.getFileName())).toList();
    }
}
