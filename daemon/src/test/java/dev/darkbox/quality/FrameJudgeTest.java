package dev.darkbox.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.sim.SimDark;
import dev.darkbox.device.sim.SimDefects;
import dev.darkbox.device.sim.SimFault;
import dev.darkbox.device.sim.SimFaults;
import dev.darkbox.device.sim.SimSensor;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.frame.FitsPixels;
import dev.darkbox.kernel.JavaPrint;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FrameJudgeTest {

    private static final FrameShape SMALL = new FrameShape(400, 300);

    /// Sets in which every frame is good, whatever it looks like.
    private record Healthy(String name, SimSensor sensor, double seconds, SimFaults faults) {}

    private static List<Healthy> healthy(FrameShape shape) {
        SimSensor usual = SimSensor.typical(shape);
        return List.of(
                new Healthy("a readout that settles", usual, 0, SimFaults.none()),
                new Healthy("12 bits", usual.withAdcBits(12), 0, SimFaults.none()),
                new Healthy("long darks", usual, 300, SimFaults.none()),
                new Healthy("a level that drifts", usual, 300,
                        SimFaults.none().next(new SimFault.OffsetDrift(120))),
                new Healthy("air that warms", usual, 300, SimFaults.none()
                        .next(new SimFault.Gust(10, Duration.ofHours(1)))),
                new Healthy("telegraph noise", usual.with(new SimDefects(0.002, 0.5, 1.1, 0, 0.05, 60)), 60,
                        SimFaults.none()),
                new Healthy("one pixel in twenty hot",
                        usual.with(new SimDefects(0.05, 0.5, 1.1, 0, 0.001, 15)),
                        300, SimFaults.none()),
                new Healthy("a hundred times the cosmic rays",
                        usual.with(SimDark.typical().withCosmicRays(400)), 1200, SimFaults.none()),
                new Healthy("a thousand times the cosmic rays",
                        usual.with(SimDark.typical().withCosmicRays(4000)), 1200, SimFaults.none()));
    }

    @Test
    void noGoodFrameIsLost() throws Exception {
        for (Healthy set : healthy(new FrameShape(96, 64))) {
            for (int seed = 0; seed < 2; seed++) {
                assertEquals(Map.of(), judge(frames(set, seed)), "%s, seed %d".formatted(set.name, seed));
            }
        }
    }

    @Test
    @Tag("slow")
    void noGoodFrameIsLostInManySets() throws Exception {
        for (FrameShape shape : List.of(new FrameShape(64, 48), SMALL, new FrameShape(1500, 1000))) {
            for (Healthy set : healthy(shape)) {
                for (int seed = 0; seed < (shape.widthPx() > 1000 ? 2 : 20); seed++) {
                    assertEquals(Map.of(), judge(frames(set, seed)),
                            "%s: %s, seed %d".formatted(shape, set.name, seed));
                }
            }
        }
    }

    private static List<FrameBuffer> frames(Healthy set, int seed) throws Exception {
        return new Shots(set.sensor, seed, SimFaults.of(set.faults.pending())).take(set.seconds, 14);
    }

    @Test
    void eachSpoiltFrameIsFoundAndNoOther() throws Exception {
        eachSpoiltFrameIsFound(SMALL, 3, 0, 9);
    }

    @Test
    @Tag("slow")
    void eachSpoiltFrameIsFoundWhereverItStandsAndNoOther() throws Exception {
        for (int seed = 0; seed < 5; seed++) {
            eachSpoiltFrameIsFound(new FrameShape(640, 480), seed, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13);
        }
    }

    private static void eachSpoiltFrameIsFound(FrameShape shape, int seed, int... places) throws Exception {
        List<FrameBuffer> darks = Shots.of(SimSensor.typical(shape), seed).take(300, 14);
        for (Spoil spoil : Spoil.values()) {
            for (int at : places) {
                var frames = new ArrayList<>(darks);
                frames.set(at, spoil.frame(darks.get(at)));
                Map<Integer, OddFrame> odd = judge(frames);
                assertEquals(List.of(at), List.copyOf(odd.keySet()),
                        spoil + " with seed " + seed + ": " + odd);
            }
        }
    }

    @Test
    void severalSpoiltFramesOfASetAreFoundAmongEachOther() throws Exception {
        List<FrameBuffer> frames = new ArrayList<>(Shots.of(SimSensor.typical(SMALL), 5).take(300, 16));
        frames.set(0, Spoil.TORN_IN_THE_MIDDLE.frame(frames.get(0)));
        frames.set(2, Spoil.A_BAND.frame(frames.get(2)));
        frames.set(6, Spoil.SHIFTED_BY_A_COLUMN.frame(frames.get(6)));
        frames.set(12, Spoil.LOWER_HALF_BRIGHTER.frame(frames.get(12)));
        assertEquals(List.of(0, 2, 6, 12), List.copyOf(judge(frames).keySet()));
    }

    @Test
    void theReasonSaysWhatIsWrongAndWhere() throws Exception {
        List<FrameBuffer> darks = Shots.of(SimSensor.typical(SMALL), 3).take(300, 14);
        assertEquals("rows 9 to 10 are noise, not a picture; other frames have a picture there",
                reason(darks, Spoil.TWO_ROWS_OF_NOISE));
        assertEquals("rows 295 to 299 are without any noise: nothing came over the cable",
                reason(darks, Spoil.LAST_ROWS_EMPTY));
        assertTrue(reason(darks, Spoil.SHIFTED_BY_FIVE_COLUMNS).startsWith(
                "hot pixels stand -5 columns and 0 rows from where they are in other frames, "));
        assertTrue(reason(darks, Spoil.A_BAND).startsWith("rows 40 to 49 are up to "));
    }

    private static String reason(List<FrameBuffer> sound, Spoil spoil) {
        var frames = new ArrayList<>(sound);
        frames.set(9, spoil.frame(sound.get(9)));
        return only(judge(frames), 9).reason();
    }

    @Test
    void aFrameThatIsDeliveredAgainIsFoundInWholeOrInPart() throws Exception {
        List<FrameBuffer> darks = Shots.of(SimSensor.typical(SMALL), 3).take(0, 8);
        var frames = new ArrayList<>(darks);
        frames.set(1, darks.get(0));
        assertEquals("every pixel is that of the frame before: the camera delivered it again",
                only(judge(frames), 1).reason());
        frames.set(1, darks.get(1));
        FrameBuffer mixed = Shots.copy(darks.get(5));
        for (int y = 150; y < 300; y++) {
            for (int x = 0; x < 400; x++) {
                mixed.setAdu(x, y, darks.get(3).adu(x, y));
            }
        }
        frames.set(5, mixed);
        Map<Integer, OddFrame> odd = judge(frames);
        assertEquals(List.of(5), List.copyOf(odd.keySet()));
        assertEquals(OddFrame.Kind.COPY, only(odd, 5).kind());
    }

    @Test
    void whatEveryFrameShowsIsTheCamerasHabit() throws Exception {
        List<FrameBuffer> frames = new ArrayList<>();
        for (FrameBuffer frame : Shots.of(SimSensor.typical(SMALL), 3).take(0, 12)) {
            frames.add(Spoil.LAST_ROWS_EMPTY.frame(frame));
        }
        assertEquals(Map.of(), judge(frames));
    }

    @Test
    void framesOfAnotherSizeAreRefused() throws Exception {
        var judge = new FrameJudge();
        judge.add(FramePrint.of(Shots.of(SimSensor.typical(SMALL), 1).take(0, 1).getFirst()));
        FrameBuffer other = Shots.of(SimSensor.typical(new FrameShape(64, 48)), 1).take(0, 1).getFirst();
        assertThrows(IllegalArgumentException.class, () -> judge.add(FramePrint.of(other)));
    }

    @Test
    void thePlainJavaPrintIsTheSame() throws Exception {
        for (FrameBuffer frame : Shots.of(SimSensor.typical(SMALL), 2).each(0, 300)) {
            FramePrint fast = FramePrint.of(frame);
            FramePrint plain = FramePrint.of(frame, new JavaPrint());
            assertEquals(plain.meanAdu(), fast.meanAdu());
            assertEquals(plain.noiseAdu(), fast.noiseAdu());
            assertEquals(plain.patches().levelAdu(), fast.patches().levelAdu());
            assertEquals(plain.rowKey(7), fast.rowKey(7));
        }
    }

    /// Rows 1010 to 1018, and 1016 to 1023, of some frames of the King telescope are random words.
    @Test
    void theRealCorruptedReadoutsAreFoundAndNoGoodFrameIsLost() throws IOException {
        List<Path> files = real("king_2022_readout_corruption");
        List<String> bad = List.of("bias_0006.fits", "bias_0007.fits", "bias_0008.fits", "bias_0009.fits",
                "bias_0105.fits", "bias_0107.fits", "bias_0108.fits");
        assertEquals(bad, odd(files));
        assertEquals(bad.subList(0, 4), odd(files.subList(0, 6)));
        assertEquals(bad.subList(4, 7), odd(files.subList(6, 11)));
        assertEquals(bad, odd(files.reversed()).stream().sorted().toList());
    }

    @Test
    void noRealGoodFrameIsLost() throws IOException {
        for (String set : List.of("ikonL_2022_bias", "stl1001_2017_bias_m5C", "st402_2017_dark240s_m15C",
                "st402_2017_dark360s_m15C", "st402_2017_dark1200s_m15C")) {
            assertEquals(List.of(), odd(real(set)), set);
        }
    }

    private static List<String> odd(List<Path> files) throws IOException {
        var frames = new ArrayList<FrameBuffer>();
        for (Path file : files) {
            FitsImage image = FitsImage.of(file);
            FrameBuffer frame = FrameBuffer.allocate(image.shape(), Arena.ofAuto());
            try (FitsPixels pixels = image.open()) {
                pixels.u16(0, frame.pixels());
            }
            frames.add(frame);
        }
        return judge(frames).keySet().stream().map(i -> files.get(i).getFileName().toString()).toList();
    }

    private static List<Path> real(String set) throws IOException {
        Path source = Path.of(System.getProperty("darkbox.real-frames", "")).resolve(set);
        assumeTrue(Files.isDirectory(source), "no real frames of " + set);
        try (Stream<Path> files = Files.list(source)) {
            return files.sorted().toList();
        }
    }

    private static OddFrame only(Map<Integer, OddFrame> odd, int frame) {
        assertEquals(List.of(frame), List.copyOf(odd.keySet()));
        return odd.values().iterator().next();
    }

    private static Map<Integer, OddFrame> judge(List<FrameBuffer> frames) {
        var judge = new FrameJudge();
        return frames.stream().flatMap(frame -> judge.add(FramePrint.of(frame)).stream())
                .collect(Collectors.toMap(OddFrame::frame, o -> o, (a, _) -> a, TreeMap::new));
    }
}
