package dev.darkbox.master;

import static dev.darkbox.master.Masters.BIAS;
import static dev.darkbox.master.Masters.DARK;
import static dev.darkbox.master.Masters.FLAT;
import static dev.darkbox.master.Masters.SHAPE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.Peers;
import dev.darkbox.device.FrameShape;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.quality.MasterStats;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterWriterTest {

    @TempDir
    private Path folder;

    @Test
    void theHeaderOfADarkSaysEverythingAConsumerMatchesBy() throws Exception {
        Map<String, String> header = FitsImage.of(write(Disk.real(), DARK, "r1", SHAPE).fit()).header();
        String keys = """
                IMAGETYP DARK | EXPTIME 180.0 | EXPOSURE 180.0 | DBXUSED 180.001 | DATE-OBS 2025-09-23T18:00:00.000
                DATE-END 2025-09-23T18:09:40.001 | GAIN 100 | OFFSET 50 | EGAIN 0.2468 | READOUTM High Gain
                USBLIMIT 40 | XBINNING 1 | YBINNING 1 | XPIXSZ 3.76 | CAMERAID 0a1b2c | SET-TEMP -10.0
                FILTER Ha | BAYERPAT RGGB | XBAYROFF 0 | ROWORDER TOP-DOWN | CCD-TEMP -9.9 | DBXTMIN -10.0
                DBXTMAX -9.8 | DBXTSD 0.1 | NCOMBINE 3 | STACKCNT 3 | DARK_CNT 3 | LIVETIME 540.003 | DBXNREJ 1
                DBXMETH mean, winsorized 3/3 | DBXLOW 6 | DBXHIGH 15 | DBXNOISE 1.25 | DBXFNOIS 2.125
                DBXVERD HOLD | DBXREMRK it's the first of its kind | DBXPREV 2025-03-20/master | DBXRUN r1
                DBXRIG main | DATE 2025-09-24T06:00:00.000 | SWCREATE Darkbox 0.1.0 | BITPIX 16 | BZERO 32768
                OBSERVAT Garden observatory | OBSERVER A. Observer
                DATAMIN none | DATAMAX none | BIAS_CNT none | INSTRUME ZWO ASI2600MC <Pro> & "more\"""";
        for (String line : keys.replace(" | ", "\n").lines().toList()) {
            String key = line.substring(0, line.indexOf(' '));
            assertEquals(line, key + " " + header.getOrDefault(key, "none"));
        }
        MasterStats stats = Masters.stats(DARK, SHAPE);
        assertEquals(stats.mean(), number(header, "DBXMEAN"), 1e-6);
        assertEquals(stats.median(), number(header, "DBXMEDN"), 1e-6);
        assertEquals(stats.sigma(), number(header, "DBXSIGMA"), 1e-6);
        assertEquals((double) stats.hotPixels(), number(header, "DBXHOT"));
    }

    @Test
    void astropyReadsTheTwinsAsOnePictureTheSameWayUp() throws Exception {
        Peers.assumeAstropy();
        var masters = new ArrayList<Path>();
        for (PlannedSet set : List.of(BIAS, DARK, FLAT)) {
            masters.add(write(Disk.real(), set, "r1", SHAPE).fit());
        }
        assertEquals(List.of(
                "master-bias_GAIN100_OFFSET50_T-10C.fit BIAS 0.0", "MasterBias 'Master Bias' 0.0",
                "master-dark_180s_GAIN100_OFFSET50_T-10C.fit DARK 180.0", "MasterDark 'Master Dark' 180.0",
                "master-darkflat_Ha_5p3977s_GAIN100_OFFSET50_T-10C.fit DARK 5.3977",
                "MasterDark 'Master Dark' 5.3977"),
                Peers.astropy(masters).stream().map(line -> line.replaceAll(" \\(41, 67\\).*", "")).toList());
    }

    @Test
    void fitsverifyFindsNothingToSay() throws Exception {
        Peers.assumeFitsverify();
        for (PlannedSet set : List.of(BIAS, DARK, FLAT)) {
            Path master = write(Disk.real(), set, "r1", SHAPE).fit();
            assertEquals(List.of("verification OK: " + master), Peers.fitsverify(List.of(master)));
        }
    }

    @Test
    void sirilLoadsTheFitsTwinAndFindsItsMean() throws Exception {
        Peers.assumeSiril();
        Files.copy(write(Disk.real(), DARK, "r1", SHAPE).fit(), folder.resolve("m.fit"));
        String said = String.join("\n", Peers.siril(folder, "load m\nstat\n"));
        double mean = Double.parseDouble(said.replaceAll("(?s).*Mean: ([0-9.]+),.*", "$1"));
        assertEquals(Masters.stats(DARK, SHAPE).mean(), mean, 0.5, said);
    }

    @Test
    void theLogHoldsEveryFrameWithItsRejections() throws Exception {
        List<String> log = Files.readAllLines(write(Disk.real(), DARK, "r1", SHAPE).xrs());
        assertEquals(
                """
                        n  sensor °C  load %   mean ADU  low        low %      high       high %     total %   used s       begin UTC                 bytes      crc32     file
                        1    -10.000    60.0    500.000  1            0.0364%  4            0.1456%   0.1820%  180.001      2025-09-23T18:00:00.000Z  11520      00bc614e  dark_1.fit
                        2     -9.900    60.5    501.000  2            0.0728%  5            0.1820%   0.2548%  180.001      2025-09-23T18:03:20.000Z  11520      00bc614f  dark_2.fit
                        3     -9.800    61.0    502.000  3            0.1092%  6            0.2184%   0.3276%  180.001      2025-09-23T18:06:40.000Z  11520      00bc6150  dark_3.fit"""
                        .lines().map(String::strip).toList(),
                log.subList(log.indexOf("[frames]") + 1, log.indexOf("[frames]") + 5).stream()
                        .map(String::strip)
                        .toList());
        for (String line : List.of("rejected       21 = 0.2548% (6 low = 0.0728%, 15 high = 0.1820%)",
                "noise ratio    1.700 measured, 1.732 = sqrt(3) expected",
                "  2025-09-23T18:30:00.000Z sensor -9.5°C: too warm", "verdict        HOLD")) {
            assertTrue(log.contains(line), () -> line + " is not in\n" + String.join("\n", log));
        }
    }

    @Test
    void thePreviewShowsTheWholePictureTheSameWayUp() throws Exception {
        FrameShape wide = new FrameShape(2500, 1301);
        BufferedImage image = ImageIO.read(write(Disk.real(), DARK, "r1", wide).png().toFile());
        assertEquals(List.of(833, 433), List.of(image.getWidth(), image.getHeight()));
        int bright = image.getRaster().getSample(1, 0, 0);
        int middle = image.getRaster().getSample(400, 216, 0);
        int bottomLeft = image.getRaster().getSample(1, 430, 0);
        int topRight = image.getRaster().getSample(830, 0, 0);
        assertEquals(255, bright);
        assertEquals(64, middle, 8);
        assertTrue(topRight < middle && middle < bottomLeft && bottomLeft < 128,
                () -> topRight + " " + middle + " " + bottomLeft);
    }

    @Test
    void theSameRunReplacesItsMasterAnotherRunsMasterIsKeptUnderANumber() throws Exception {
        write(Disk.real(), DARK, "r1", SHAPE);
        write(Disk.real(), DARK, "r1", SHAPE);
        assertEquals(6, names().size());
        write(Disk.real(), DARK, "r2", SHAPE);
        write(Disk.real(), DARK, "r3", SHAPE);
        String name = DARK.master();
        assertEquals(Stream.of("", ".1", ".2")
                .flatMap(n -> Stream.of(".bpm.lst", ".defects.json", ".fit", ".png", ".xisf", ".xrs")
                        .map(ending -> name + n + ending))
                .sorted().toList(), names());
        assertEquals("r3", run(folder.resolve(name + ".fit")));
        assertEquals("r1", run(folder.resolve(name + ".1.fit")));
        assertEquals("r2", run(folder.resolve(name + ".2.fit")));
    }

    /// Fails the n-th disk operation, for every n: the next try always succeeds, and the older master is never
    /// lost.
    @Test
    void whateverOperationFailsTheNextTrySucceedsAndNothingIsLost() throws Exception {
        boolean failed = true;
        for (int n = 1; failed; n++) {
            Path night = Files.createDirectory(folder.resolve("n" + n));
            write(Disk.real(), DARK, "r1", SHAPE, night);
            var count = new AtomicInteger();
            int failing = n;
            var disk = new Disk((operation, _) -> {
                if (count.incrementAndGet() == failing) {
                    throw new IOException("fault at " + operation);
                }
            });
            try {
                write(disk, DARK, "r2", SHAPE, night);
                failed = false;
            } catch (IOException _) {
                failed = true;
            }
            write(Disk.real(), DARK, "r2", SHAPE, night);
            assertEquals("r2", run(night.resolve(DARK.master() + ".fit")));
            assertEquals("r1", run(night.resolve(DARK.master() + ".1.fit")));
            try (Stream<Path> files = Files.list(night)) {
                assertEquals(12, files.count(), "operation " + n);
            }
        }
    }

    @Test
    void aDiskThatChangesAByteIsCaughtBeforeTheMasterGetsItsName() throws Exception {
        var lying = new Disk((operation, file) -> {
            if (operation.equals("read") && file.toString().endsWith(".xisf.part")) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length - 1] ^= 1;
                Files.write(file, bytes);
            }
        });
        String message = String.valueOf(
                assertThrows(IOException.class, () -> write(lying, DARK, "r1", SHAPE)).getMessage());
        assertTrue(message.contains(".xisf.part reads back as "), message);
        assertTrue(names().stream().noneMatch(name -> name.endsWith(".fit") || name.endsWith(".xisf")));
    }

    private MasterFiles write(Disk disk, PlannedSet set, String runId, FrameShape shape) throws IOException {
        return write(disk, set, runId, shape, folder);
    }

    private static MasterFiles write(Disk disk, PlannedSet set, String runId, FrameShape shape, Path into)
            throws IOException {
        return Masters.write(disk, set, runId, Masters.DUSK, Masters.HOLD, shape, into);
    }

    private static String run(Path fit) throws IOException {
        return FitsImage.of(fit).header().getOrDefault("DBXRUN", "none");
    }

    private static double number(Map<String, String> header, String key) {
        return Double.parseDouble(header.getOrDefault(key, "NaN"));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).map(file -> String.valueOf(file.getFileName()))
                    .sorted().toList();
        }
    }
}
