package dev.darkbox.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkbox.device.FrameShape;
import dev.darkbox.kernel.JavaPicture;
import dev.darkbox.kernel.PictureKernels;
import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void everyFigureIsThatOfTheSortedPixels() throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            var shape = new FrameShape(1 + random.nextInt(300), 1 + random.nextInt(300));
            double scale = Math.pow(10, random.nextInt(8) - 3);
            var pixels = new float[Math.toIntExact(shape.pixels())];
            for (int i = 0; i < pixels.length; i++) {
                double tail = random.nextInt(50) == 0 ? 40 * random.nextDouble() : 0;
                pixels[i] = (float) (scale * (random.nextGaussian() + tail + (seed % 3 - 1) * 20));
            }
            assertEquals(sorted(shape.widthPx(), pixels), Statistics.of(source(shape, pixels)),
                    "seed " + seed);
        }
    }

    @Test
    void neitherThreadsNorKernelsChangeAFigure() throws IOException {
        for (int seed = 0; seed < 12; seed++) {
            var random = new Random(seed);
            var shape = new FrameShape(1 + random.nextInt(2000), 1 + random.nextInt(700));
            var pixels = new float[Math.toIntExact(shape.pixels())];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = switch (random.nextInt(500)) {
                    case 0 -> Float.NaN;
                    case 1 -> Float.NEGATIVE_INFINITY;
                    case 2 -> (float) Math.exp(20 * random.nextGaussian());
                    case 3 -> -0.0f;
                    default -> (float) (500 + 3 * random.nextGaussian());
                };
            }
            var picture = source(shape, pixels);
            MasterStats one = Statistics.of(picture, new JavaPicture(), 1);
            for (int threads = 1; threads < 5; threads++) {
                assertEquals(one, Statistics.of(picture, PictureKernels.best(), threads), "seed " + seed);
            }
        }
    }

    @Test
    void whatAReaderMeetsReachesTheCaller() {
        var shape = new FrameShape(400, 5000);
        var broken = new RowSource() {
            @Override
            public FrameShape shape() {
                return shape;
            }

            @Override
            public void rows(int first, int count, MemorySegment into) throws IOException {
                if (first > 3000) {
                    throw new IOException("the disk is gone");
                }
            }
        };
        assertEquals("the disk is gone",
                assertThrows(IOException.class, () -> Statistics.of(broken)).getMessage());
    }

    @Test
    void flatPicturesNegativeZerosAndHolesAreMeasuredToo() throws IOException {
        var shape = new FrameShape(3, 2);
        assertEquals(new MasterStats(500, 500, 0, 0, 500, 500, 0),
                Statistics.of(source(shape, new float[]{500, 500, 500, 500, 500, 500})));
        assertEquals(new MasterStats(501, 500, Math.sqrt(5), 0, 500, 506, 1),
                Statistics.of(source(shape, new float[]{500, 500, 506, 500, 500, 500})));
        assertEquals(new MasterStats(2, 2, Math.sqrt(2 / 3.0), 1.4826, 1, 3, 0),
                Statistics.of(source(shape, new float[]{1, Float.NaN, 2, Float.POSITIVE_INFINITY, 3,
                    Float.NEGATIVE_INFINITY})));
        var nothing = new float[]{Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN};
        assertEquals("a picture of 3x2 without one finite pixel",
                assertThrows(IOException.class, () -> Statistics.of(source(shape, nothing))).getMessage());
    }

    private static MasterStats sorted(int width, float[] pixels) {
        double mean = sum(width, pixels, 0, false) / pixels.length;
        double squares = sum(width, pixels, mean, true);
        double median = median(pixels);
        var deviations = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            deviations[i] = (float) Math.abs(pixels[i] - median);
        }
        double mad = 1.4826 * median(deviations);
        double limit = median + Math.max(1, 10 * mad);
        int hot = 0;
        double min = pixels[0];
        double max = pixels[0];
        for (float pixel : pixels) {
            hot += pixel > limit ? 1 : 0;
            min = Math.min(min, pixel);
            max = Math.max(max, pixel);
        }
        return new MasterStats(mean, median, Math.sqrt(squares / pixels.length), mad, min, max, hot);
    }

    /// Rows from top to bottom, each in eight lanes.
    private static double sum(int width, float[] pixels, double from, boolean squares) {
        double sum = 0;
        for (int first = 0; first < pixels.length; first += width) {
            var lane = new double[8];
            for (int x = 0; x < width; x++) {
                double pixel = pixels[first + x];
                lane[x % 8] += squares ? (pixel - from) * (pixel - from) : pixel;
            }
            sum += lane[0] + lane[4] + (lane[2] + lane[6]) + (lane[1] + lane[5] + (lane[3] + lane[7]));
        }
        return sum;
    }

    private static double median(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        return ((double) sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static RowSource source(FrameShape shape, float[] pixels) {
        return new RowSource() {
            @Override
            public FrameShape shape() {
                return shape;
            }

            @Override
            public void rows(int first, int count, MemorySegment into) {
                MemorySegment.copy(pixels, first * shape.widthPx(), into, ValueLayout.JAVA_FLOAT, 0,
                        count * shape.widthPx());
            }
        };
    }
}
