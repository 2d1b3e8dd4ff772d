package dev.darkbox.device.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the frames show: each test measures one effect the way an observer would.
class SimFrameTest {

    private static final FrameShape SHAPE = new FrameShape(256, 192);
    private static final SimSensor PLAIN = SimSensor.plain(SHAPE);

    /// A sensor that stays at the reference temperature without its cooler.
    private static SimSettings frozen(SimSensor sensor) {
        return SimSettings.of(11, sensor).with(SimCooling.at(-10));
    }

    @Test
    void theMeanOfABiasIsThePedestal() throws Exception {
        try (var bench = new Bench(SimSettings.small(3))) {
            bench.discard(12);
            assertEquals(500, Sample.mean(bench.bias()), 0.5);
            bench.set(new Readout(100, 20, 1, "Standard", 80));
            assertEquals(200, Sample.mean(bench.bias()), 0.5);
        }
    }

    @Test
    void thePairDifferenceGivesTheReadNoiseOfEachGainAndMode() throws Exception {
        try (var bench = new Bench(frozen(PLAIN))) {
            assertReadNoise(3.82, bench, new Readout(0, 200, 1, "Standard", 80));
            assertReadNoise(5.99, bench, new Readout(100, 200, 1, "Standard", 80));
            assertReadNoise(15.78, bench, new Readout(200, 200, 1, "Standard", 80));
            assertReadNoise(5.62, bench, new Readout(0, 200, 1, "High Gain", 80));
            assertReadNoise(14.35, bench, new Readout(100, 200, 1, "High Gain", 80));
        }
    }

    private static void assertReadNoise(double adu, Bench bench, Readout readout) throws Exception {
        bench.set(readout);
        // a step of the converter adds the variance of a uniform deviate, 1/12
        double expected = Math.hypot(adu, Math.sqrt(1 / 12.0));
        assertEquals(expected, Sample.pairNoise(bench.bias(), bench.bias()), 0.015 * expected,
                readout.toString());
    }

    @Test
    void pixelsDifferInReadNoiseAroundTheModesRms() throws Exception {
        var uneven = new SimBias(0, 10, 0, 0, 0, 0, 0.4, 0, 1, Duration.ofMinutes(3));
        try (var bench = new Bench(frozen(PLAIN.with(uneven)))) {
            double[] difference = Sample.difference(bench.bias(), bench.bias());
            assertEquals(6, Math.sqrt(Sample.variance(difference) / 2), 0.12);
            double fourth = Arrays.stream(difference).map(d -> d * d * d * d).average().orElseThrow();
            // kurtosis of a normal deviate whose log-normal width has a spread of 0.4: 3 exp(4 * 0.4²)
            assertEquals(5.69, fourth / Math.pow(Sample.variance(difference), 2), 0.6);
        }
    }

    @Test
    void theShotNoiseOfTheDarkCurrentGivesTheGain() throws Exception {
        double electronsPerAdu = PLAIN.modes().getFirst().electronsPerAdu(100);
        try (var bench = new Bench(frozen(PLAIN.with(SimDark.plain(0.5))))) {
            double biasVariance = Math.pow(Sample.pairNoise(bench.bias(), bench.bias()), 2);
            for (double seconds : new double[]{20, 60, 300}) {
                int[] a = bench.dark(seconds);
                int[] b = bench.dark(seconds);
                double signal = (Sample.mean(a) + Sample.mean(b)) / 2 - 500;
                double gain = signal / (Math.pow(Sample.pairNoise(a, b), 2) - biasVariance);
                assertEquals(electronsPerAdu, gain, 0.05 * electronsPerAdu, seconds + " s");
                assertEquals(0.5 * seconds / electronsPerAdu, signal, 1, seconds + " s");
            }
        }
    }

    @Test
    void sixKelvinsDoubleTheDarkCurrent() throws Exception {
        var sensor = PLAIN.with(SimDark.plain(0.5));
        try (var bench = new Bench(SimSettings.of(11, sensor))) {
            bench.cool(-10);
            double cold = Sample.mean(bench.dark(300)) - 500;
            bench.cool(-4);
            double warm = Sample.mean(bench.dark(300)) - 500;
            assertEquals(6, 6 / (Math.log(warm / cold) / Math.log(2)), 0.15);
        }
    }

