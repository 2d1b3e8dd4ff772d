package dev.darkbox.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.FrameShape;
import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A few frames and their master: what fits is not flagged, what does not is, by its name.
class CheckRuleTest {

    private static final FrameShape SHAPE = new FrameShape(320, 240);
    private static final double NOISE = 6;
    private static final double BIAS = 480;
    private static final double LEVEL = 500;
    private static final int MASTER_FRAMES = 40;
    private static final int FRAMES = 5;
    private static final int HOT = 800;
    private static final CheckRule RULE = new CheckRule(10, NOISE);

    /// What the sensor does beside its master.
    private record Sensor(double offset, double gradient, double hotTimes, int newHot, double noise,
            int shift) {

        static final Sensor HEALTHY = new Sensor(0, 0, 1, 0, NOISE, 0);
    }

    private static final class Picture implements RowSource {

        private final float[] adu;

        Picture(float[] adu) {
            this.adu = adu.clone();
        }

        @Override
        public FrameShape shape() {
            return SHAPE;
        }

        @Override
        public void rows(int first, int count, MemorySegment into) {
            MemorySegment.copy(adu, first * SHAPE.widthPx(), into, ValueLayout.JAVA_FLOAT, 0,
                    count * SHAPE.widthPx());
        }
    }

    @Test
    void aHealthySensorIsNeverFlagged() throws IOException {
        for (long seed = 0; seed < 50; seed++) {
            Verdict spot = spot(seed, Sensor.HEALTHY);
            assertEquals(List.of(), spot.findings(), "seed " + seed + ": " + spot.remark());
            assertEquals(List.of(), codes(bias(seed, Sensor.HEALTHY)), "seed " + seed);
            Verdict one = calibrated(seed, Sensor.HEALTHY);
            assertEquals(List.of(), one.findings(), "seed " + seed + ": " + one.remark());
        }
    }

    @Test
    void whatFewFramesShowIsNamed() throws IOException {
        assertEquals(List.of("leak"), codes(spot(1, new Sensor(20, 0, 1, 0, NOISE, 0))));
        assertEquals(List.of("leak", "drift", "drift"), codes(spot(1, new Sensor(60, 0, 1, 0, NOISE, 0))));
        assertEquals(List.of("offset"), codes(bias(1, new Sensor(4, 0, 1, 0, NOISE, 0))));
        assertEquals(Verdict.Kind.WARN, bias(1, new Sensor(4, 0, 1, 0, NOISE, 0)).kind());
        assertEquals(Verdict.Kind.HOLD, bias(1, new Sensor(20, 0, 1, 0, NOISE, 0)).kind());
        assertTrue(codes(spot(1, new Sensor(0, 8, 1, 0, NOISE, 0))).contains("leak"));
        assertEquals(List.of("hot"), codes(spot(1, new Sensor(0, 0, 1, 240, NOISE, 0))));
    }

    /// 1.06 are 0.5 K, 1.3 are 2.3 K; the level of the dark current goes with it and is no light.
    @Test
    void aWarmerSensorIsCalledThat() throws IOException {
        Verdict half = spot(1, new Sensor(20 * 0.06, 0, 1.06, 0, NOISE, 0));
        assertEquals(List.of("temperature"), codes(half), half.remark());
        assertEquals(Verdict.Kind.WARN, half.kind());
        Verdict two = spot(1, new Sensor(20 * 0.3, 0, 1.3, 0, NOISE, 0));
        assertEquals(List.of("temperature"), codes(two), two.remark());
        assertEquals(Verdict.Kind.HOLD, two.kind());
        assertEquals(2.3, two.findings().getFirst().value(), 0.2);
    }

    @Test
    void theLimitsAreThoseOfTheRig() throws IOException {
        Sensor lit = new Sensor(20, 0, 1, 0, NOISE, 0);
        assertEquals(List.of(), codes(spot(1, lit, Limits.usual().with(Limit.LIGHT_HOLD_NOISES, 4)
                .with(Limit.LEAK_FAIL_NOISES, 4))));
        assertEquals(List.of("leak", "drift", "drift"), codes(spot(1, lit, Limits.usual().withDriftPercent(3)
                .withOnDrift(Verdict.Kind.WARN))));
    }

