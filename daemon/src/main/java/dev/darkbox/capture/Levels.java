package dev.darkbox.capture;

import dev.darkbox.device.FrameBuffer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import java.util.Optional;

/// Whether a frame's level is that of a dark frame at all. Finer judgement is made of masters.
///
/// @param meanAdu mean of all pixels
/// @param minAdu smallest pixel
/// @param maxAdu largest pixel
/// @param zeros part of the pixels that are 0, 0..1
record Levels(double meanAdu, int minAdu, int maxAdu, double zeros) {

    /// Nine tenths of the 16-bit scale: nothing dark is so bright.
    private static final double BRIGHT_ADU = 0.9 * 65_535;

    /// An offset that does not take leaves a fifth of the pixels at zero; a sound one leaves none but dead pixels.
    private static final double MOST_ZEROS = 0.05;

    static Levels of(FrameBuffer frame) {
        MemorySegment pixels = frame.pixels();
        long count = frame.shape().pixels();
        long sum = 0;
        long zeros = 0;
        int min = 65_535;
        int max = 0;
        for (long i = 0; i < count; i++) {
            int adu = Short.toUnsignedInt(pixels.getAtIndex(ValueLayout.JAVA_SHORT, i));
            sum += adu;
            zeros += adu == 0 ? 1 : 0;
            min = Math.min(min, adu);
            max = Math.max(max, adu);
        }
        return new Levels((double) sum / count, min, max, (double) zeros / count);
    }

    /// What is wrong with such a frame.
    Optional<String> fault() {
        if (minAdu == maxAdu) {
            return Optional.of("every pixel is " + minAdu + " ADU");
        }
        if (meanAdu > BRIGHT_ADU) {
            return Optional.of(String.format(Locale.ROOT, "mean %.0f ADU, a dark frame stays below %.0f",
                    meanAdu, BRIGHT_ADU));
        }
        if (zeros > MOST_ZEROS) {
            return Optional.of(String.format(Locale.ROOT,
                    "%.0f %% of the pixels are 0 ADU, at most %.0f %% may be: the offset is too low or did not take",
                    100 * zeros, 100 * MOST_ZEROS));
        }
        return Optional.empty();
    }
}
