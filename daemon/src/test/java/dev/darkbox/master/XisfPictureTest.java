package dev.darkbox.master;

import static dev.darkbox.master.Masters.BIAS;
import static dev.darkbox.master.Masters.DARK;
import static dev.darkbox.master.Masters.SHAPE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.frame.Disk;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Statistics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XisfPictureTest {

    @TempDir
    private Path folder;

    @Test
    void whatWasWrittenIsReadBackInAduWithItsHeader() throws Exception {
        MasterStats meant = Masters.stats(DARK, SHAPE);
        try (XisfPicture picture = XisfPicture.open(write(DARK).xisf())) {
            assertEquals(SHAPE, picture.shape());
            assertEquals("MasterDark", picture.imageType());
            assertEquals("Master Dark", picture.header().get("IMAGETYP"));
            assertEquals("ZWO ASI2600MC <Pro> & \"more\"", picture.header().get("INSTRUME"));
            assertEquals("it's the first of its kind", picture.header().get("DBXREMRK"));
            MasterStats found = Statistics.of(picture);
            assertEquals(meant.mean(), found.mean(), 1e-3);
            assertEquals(meant.median(), found.median(), 1e-4);
            assertEquals(60_000.25, found.max(), 5e-3);
            picture.verify();
        }
    }

    @Test
    void bothTwinsAreOneMasterWhateverTheyAreCalled() throws Exception {
        MasterFiles files = write(BIAS);
        Path other = Files.copy(files.xisf(), folder.resolve("other.dat"));
        for (Path file : new Path[]{files.fit(), other}) {
            try (MasterPicture picture = MasterPicture.open(file)) {
                assertEquals(SHAPE, picture.shape());
                assertEquals(3, picture.header().frames());
                assertEquals(1.25, picture.header().noiseAdu());
                assertEquals(2.125, picture.header().frameNoiseAdu());
                assertEquals(-9.9, picture.header().sensorC());
                assertEquals(0.2468, picture.header().eGain());
            }
        }
    }

    @Test
    void aChangedPixelIsFoundByTheChecksum() throws Exception {
        Path file = write(DARK).xisf();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 3] ^= 1;
        Files.write(file, bytes);
        try (XisfPicture picture = XisfPicture.open(file)) {
            String message = String.valueOf(assertThrows(IOException.class, picture::verify).getMessage());
            assertTrue(message.startsWith(file + ": its pixels have the SHA-1 "), message);
        }
    }

    @Test
    void whatCannotBeReadIsNamedWithWhatIsAllowed() throws Exception {
        byte[] good = Files.readAllBytes(write(DARK).xisf());
        Map<String, byte[]> wrong = new LinkedHashMap<>();
        wrong.put("is not an XISF file: it does not begin with XISF0100", "SIMPLE  =".repeat(9).getBytes(
                StandardCharsets.US_ASCII));
        wrong.put("is not an XISF file", new byte[0]);
        wrong.put("is cut short in its header", java.util.Arrays.copyOf(good, 900));
        wrong.put("is cut short: its pixels end at byte ", java.util.Arrays.copyOf(good, good.length - 1));
        wrong.put("sampleFormat \"UInt16\"; allowed: Float32", with(good, "Float32\" ", "UInt16\"  "));
        wrong.put("bounds \"0:9\"; allowed: 0:1", with(good, "bounds=\"0:1\"", "bounds=\"0:9\""));
        wrong.put("geometry \"67:41:3\"; allowed: WIDTH:HEIGHT:1", with(good, "67:41:1", "67:41:3"));
        wrong.put("bytes for 67x42 pixels", with(good, "67:41:1", "67:42:1"));
        wrong.put("location \"embedded__:", with(good, "attachment:", "embedded__:"));
        wrong.put("has no picture in its header", with(good, "<Image ", "<Imago "));
        wrong.put("has a header of 4294967295 bytes", length(good, -1));
        int n = 0;
        for (var file : wrong.entrySet()) {
            Path path = Files.write(folder.resolve("wrong" + n++ + ".xisf"), file.getValue());
            String message = String
                    .valueOf(assertThrows(IOException.class, () -> XisfPicture.open(path)).getMessage());
            assertTrue(message.startsWith(path + " ") && message.contains(file.getKey()),
                    () -> message + " does not say: " + file.getKey());
        }
    }

    private static byte[] with(byte[] file, String old, String text) {
        String latin = new String(file, StandardCharsets.ISO_8859_1);
        assertTrue(latin.contains(old) && old.length() == text.length(), old);
        return latin.replace(old, text).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] length(byte[] file, int length) {
        byte[] other = file.clone();
        ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putInt(8, length);
        return other;
    }

    private MasterFiles write(PlannedSet set) throws IOException {
        return Masters.write(Disk.real(), set, "r1", Masters.DUSK, Masters.HOLD, SHAPE, folder);
    }
}
