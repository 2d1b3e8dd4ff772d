package dev.darkbox.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkbox.device.FrameShape;
import dev.darkbox.stack.SmallFits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitsImageTest {

    @TempDir
    private Path folder;

    @Test
    void everyKindOfSampleBecomesAdu() throws IOException {
        record Kind(int bits, long zero, List<Double> adu) {}
        Kind[] kinds = {
            new Kind(8, 0, List.of(0.0, 1.0, 127.0, 128.0, 254.0, 255.0)),
            new Kind(16, 0, List.of(-32768.0, -1.0, 0.0, 1.0, 32766.0, 32767.0)),
            new Kind(16, 32_768, List.of(0.0, 1.0, 32767.0, 32768.0, 65534.0, 65535.0)),
            new Kind(32, 0, List.of(-1000000.0, -1.0, 0.0, 1.0, 70000.0, 16777216.0)),
            new Kind(32, 2_147_483_648L, List.of(0.0, 1.0, 2.0, 65536.0, 1048576.0, 3000000000.0)),
            new Kind(-32, 0, List.of(-0.5, 0.0, 0.25, 1e-20, 1e20, 65535.5)),
            new Kind(-64, 0, List.of(-0.5, 0.0, 0.25, 1e-20, 1e20, 65535.5)),
        };
        for (Kind kind : kinds) {
            Path file = SmallFits.write(folder.resolve("kind.fit"),
                    List.of("SIMPLE  = T", "BITPIX  = " + kind.bits,
                            "NAXIS   = 2", "NAXIS1  = 3", "NAXIS2  = 2", "BZERO   = " + kind.zero),
                    SmallFits.data(kind.bits, kind.zero, kind.adu.stream().mapToDouble(x -> x).toArray()));
            var wanted = new float[6];
            for (int i = 0; i < 6; i++) {
                wanted[i] = kind.adu.get(i).floatValue();
            }
            assertArrayEquals(wanted, floats(file, 0, 6), kind.toString());
            assertArrayEquals(new float[]{wanted[3], wanted[4]}, floats(file, 3, 2), kind.toString());
        }
    }

    @Test
    void eightAndSixteenBitsAreReadAsWords() throws IOException {
        for (int bits : new int[]{8, 16}) {
            Path file = SmallFits.write(folder.resolve("words.fit"), bits, 4, 0, 1, 2, 3, 4, 5, 250, 255);
            try (FitsPixels pixels = FitsImage.of(file).open(); Arena arena = Arena.ofConfined()) {
                MemorySegment words = arena.allocate(ValueLayout.JAVA_SHORT, 6);
                pixels.u16(2, words);
                assertArrayEquals(new short[]{2, 3, 4, 5, 250, 255}, words.toArray(ValueLayout.JAVA_SHORT));
            }
        }
    }

    @Test
    void theHeaderIsReadWhole() throws IOException {
        Path file = SmallFits.write(folder.resolve("h.fit"),
                List.of("SIMPLE  =                    T / standard",
                        "BITPIX  =                  -32", "NAXIS   = 2", "NAXIS1  = 1", "NAXIS2  = 1",
                        "EXPTIME = 1.5D1 / [s]",
                        "INSTRUME= 'O''Brien''s / camera  ' / who", "CCD-TEMP= -10.1",
                        "COMMENT = not a value",
                        "GAIN    = 100", "GAIN    = 200", "DATE-OBS= '2025-09-23T18:00:00'", "EMPTY   ="),
                SmallFits.data(-32, 0, 7));
        FitsImage image = FitsImage.of(file);
        assertEquals(new FrameShape(1, 1), image.shape());
        assertEquals(15, image.number("EXPTIME").orElseThrow());
        assertEquals(-10.1, image.number("CCD-TEMP").orElseThrow());
        assertEquals(100, image.number("GAIN").orElseThrow());
        assertEquals("O'Brien's / camera", image.header().get("INSTRUME"));
        assertEquals("2025-09-23T18:00:00", image.header().get("DATE-OBS"));
        assertEquals(true, image.number("INSTRUME").isEmpty());
        assertEquals(true, image.number("MISSING").isEmpty());
    }

    @Test
    void whatCannotBeReadIsNamedWithTheReason() throws IOException {
        byte[] none = {};
        refused("is empty", Files.write(folder.resolve("a"), none));
        refused("is not a FITS file: it does not begin with SIMPLE",
                Files.writeString(folder.resolve("b"), "PNG".repeat(2000)));
        refused("is a folder, not a FITS file", Files.createDirectory(folder.resolve("c")));
        refused("cannot be opened: No such file or directory", folder.resolve("missing"));
        refused("has no picture in its primary header (NAXIS = 0): fpacked files and pictures in extensions are"
                + " not read", cards("NAXIS   = 0"));
        refused("has NAXIS = 3; only pictures with 2 axes are read", cards("NAXIS   = 3"));
        refused("has BITPIX = 64; 8, 16, 32, -32 and -64 are read",
                cards("NAXIS   = 2", "NAXIS1  = 2", "NAXIS2  = 1", "BITPIX  = 64"));
        refused("has BSCALE = 2.5; only 1 is read",
                cards("NAXIS   = 2", "NAXIS1  = 2", "NAXIS2  = 1", "BITPIX  = 16", "BSCALE  = 2.5"));
        refused("has BZERO = 100; with BITPIX = 16 only 0 or 32768 is read",
                cards("NAXIS   = 2", "NAXIS1  = 2", "NAXIS2  = 1", "BITPIX  = 16", "BZERO   = 100"));
        refused("has NAXIS1 = wide; a whole number is needed", cards("NAXIS   = 2", "NAXIS1  = wide"));
        refused("is 70000x1 pixels; 1..65535 a side are read",
                cards("NAXIS   = 2", "NAXIS1  = 70000", "NAXIS2  = 1", "BITPIX  = 16"));
        refused("has no NAXIS2 in its header", cards("NAXIS   = 2", "NAXIS1  = 2"));
        refused("is cut short: 1000x1000 needs 2000000 bytes of pixels, the file has 0",
                cards("NAXIS   = 2", "NAXIS1  = 1000", "NAXIS2  = 1000", "BITPIX  = 16", "BZERO   = 32768"));
        refused("is cut short: its header has no END",
                Files.writeString(folder.resolve("d"), "SIMPLE  =                    T" + " ".repeat(3000)));
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(new byte[5000]);
        }
        refused("is gzip-compressed; only plain FITS files are read",
                Files.write(folder.resolve("e.fit.gz"), zipped.toByteArray()));
    }

    @Test
    void aPixelThatIsNoNumberIsNamed() throws IOException {
        Path file = SmallFits.write(folder.resolve("nan.fit"), -32, 2, 1, 2, 3, Double.NaN);
        var refused = assertThrows(IOException.class, () -> floats(file, 0, 4));
        assertEquals(file + ": pixel x=1 y=1 (from 0) is NaN; only finite numbers can be integrated",
                refused.getMessage());
    }

    private Path cards(String... more) throws IOException {
        var cards = new java.util.ArrayList<>(List.of("SIMPLE  =                    T"));
        cards.addAll(List.of(more));
        return SmallFits.write(Files.createTempFile(folder, "cards", ".fit"), cards, new byte[]{});
    }

    private static void refused(String why, Path file) {
        assertEquals(file + " " + why,
                assertThrows(IOException.class, () -> FitsImage.of(file)).getMessage());
    }

    private static float[] floats(Path file, long first, int count) throws IOException {
        try (FitsPixels pixels = FitsImage.of(file).open(); Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(ValueLayout.JAVA_FLOAT, count);
            pixels.f32(first, into);
            return into.toArray(ValueLayout.JAVA_FLOAT);
        }
    }
}