    @Test
    void hotPixelsStayFromSeasonToSeasonAndGrowWithExposure() throws Exception {
        var sensor = SimSensor.typical(SHAPE).with(SimDark.typical().withCosmicRays(0));
        Set<Integer> first = hot(frozen(sensor), 120);
        Set<Integer> second = hot(frozen(sensor).inSeason(1), 120);
        var both = new HashSet<>(first);
        both.retainAll(second);
        assertEquals(0.002 * SHAPE.pixels(), first.size(), 35);
        assertTrue(both.size() > 0.9 * Math.max(first.size(), second.size()),
                both.size() + " of " + first.size() + " and " + second.size());

        Set<Integer> aged = hot(frozen(sensor.with(SimDefects.typical().withNewHot(0.001))).inSeason(2), 120);
        long still = both.stream().filter(aged::contains).count();
        assertTrue(still > 0.97 * both.size(),
                still + " of " + both.size() + ", near the threshold noise decides");
        assertEquals(first.size() + 0.002 * SHAPE.pixels(), aged.size(), 50);

        assertTrue(hot(frozen(sensor), 10).size() < 0.8 * first.size());
    }

    /// Pixels more than 20 e- above the median of 6 darks.
    private static Set<Integer> hot(SimSettings settings, double seconds) throws Exception {
        try (var bench = new Bench(settings)) {
            double[] mean = bench.meanDark(6, seconds);
            double median = Sample.median(mean);
            var found = new HashSet<Integer>();
            for (int p = 0; p < mean.length; p++) {
                if (mean[p] > median + 80) {
                    found.add(p);
                }
            }
            return found;
        }
    }

    @Test
    void telegraphPixelsShowTwoLevels() throws Exception {
        var sensor = PLAIN.with(new SimDefects(0, 0, 0, 0, 0.001, 30));
        try (var bench = new Bench(frozen(sensor))) {
            int frames = 60;
            var history = new double[(int) SHAPE.pixels()][frames];
            for (int i = 0; i < frames; i++) {
                int[] frame = bench.bias();
                for (int p = 0; p < frame.length; p++) {
                    history[p][i] = frame[p];
                }
            }
            int jumping = 0;
            for (double[] pixel : history) {
                if (Math.sqrt(Sample.variance(pixel)) > 20) {
                    jumping++;
                    assertTwoLevels(pixel);
                }
            }
            assertEquals(49, jumping, 12);
        }
    }

    /// The middle between lowest and highest is empty, and both ends are populated.
    private static void assertTwoLevels(double[] pixel) {
        double low = Arrays.stream(pixel).min().orElseThrow();
        double high = Arrays.stream(pixel).max().orElseThrow();
        double third = (high - low) / 3;
        long between = Arrays.stream(pixel).filter(v -> v > low + 1.3 * third && v < high - 1.3 * third)
                .count();
        long up = Arrays.stream(pixel).filter(v -> v > low + 1.5 * third).count();
        assertTrue(between <= 1 && up > 3 && up < 57, between + " between, " + up + " high");
    }

    @Test
    void theGlowSitsInOneCornerAndGrowsFasterThanTime() throws Exception {
        var sensor = PLAIN.with(SimDark.plain(0.01).withGlow(0.5));
        try (var bench = new Bench(frozen(sensor))) {
            double[] minute = bench.meanDark(8, 60);
            double[] tenMinutes = bench.meanDark(4, 600);
            double glow = glow(minute);
            assertTrue(glow > 60, "glow " + glow);
            assertEquals(0, Sample.patch(tenMinutes, 256, 0, 0, 24) - middle(tenMinutes), 2,
                    "opposite corner");
            assertEquals(0, Sample.patch(tenMinutes, 256, 232, 0, 24) - middle(tenMinutes), 2, "above");
            // ten times the exposure, (1 + 600/600) / (1 + 60/600) times more
            assertEquals(10 * 2 / 1.1, glow(tenMinutes) / glow, 0.6);
        }
    }

    private static double glow(double[] frame) {
        return Sample.patch(frame, 256, 232, 168, 24) - middle(frame);
    }

    private static double middle(double[] frame) {
        return Sample.patch(frame, 256, 90, 60, 40);
    }

