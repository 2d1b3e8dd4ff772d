package dev.darkbox.quality;

import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// The hot pixels of a master in frames taken now.
///
/// @param left of those before, pixels of which more than half is left, or half too much is taken away
/// @param scale how much of them is left, median; `NaN` where the master has fewer than [#FEWEST]
/// @param scaleError standard error of that
record HotPixels(long before, long now, long left, double scale, double scaleError) {

    /// For a median worth the name.
    static final int FEWEST = 20;
    /// Enough for a median to a per cent; the first ones, which stand all over the top rows, or all there are.
    private static final int MOST = 100_000;
    private static final int BAND_BYTES = 1 << 18;

    /// One pass over both.
    ///
    /// @param levels of the difference, taken off so that sky and glow do not count as left
    static HotPixels of(RowSource frames, double framesMedianAdu, RowSource master, double masterMedianAdu,
            PatchGrid levels, double thresholdAdu) throws IOException {
        int width = frames.shape().widthPx();
        int height = frames.shape().heightPx();
        int band = Math.clamp(BAND_BYTES / (4L * width), 1, height);
        var count = new Count();
        try (var arena = Arena.ofConfined()) {
            MemorySegment of = arena.allocate(ValueLayout.JAVA_FLOAT, (long) band * width);
            MemorySegment on = arena.allocate(ValueLayout.JAVA_FLOAT, (long) band * width);
            for (int y = 0; y < height; y += band) {
                int rows = Math.min(band, height - y);
                frames.rows(y, rows, of.asSlice(0, 4L * rows * width));
                master.rows(y, rows, on.asSlice(0, 4L * rows * width));
                for (int i = 0; i < rows * width; i++) {
                    double a = of.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    double b = on.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    if (a - framesMedianAdu > thresholdAdu) {
                        count.now++;
                    }
                    double excess = b - masterMedianAdu;
                    if (excess > thresholdAdu) {
                        int x = i % width;
                        count.hot((a - b - level(levels, x, y + i / width, width, height)) / excess);
                    }
                }
            }
        }
        return count.sum();
    }

    private static double level(PatchGrid levels, int x, int y, int width, int height) {
        return levels.adu(PatchGrid.patch(x, levels.across(), width),
                PatchGrid.patch(y, levels.down(), height));
    }

    private static final class Count {

        private long before;
        private long now;
        private long left;
        private int kept;
        private final double[] shares = new double[MOST];

        void hot(double share) {
            before++;
            if (Math.abs(share) > 0.5) {
                left++;
            }
            if (kept < MOST) {
                shares[kept++] = share;
            }
        }

        HotPixels sum() {
            if (kept < FEWEST) {
                return new HotPixels(before, now, left, Double.NaN, Double.NaN);
            }
            double[] all = Arrays.copyOf(shares, kept);
            double middle = PatchGrid.median(all);
            double[] off = Arrays.stream(all).map(share -> Math.abs(share - middle)).toArray();
            double width = 1.4826 * PatchGrid.median(off);
            return new HotPixels(before, now, left, middle, 1.2533 * width / Math.sqrt(kept));
        }
    }
}