    @Test
    void whatIsLeftOfOneFrameIsNamed() throws IOException {
        assertEquals(List.of("level"), codes(calibrated(2, new Sensor(-5, 0, 1, 0, NOISE, 0))));
        assertEquals(List.of("noise"), codes(calibrated(2, new Sensor(0, 0, 1, 0, 1.4 * NOISE, 0))));
        assertEquals(List.of("scale"), codes(calibrated(2, new Sensor(0, 0, 1.3, 0, NOISE, 0))));
        assertEquals(List.of("hot", "scale"), codes(calibrated(2, new Sensor(0, 0, 3, 0, NOISE, 0))),
                "a master of a third of the exposure");
        assertEquals(List.of("hot", "scale"), codes(calibrated(2, new Sensor(0, 0, 1, 0, NOISE, 7))),
                "a picture that is turned or shifted");
    }

    @Test
    void aFrameWithSkyIsJudgedByItsHotPixelsAlone() throws IOException {
        var lit = new Sensor(800, 300, 1, 0, 3 * NOISE, 0);
        assertEquals(List.of(), sky(3, lit).findings(), sky(3, lit).remark());
        assertTrue(codes(sky(3, new Sensor(800, 300, 3, 0, 3 * NOISE, 0))).contains("scale"));
    }

    @Test
    void aVerdictTellsFiguresWithLimits() throws IOException {
        Verdict verdict = spot(1, new Sensor(20, 0, 1, 0, NOISE, 0));
        assertEquals(Verdict.Kind.FAIL, verdict.kind());
        assertTrue(
                verdict.remark().matches("leak: level \\+(19|20)(\\.\\d+)? ADU; limit 6 ADU \\(mean .*\\)"),
                verdict.remark());
    }

    private static Verdict spot(long seed, Sensor sensor) throws IOException {
        return spot(seed, sensor, Limits.usual());
    }

    private static Verdict spot(long seed, Sensor sensor, Limits limits) throws IOException {
        return spot(seed, sensor, limits, false);
    }

    private static Verdict bias(long seed, Sensor sensor) throws IOException {
        return spot(seed, sensor, Limits.usual(), true);
    }

    private static Verdict spot(long seed, Sensor sensor, Limits limits, boolean isBias) throws IOException {
        Picture master = picture(seed, MASTER_FRAMES, Sensor.HEALTHY);
        MasterStats before = Statistics.of(master);
        return new SpotRule(limits, NOISE).judge(Likeness.of(picture(seed + 1000, FRAMES, sensor), master,
                before.median(), 12 * NOISE / Math.sqrt(FRAMES)), before, isBias, isBias ? Double.NaN : BIAS);
    }

    private static Verdict calibrated(long seed, Sensor sensor) throws IOException {
        Picture master = picture(seed, MASTER_FRAMES, Sensor.HEALTHY);
        MasterStats before = Statistics.of(master);
        return RULE.calibrated(
                Likeness.of(picture(seed + 1000, 1, sensor), master, before.median(), 15 * NOISE),
                before, NOISE / Math.sqrt(MASTER_FRAMES), BIAS);
    }

    private static Verdict sky(long seed, Sensor sensor) throws IOException {
        Picture master = picture(seed, MASTER_FRAMES, Sensor.HEALTHY);
        MasterStats before = Statistics.of(master);
        return RULE.calibratedSky(
                Likeness.of(picture(seed + 1000, 1, sensor), master, before.median(), 15 * NOISE));
    }

    private static List<String> codes(Verdict verdict) {
        return verdict.findings().stream().map(Finding::code).toList();
    }

    /// The mean of so many frames; hot pixels stand where the sensor has them, whatever the seed.
    private static Picture picture(long seed, int frames, Sensor sensor) {
        int width = SHAPE.widthPx();
        var random = new SplittableRandom(seed);
        float[] adu = new float[width * SHAPE.heightPx()];
        for (int i = 0; i < adu.length; i++) {
            double across = (double) (i % width) / width - 0.5;
            adu[i] = (float) (LEVEL + sensor.offset() + sensor.gradient() * across
                    + sensor.noise() / Math.sqrt(frames) * random.nextGaussian());
        }
        var place = new SplittableRandom(42);
        for (int i = 0; i < HOT + sensor.newHot(); i++) {
            double excess = 15 * Math.exp(4 * place.nextDouble());
            double times = i < HOT ? sensor.hotTimes() : 1;
            double shot = Math.sqrt(4 * excess / frames) * random.nextGaussian();
            adu[(place.nextInt(adu.length) + sensor.shift()) % adu.length] += (float) (times * excess + shot);
        }
        return new Picture(adu);
    }
}
