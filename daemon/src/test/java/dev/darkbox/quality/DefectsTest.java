package dev.darkbox.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.FrameShape;
import dev.darkbox.quality.Defect.Kind;
import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DefectsTest {

    private static final FrameShape SHAPE = new FrameShape(700, 301);
    /// Median 500, MAD sigma 2.
    private static final MasterStats STATS = new MasterStats(500, 500, 2, 2, 0, 65_535, 0);
    private static final double GAIN = 0.25;

    @Test
    void eachKindIsFoundWhereItIsInTheOrderOfTheRows() throws Exception {
        float[] now = noise(1);
        float[] sigma = filled(6);
        float[] before = noise(2);
        put(now, 3, 0, 521); // 10.5 sigma
        put(before, 3, 0, 522);
        put(now, 699, 0, 511); // 5.5 sigma
        put(now, 0, 150, 65_400);
        put(before, 0, 150, 65_400);
        put(now, 7, 150, 489);
        put(sigma, 8, 150, 30); // five times as noisy as the others
        put(now, 9, 150, 700); // shot noise of 200 ADU at 0.25 e-/ADU: sqrt(36 + 800) = 29
        put(before, 9, 150, 700);
        put(sigma, 9, 150, 60);
        put(now, 10, 150, 900);
        put(before, 11, 300, 800);
        assertEquals(List.of("3,0 [HOT]", "699,0 [WARM]", "0,150 [HOT, SATURATED]", "7,150 [COLD]",
                "8,150 [NOISY]", "9,150 [HOT]", "10,150 [HOT, UNSTABLE]", "11,300 [UNSTABLE]"),
                found(now, Optional.of(sigma), Optional.of(before), GAIN, DefectRule.usual()));
    }

    @Test
    void withoutAGainNobodyCallsABrightPixelNoisy() throws Exception {
        float[] now = noise(1);
        float[] sigma = filled(6);
        put(now, 9, 150, 700);
        put(sigma, 9, 150, 60);
        put(sigma, 12, 150, 60);
        assertEquals(List.of("9,150 [HOT]", "12,150 [NOISY]"),
                found(now, Optional.of(sigma), Optional.empty(), Double.NaN, DefectRule.usual()));
    }

    @Test
    void aPixelNearTheThresholdIsNotUnstable() throws Exception {
        float[] now = noise(1);
        float[] before = noise(2);
        put(now, 5, 5, 521);
        put(before, 5, 5, 512);
        assertEquals(List.of("5,5 [HOT]"),
                found(now, Optional.empty(), Optional.of(before), GAIN, DefectRule.usual()));
    }

    @Test
    void aKindOfTooManyIsCountedAndNoLongerListed() throws Exception {
        var usual = DefectRule.usual();
        var rule = new DefectRule(usual.hotSigmas(), usual.warmSigmas(), usual.coldSigmas(),
                usual.noisyTimes(),
                usual.saturatedAdu(), 100);
        float[] now = noise(1);
        for (int i = 0; i < 101; i++) {
            put(now, 2 * i, i, i == 40 ? 65_300 : 600);
        }
        for (int i = 0; i < 100; i++) {
            put(now, 600, 100 + i, 400);
        }
        try (Defects defects = find(now, Optional.empty(), Optional.empty(), GAIN, rule)) {
            assertEquals(Set.of(Kind.HOT), defects.unlisted());
            assertEquals(
                    Map.of(Kind.HOT, 101L, Kind.COLD, 100L, Kind.SATURATED, 1L, Kind.WARM, 0L, Kind.NOISY,
                            0L, Kind.UNSTABLE, 0L),
                    defects.counts());
            assertEquals(101, defects.listed());
            assertEquals(Set.of(Kind.HOT, Kind.SATURATED), defects.get(0).kinds());
            assertEquals(65_300, defects.get(0).valueAdu());
        }
    }

    /// Every tenth pixel: four pieces of the list and more.
    @Test
    void aLongListKeepsItsOrder() throws Exception {
        var shape = new FrameShape(1024, 2700);
        var values = new float[1024 * 2700];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 10 == 3 ? 1000 + i % 1000 : 500;
        }
        try (Defects defects = Defects.find(new Defects.Looked(rows(shape, values), STATS, 40, GAIN,
                Optional.empty(), Optional.empty()), DefectRule.usual())) {
            assertEquals((values.length + 6) / 10, defects.listed());
            for (long i = 0; i < defects.listed(); i++) {
                int pixel = (int) (10 * i + 3);
                assertEquals(new Defect(pixel % 1024, pixel / 1024, values[pixel], Set.of(Kind.HOT)),
                        defects.get(i));
            }
        }
    }

    private static List<String> found(float[] now, Optional<float[]> sigma, Optional<float[]> before,
            double gain,
            DefectRule rule) throws IOException {
        try (Defects defects = find(now, sigma, before, gain, rule)) {
            var lines = new ArrayList<String>();
            for (long i = 0; i < defects.listed(); i++) {
                Defect defect = defects.get(i);
                lines.add(defect.x() + "," + defect.y() + " " + defect.kinds());
            }
            return lines;
        }
    }

    private static Defects find(float[] now, Optional<float[]> sigma, Optional<float[]> before, double gain,
            DefectRule rule) throws IOException {
        return Defects.find(new Defects.Looked(rows(SHAPE, now), STATS, 40, gain,
                sigma.map(values -> rows(SHAPE, values)),
                before.map(values -> new Defects.Before(rows(SHAPE, values), STATS))), rule);
    }

    private static float[] noise(long seed) {
        var random = new Random(seed);
        var values = new float[(int) SHAPE.pixels()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.clamp(500 + 2 * random.nextGaussian(), 491, 509);
        }
        return values;
    }

    private static float[] filled(float value) {
        var values = new float[(int) SHAPE.pixels()];
        Arrays.fill(values, value);
        return values;
    }

    private static void put(float[] values, int x, int y, float value) {
        values[y * SHAPE.widthPx() + x] = value;
    }

    private static RowSource rows(FrameShape shape, float[] values) {
        return new RowSource() {
            @Override
            public FrameShape shape() {
                return shape;
            }

            @Override
            public void rows(int first, int count, MemorySegment into) {
                MemorySegment.copy(values, first * shape.widthPx(), into, ValueLayout.JAVA_FLOAT, 0,
                        count * shape.widthPx());
            }
        };
    }
}
