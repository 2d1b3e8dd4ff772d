package dev.darkbox.master;

import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Walks a picture from top to bottom in a band of 256 kB, or of a few rows, which stays in a core's cache.
final class Bands {

    private static final int BAND_BYTES = 1 << 18;

    private Bands() {}

    /// What is done with a band.
    @FunctionalInterface
    interface Use {

        /// Sees one band.
        ///
        /// @param first its first row
        /// @param rows number of rows
        /// @param band `f32[rows][width]`, ADU, native byte order; may be overwritten
        void with(int first, int rows, MemorySegment band) throws IOException;
    }

    /// Calls `use` for each band.
    ///
    /// @param multiple every band but the last has a multiple of so many rows
    static void each(RowSource picture, int multiple, Use use) throws IOException {
        int width = picture.shape().widthPx();
        int height = picture.shape().heightPx();
        int step = Math.max(1, BAND_BYTES / (4 * width) / multiple) * multiple;
        try (Arena arena = Arena.ofConfined()) {
            int most = Math.min(step, height);
            MemorySegment band = arena.allocate(ValueLayout.JAVA_FLOAT, (long) most * width);
            for (int first = 0; first < height; first += step) {
                int rows = Math.min(step, height - first);
                MemorySegment part = band.asSlice(0, 4L * rows * width);
                picture.rows(first, rows, part);
                use.with(first, rows, part);
            }
        }
    }
}
