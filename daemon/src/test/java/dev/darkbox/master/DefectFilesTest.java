package dev.darkbox.master;

import static dev.darkbox.master.Masters.DARK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.Peers;
import dev.darkbox.device.FrameShape;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.FitsCards;
import dev.darkbox.frame.FitsWriter;
import dev.darkbox.quality.Defect;
import dev.darkbox.quality.Defect.Kind;
import dev.darkbox.quality.DefectRule;
import dev.darkbox.quality.Defects;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Statistics;
import dev.darkbox.stack.FitsRows;
import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefectFilesTest {

    private static final FrameShape SHAPE = new FrameShape(60, 41);

    @TempDir
    private Path folder;

    @Test
    void bothFilesHoldTheSamePixels() throws Exception {
        write();
        assertEquals(List.of(
                "# bad pixels of " + DARK.master() + ", 60x41, for Siril: rows count from the last"
                        + " of the file",
                "# 2 hot, 1 warm, 1 cold, 1 saturated", "P 10 35 H", "P 50 10 C",
                "P 59 0 H"), Files.readAllLines(folder.resolve("m.bpm.lst")));
        var pixels = new ArrayList<Defect>();
        DefectList.Summary summary = DefectList.read(folder.resolve("m.defects.json"), pixels::add);
        assertEquals(List.of(new Defect(10, 5, 20_000, Set.of(Kind.HOT)),
                new Defect(59, 40, 65_500, Set.of(Kind.HOT, Kind.SATURATED)),
                new Defect(50, 30, 1, Set.of(Kind.COLD)), new Defect(20, 7, 1070, Set.of(Kind.WARM))),
                pixels);
        assertEquals(2, summary.counts().get(Kind.HOT));
        assertEquals(0, summary.counts().get(Kind.NOISY));
        assertEquals(Set.of(), summary.unlisted());
    }

    /// What Ekos does: the whole document, `hot` and `cold` with `x`, `y` and `value`.
    @Test
    void thePixelMapIsJsonAsEkosReadsIt() throws Exception {
        Peers.assumeAstropy();
        write();
        Path script = Files.writeString(folder.resolve("ekos.py"), """
                import json, sys
                d = json.load(open(sys.argv[1]))
                print(d['camera'], d['median'], d['hotAggressiveness'], d['coldAggressiveness'])
                print([(p['x'], p['y'], p['value']) for p in d['hot']], [(p['x'], p['y']) for p in d['cold']])
                """);
        Process python = new ProcessBuilder("/usr/bin/python3", script.toString(),
                folder.resolve("m.defects.json").toString()).redirectErrorStream(true).start();
        assertEquals("ZWO \"x\" \\ 1000.0 100 100\n[(10, 5, 20000.0), (59, 40, 65500.0)] [(50, 30)]\n",
                new String(python.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void sirilMendsThePixelsThatAreBadAndNoOthers() throws Exception {
        Peers.assumeSiril();
        write();
        Peers.siril(folder, "load m\ncosme m.bpm.lst\nsave mended\n");
        assertEquals(List.of("10,5", "50,30", "59,40"), changed(folder.resolve("m.fit"),
                folder.resolve("mended.fit")));
        // and what Siril finds by itself, it calls by the same names
        Peers.siril(folder, "load m\nfind_hot found 8 8\n");
        assertTrue(Files.readAllLines(folder.resolve("found.lst"))
                .containsAll(List.of("P 10 35 H", "P 59 0 H")));
    }

    @Test
    void aFileThatIsNoMapIsNamed() throws Exception {
        Path other = Files.writeString(folder.resolve("x.json"), "{\n\"hot\": []}\n");
        String message = String.valueOf(
                assertThrows(IOException.class, () -> DefectList.read(other, _ -> {})).getMessage());
        assertEquals(other + " has no counts: Darkbox did not write it", message);
        Path damaged = Files.writeString(folder.resolve("y.json"),
                "\"counts\": {\"hot\": 1},\n{\"x\":1,\"y\":}\n");
        message = String.valueOf(
                assertThrows(IOException.class, () -> DefectList.read(damaged, _ -> {})).getMessage());
        assertEquals(damaged + ":2: \"{\"x\":1,\"y\":}\" is no pixel", message);
    }

    /// A picture with a few bad pixels as FITS, and its two files.
    private void write() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment pixels = arena.allocate(ValueLayout.JAVA_FLOAT, SHAPE.pixels());
            for (long i = 0; i < SHAPE.pixels(); i++) {
                pixels.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (990 + i * 7919 % 21));
            }
            put(pixels, 10, 5, 20_000);
            put(pixels, 50, 30, 1);
            put(pixels, 20, 7, 1070);
            put(pixels, 59, 40, 65_500);
            RowSource picture = new RowSource() {
                @Override
                public FrameShape shape() {
                    return SHAPE;
                }

                @Override
                public void rows(int first, int count, MemorySegment into) {
                    MemorySegment.copy(pixels, 4L * first * SHAPE.widthPx(), into, 0,
                            4L * count * SHAPE.widthPx());
                }
            };
            var cards = new FitsCards().text("ROWORDER", "TOP-DOWN", "");
            Disk disk = Disk.real();
            disk.part(folder.resolve("m.fit"), 0,
                    FitsWriter.content(SHAPE, cards, FitsWriter.Sample.U16, picture::rows));
            disk.publish(folder.resolve("m.fit"));
            MasterStats stats = Statistics.of(picture);
            try (Defects defects = Defects.find(new Defects.Looked(picture, stats, 40, Double.NaN,
                    Optional.empty(), Optional.empty()), DefectRule.usual())) {
                var files = new DefectFiles(DARK.master(), "ZWO \"x\" \\", SHAPE, stats, defects);
                disk.part(folder.resolve("m.bpm.lst"), files.size(), files.bpm());
                disk.publish(folder.resolve("m.bpm.lst"));
                disk.part(folder.resolve("m.defects.json"), files.size(), files.json());
                disk.publish(folder.resolve("m.defects.json"));
                assertTrue(Files.size(folder.resolve("m.defects.json")) <= files.size());
            }
        }
    }

    private static void put(MemorySegment pixels, int x, int y, float value) {
        pixels.setAtIndex(ValueLayout.JAVA_FLOAT, (long) y * SHAPE.widthPx() + x, value);
    }

    private static List<String> changed(Path one, Path other) throws IOException {
        var changed = new ArrayList<String>();
        try (FitsRows a = FitsRows.open(one);
                FitsRows b = FitsRows.open(other);
                Arena arena = Arena.ofConfined()) {
            MemorySegment rowOfOne = arena.allocate(ValueLayout.JAVA_FLOAT, SHAPE.widthPx());
            MemorySegment rowOfOther = arena.allocate(ValueLayout.JAVA_FLOAT, SHAPE.widthPx());
            for (int y = 0; y < SHAPE.heightPx(); y++) {
                a.rows(y, 1, rowOfOne);
                b.rows(y, 1, rowOfOther);
                for (int x = 0; x < SHAPE.widthPx(); x++) {
                    if (rowOfOne.getAtIndex(ValueLayout.JAVA_FLOAT, x) != rowOfOther
                            .getAtIndex(ValueLayout.JAVA_FLOAT, x)) {
                        changed.add(x + "," + y);
                    }
                }
            }
        }
        return changed;
    }
}
