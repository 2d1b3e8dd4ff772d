package dev.darkbox.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.darkbox.frame.FitsImage;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.stack.FitsRows;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.SmallFits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackVerbTest {

    private static final int FRAMES = 12;

    @TempDir
    private Path folder;

    @Test
    void mapsStandBesideTheMasterAndAreNotFramesOfTheNextStack() throws IOException {
        frames();
        Files.writeString(folder.resolve("notes.txt"), "first light");
        Files.writeString(folder.resolve("._frame00.fit"), "what another system leaves");
        Files.createDirectory(folder.resolve("older.fits"));
        for (int run = 0; run < 2; run++) {
            String said = stack("--maps", "--rejection", "sigma:2:2", "-o", "master.fit", "");
            assertTrue(said.startsWith("0 "), said);
            assertTrue(said.contains(FRAMES + " frames of 2x2"), said);
        }
        assertArrayEquals(new float[]{0, 1, 0, 0}, picture("master.low.fit"));
        assertArrayEquals(new float[]{0, 0, 2, 0}, picture("master.high.fit"));
        assertEquals(0, picture("master.sigma.fit")[3]);
        assertEquals(0.8528f, picture("master.sigma.fit")[0], 1e-3);
        assertEquals(FitsImage.Pixels.F32, FitsImage.of(folder.resolve("master.low.fit")).pixels());
        assertEquals(List.of("master.fit", "master.high.fit", "master.low.fit", "master.sigma.fit"),
                others().stream().filter(name -> name.startsWith("master")).toList());
        assertEquals(7, others().size(), others().toString());
    }

    @Test
    void theMasterSaysWhatAllFramesSayAndWhatTheyDoNotAgreeOnIsOneLine() throws IOException {
        for (int f = 0; f < 3; f++) {
            header(f, "EXPTIME = " + (f == 2 ? "180.0" : "180."), "GAIN    = 100",
                    "OFFSET  = " + (50 + f / 2),
                    "CCD-TEMP= " + (-10.1 + 0.1 * f), "INSTRUME= 'Camera'",
                    f == 0 ? "FILTER  = 'Ha'" : "BLANK   = 0");
        }
        List<String> said = stack("--rejection", "none", "-o", "m.fit", "").lines().toList();
        assertEquals("0 the frames differ, the master does not tell: FILTER (Ha, none), OFFSET (50, 51)",
                said.getFirst());
        Map<String, String> header = FitsImage.of(folder.resolve("m.fit")).header();
        assertEquals(List.of("180.0", "100", "-10.0", "Camera"), List.of(header.get("EXPTIME"),
                header.get("GAIN"), header.get("CCD-TEMP"), header.get("INSTRUME")));
        assertTrue(!header.containsKey("FILTER") && !header.containsKey("OFFSET"), header.toString());
        assertTrue(stack("--json", "--rejection", "none", "-o", "m.fit", "")
                .contains("\"differing\":[\"FILTER (Ha, none)\",\"OFFSET (50, 51)\"]"));
        header(3, "EXPTIME = 180.0", "CCD-TEMP= -9.4");
        assertTrue(stack("--rejection", "none", "-o", "m.fit", "").startsWith(
                "0 the frames differ, the master does not tell: INSTRUME (Camera, none), FILTER (Ha, none), "
                        + "GAIN (100, none), OFFSET (50, 51, none), CCD-TEMP (-10.1, -9.4)\n"));
    }

    private void header(int number, String... cards) throws IOException {
        var all = new ArrayList<>(List.of("SIMPLE  = T", "BITPIX  = 16", "NAXIS   = 2", "NAXIS1  = 2",
                "NAXIS2  = 1", "BZERO   = 32768", "BSCALE  = 1"));
        all.addAll(List.of(cards));
        SmallFits.write(folder.resolve("frame%02d.fit".formatted(number)), all,
                SmallFits.data(16, 32_768, 500, 501));
    }

    @Test
    void inAPipeEveryQuarterIsALineAndTheResultComesLast() throws IOException {
        frames();
        List<String> said = stack("-o", "m.fit", "").lines().toList();
        assertEquals("0   integrating 12 frames: 100 %", said.getFirst());
        assertTrue(said.get(1).startsWith(folder.resolve("m.fit") + ": 12 frames of 2x2"), said.toString());
    }

    @Test
    void inJsonThereIsOnlyTheResult() throws IOException {
        frames();
        String said = stack("--json", "-o", "m.fit", "");
        assertTrue(said.matches("0 \\{\"file\":\"[^\\n]*\\}\\n"), said);
    }

    @Test
    void noFrameIsOverwritten() throws IOException {
        frames();
        Files.copy(folder.resolve("frame00.fit"), folder.resolve("m.low.fit"));
        String map = folder.resolve("m.low.fit").toString();
        assertEquals("2 darkbox: " + map + " is one of the frames and would be overwritten\n",
                stack("--maps", "-o", "m.fit", "frame00.fit", "m.low.fit"));
        Files.createSymbolicLink(folder.resolve("other.fit"), folder.resolve("frame01.fit"));
        assertEquals("2 darkbox: " + folder.resolve("frame01.fit")
                + " is one of the frames and would be overwritten\n",
                stack("-o", "other.fit", "frame00.fit", "frame01.fit"));
    }

    @Test
    void noFrameOfAFolderIsOverwrittenAndWhatAStackWroteIsNoFrame() throws IOException {
        Path a = frames().getFirst();
        byte[] before = Files.readAllBytes(a);
        assertEquals("2 darkbox: " + a + " is one of the frames and would be overwritten\n",
                stack("-o", "frame00.fit", ""));
        assertArrayEquals(before, Files.readAllBytes(a));
        Path map = Files.copy(a, folder.resolve("m.low.fit"));
        assertEquals("2 darkbox: " + map + " is one of the frames and would be overwritten\n",
                stack("--maps", "-o", "m.fit", ""));
        assertTrue(stack("-o", "m.fit", "").contains("13 frames of 2x2"), "m.low.fit is a frame as well");
        Files.delete(map);
        for (String maps : List.of("--maps", "--json", "--maps")) { // with what the one before has left
            assertTrue(stack(maps, "-o", "m.fit", "").matches("(?s).*(12 frames|\"frames\":12,).*"), maps);
        }
    }

    @Test
    void whatCannotBeStackedIsOneLineAndLeavesNothing() throws IOException {
        Path a = frames().getFirst();
        List<String> before = others();
        assertEquals("2 darkbox: " + a + " is given twice\n", stack("-o", "m.fit", "", "frame00.fit"));
        Path wide = SmallFits.write(folder.resolve("wide.fit"), 16, 4, 1, 2, 3, 4);
        assertEquals("2 darkbox: " + wide + " is 4x1 pixels, " + a
                + " is 2x2; all frames of a set have one size\n", stack("-o", "m.fit", ""));
        Files.delete(wide);
        Path text = Files.writeString(folder.resolve("zzz.fit"), "SIMPLY");
        assertEquals("2 darkbox: " + text + " is not a FITS file: it does not begin with SIMPLE\n",
                stack("-o", "m.fit", ""));
        Files.delete(text);
        assertEquals(before, others());
    }

    @Test
    void aFrameThatMayNotBeReadIsNamed() throws IOException {
        Path a = frames().getFirst();
        Files.setPosixFilePermissions(a, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(a), "root reads everything");
        assertEquals("2 darkbox: " + a + " cannot be opened: Permission denied\n", stack("-o", "m.fit", ""));
    }

    /// Everything in the folder that is not one of the frames.
    private List<String> others() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.startsWith("frame"))
                    .sorted().toList();
        }
    }

    private List<Path> frames() throws IOException {
        var files = new ArrayList<Path>();
        for (int f = 0; f < FRAMES; f++) {
            files.add(SmallFits.write(folder.resolve("frame%02d.fit".formatted(f)), 16, 2,
                    500 + f % 3, f == 4 ? 3 : 500 + f % 3, f == 5 || f == 6 ? 9000 : 500 + f % 3, 7));
        }
        return files;
    }

    private float[] picture(String name) throws IOException {
        try (FitsRows rows = FitsRows.open(folder.resolve(name)); Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(ValueLayout.JAVA_FLOAT, rows.shape().pixels());
            rows.rows(0, rows.shape().heightPx(), all);
            return all.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    /// Exit code and everything printed; what is no option is a file in the folder.
    private String stack(String... words) {
        var arguments = new ArrayList<>(List.of("stack"));
        for (int i = 0; i < words.length; i++) {
            boolean file = !words[i].startsWith("-") && !(i > 0 && words[i - 1].equals("--rejection"));
            arguments.add(file ? folder.resolve(words[i]).toString() : words[i]);
        }
        var printed = new ByteArrayOutputStream();
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        var cli = new Cli(Screen.of(out, out, "", Map.of()), "Darkbox test", (_, _, _) -> 0,
                () -> new Integration(StackKernels.best()), (_, _, _) -> List.of());
        int exit = cli.run(arguments.toArray(String[]::new));
        return exit + " " + printed.toString(StandardCharsets.UTF_8);
    }
}
