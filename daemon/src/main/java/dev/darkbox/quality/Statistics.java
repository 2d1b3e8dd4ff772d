package dev.darkbox.quality;

import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Measures a picture in five passes over its rows.
///
/// Mean and standard deviation in double precision, the second about the first; median and median absolute
/// deviation exact to the last bit of a float. Pixels that are not finite numbers are left out.
///
/// Memory: one band of about 1 MB off the heap and two [Middle]s, whatever the picture's size.
public final class Statistics {

    /// Standard deviation of a normal distribution over its median absolute deviation, 1 / Φ⁻¹(3/4). Source:
    /// P. J. Rousseeuw, C. Croux, "Alternatives to the median absolute deviation", JASA 88, 1993, eq. 1.2.
    private static final double MAD_TO_SIGMA = 1.4826;

    private static final double HOT_SIGMAS = 10;
    private static final double HOT_LEAST_ADU = 1;
    private static final int BAND_BYTES = 1 << 20;

    private final RowSource picture;

    private long count;
    private double sum;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double squares;
    private long hot;

    private Statistics(RowSource picture) {
        this.picture = picture;
    }

    /// Reads the whole picture five times.
    ///
    /// @throws IOException also when no pixel is a finite number
    public static MasterStats of(RowSource picture) throws IOException {
        return new Statistics(picture).measure();
    }

    private MasterStats measure() throws IOException {
        var middle = new Middle();
        each(value -> {
            count++;
            sum += value;
            min = Math.min(min, value);
            max = Math.max(max, value);
            middle.first(value);
        });
        if (count == 0) {
            throw new IOException("a picture of " + picture.shape() + " without one finite pixel");
        }
        middle.turn();
        double mean = sum / count;
        each(value -> {
            squares += (value - mean) * (value - mean);
            middle.second(value);
        });
        double median = middle.value();
        var deviation = new Middle();
        each(value -> deviation.first((float) Math.abs(value - median)));
        deviation.turn();
        each(value -> deviation.second((float) Math.abs(value - median)));
        double madSigma = MAD_TO_SIGMA * deviation.value();
        double limit = median + Math.max(HOT_LEAST_ADU, HOT_SIGMAS * madSigma);
        each(value -> hot += value > limit ? 1 : 0);
        return new MasterStats(mean, median, Math.sqrt(squares / count), madSigma, min, max, hot);
    }

    private interface Pixel {
        void see(float value);
    }

    private void each(Pixel pixel) throws IOException {
        int width = picture.shape().widthPx();
        int height = picture.shape().heightPx();
        int step = Math.clamp(BAND_BYTES / (4L * width), 1, height);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment band = arena.allocate(ValueLayout.JAVA_FLOAT, (long) step * width);
            for (int first = 0; first < height; first += step) {
                int rows = Math.min(step, height - first);
                long pixels = (long) rows * width;
                picture.rows(first, rows, band.asSlice(0, 4 * pixels));
                for (long i = 0; i < pixels; i++) {
                    float value = band.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    if (Float.isFinite(value)) {
                        pixel.see(value);
                    }
                }
            }
        }
    }
}