    @Test
    void theFirstTenFramesDriftAfterConnectingAndAfterAPause() throws Exception {
        try (var bench = new Bench(SimSettings.small(3))) {
            assertDrift(bench);
            bench.time.sleep(Duration.ofMinutes(1));
            assertEquals(500, Sample.mean(bench.bias()), 0.5, "a short pause does no harm");
            bench.time.sleep(Duration.ofMinutes(10));
            assertDrift(bench);
        }
    }

    private static void assertDrift(Bench bench) throws Exception {
        double[] levels = new double[14];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Sample.mean(bench.bias());
        }
        assertEquals(512, levels[0], 0.5);
        assertTrue(levels[0] > levels[2] && levels[2] > levels[5], Arrays.toString(levels));
        for (int i = 10; i < levels.length; i++) {
            assertEquals(500, levels[i], 0.4, "frame " + (i + 1));
        }
    }

    @Test
    void cosmicRaysScaleWithExposure() throws Exception {
        var sensor = PLAIN.with(SimDark.plain(0).withCosmicRays(2000));
        try (var bench = new Bench(frozen(sensor))) {
            long brief = 0;
            long lengthy = 0;
            for (int i = 0; i < 12; i++) {
                brief += Arrays.stream(bench.dark(60)).filter(adu -> adu > 800).count();
                lengthy += Arrays.stream(bench.dark(240)).filter(adu -> adu > 800).count();
            }
            assertTrue(brief > 300, brief + " pixels");
            assertEquals(4, (double) lengthy / brief, 1);
            assertEquals(0, Arrays.stream(bench.bias()).filter(adu -> adu > 800).count());
        }
    }

    @Test
    void theConverterClipsAtBothEnds() throws Exception {
        try (var bench = new Bench(frozen(PLAIN))) {
            bench.set(new Readout(100, 0, 1, "Standard", 80));
            int[] low = bench.bias();
            assertEquals(0.5, Arrays.stream(low).filter(adu -> adu == 0).count() / (double) low.length, 0.05);
            bench.rig.panel().orElseThrow().light(100);
            assertArrayEquals(IntStream.generate(() -> 65_535).limit(low.length).toArray(), bench.dark(60));
        }
    }

    @Test
    void aTwelveBitConverterIsLeftAligned() throws Exception {
        try (var bench = new Bench(frozen(PLAIN.withAdcBits(12)))) {
            int[] dark = bench.bias();
            assertEquals(0, Arrays.stream(dark).filter(adu -> adu % 16 != 0).count());
            assertEquals(500, Sample.mean(dark), 0.5);
            bench.rig.panel().orElseThrow().light(100);
            assertEquals(65_520, Arrays.stream(bench.dark(60)).max().orElseThrow());
        }
    }

    @Test
    void binnedPixelsAreTheMeanOfTheirs() throws Exception {
        try (var bench = new Bench(frozen(PLAIN))) {
            double single = Sample.pairNoise(bench.bias(), bench.bias());
            bench.set(new Readout(100, 50, 3, "Standard", 80));
            assertEquals(new FrameShape(85, 64), bench.rig.camera().shape(new Readout(100, 50, 3, "", 80)));
            int[] frame = bench.bias();
            assertEquals(85 * 64, frame.length);
            assertEquals(500, Sample.mean(frame), 0.3);
            assertEquals(single / 3, Sample.pairNoise(frame, bench.bias()), 0.05 * single);
        }
    }

    @Test
    void rowNoiseMovesWholeRows() throws Exception {
        var noisy = new SimBias(0, 10, 0, 0, 0, 3, 0, 0, 1, Duration.ofMinutes(3));
        try (var bench = new Bench(frozen(PLAIN.with(noisy)))) {
            double[] difference = Sample.difference(bench.bias(), bench.bias());
            var rows = new double[192];
            for (int y = 0; y < rows.length; y++) {
                rows[y] = Sample.mean(Arrays.copyOfRange(difference, y * 256, (y + 1) * 256));
            }
            assertEquals(3 * Math.sqrt(2), Math.sqrt(Sample.variance(rows)), 0.8);
        }
    }

    @Test
    void aRigThatWasStartedAgainDeliversOtherNoiseOfTheSameSensor() throws Exception {
        SimSettings settings = frozen(SimSensor.typical(SHAPE));
        try (var before = new Bench(settings);
                var after = new Bench(settings, Bench.DUSK.plusNanos(1));
                var again = new Bench(settings)) {
            int[] first = before.bias();
            int[] other = after.bias();
            assertArrayEquals(first, again.bias());
            long equal = IntStream.range(0, first.length).filter(p -> first[p] == other[p]).count();
            assertTrue(equal < 0.2 * first.length, equal + " pixels are as before");
            double[] dark = before.meanDark(6, 120);
            double[] later = after.meanDark(6, 120);
            assertEquals(Sample.mean(dark), Sample.mean(later), 0.5);
            assertTrue(correlation(dark, later) > 0.9, "the hot pixels are the same");
        }
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = Sample.mean(a);
        double meanB = Sample.mean(b);
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int p = 0; p < a.length; p++) {
            ab += (a[p] - meanA) * (b[p] - meanB);
            aa += (a[p] - meanA) * (a[p] - meanA);
            bb += (b[p] - meanB) * (b[p] - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }

    @Test
    void theSameSeedGivesTheSameBits() throws Exception {
        int[][] once = threeFrames(SimSettings.small(3));
        int[][] again = threeFrames(SimSettings.small(3));
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(once[i], again[i]);
        }
        assertFalse(Arrays.equals(once[1], once[2]), "two frames");
        assertFalse(Arrays.equals(once[2], threeFrames(SimSettings.small(4))[2]), "another seed");
        assertFalse(Arrays.equals(once[2], threeFrames(SimSettings.small(3).inSeason(1))[2]),
                "another season");
    }

    private static int[][] threeFrames(SimSettings settings) throws Exception {
        try (var bench = new Bench(settings)) {
            bench.cool(-10);
            return new int[][]{bench.bias(), bench.dark(60), bench.dark(60)};
        }
    }

    @Test
    void anOpenCapALitPanelAHeaterAndALeakShow() throws Exception {
        try (var bench = new Bench(frozen(PLAIN))) {
            double dark = Sample.mean(bench.dark(60));
            assertEquals(500, dark, 0.3);

            bench.rig.cap().orElseThrow().moveTo(Position.OPEN);
            double electronsPerAdu = PLAIN.modes().getFirst().electronsPerAdu(100);
            assertEquals(500 + 3 * 60 / electronsPerAdu, Sample.mean(bench.dark(60)), 4);
            bench.rig.cap().orElseThrow().moveTo(Position.SHUT);
            assertEquals(dark, Sample.mean(bench.dark(60)), 0.3);

            bench.rig.panel().orElseThrow().light(1);
            assertEquals(500 + 20 * 60 / electronsPerAdu, Sample.mean(bench.dark(60)), 20);
            bench.rig.panel().orElseThrow().light(0);

            bench.rig.heaters().getFirst().set(true);
            double[] heated = bench.meanDark(2, 60);
            assertTrue(Sample.patch(heated, 256, 100, 160, 30) > Sample.patch(heated, 256, 100, 0, 30) + 10);
            bench.rig.heaters().getFirst().set(false);
            assertEquals(dark, Sample.mean(bench.dark(60)), 0.3);

            bench.faults.next(new SimFault.LightLeak(0.1));
            bench.discard(1);
            double[] leaking = bench.meanDark(4, 60);
            assertEquals(500 + 0.1 * 60 / electronsPerAdu, Sample.mean(leaking), 1);
            assertTrue(Sample.patch(leaking, 256, 220, 160, 30) > Sample.patch(leaking, 256, 0, 0, 30) + 10);
        }
    }

    @Test
    void lightOfHalfAnExposureCountsHalf() throws Exception {
        try (var bench = new Bench(frozen(PLAIN)); var arena = Arena.ofConfined()) {
            var camera = bench.rig.camera();
            var into = FrameBuffer.allocate(SHAPE, arena);
            camera.start(new Exposure(
                    Exposure.Kind.DARK, Duration.ofSeconds(60), Bench.GAIN_100));
            bench.time.sleep(Duration.ofSeconds(30));
            bench.rig.panel().orElseThrow().light(10);
            camera.finish(into);
            double electronsPerAdu = camera.facts().electronsPerAdu();
            assertEquals(500 + 200 * 30 / electronsPerAdu, into.adu(128, 96), 1500);
        }
    }
}
