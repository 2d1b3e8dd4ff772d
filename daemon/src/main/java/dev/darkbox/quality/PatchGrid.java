package dev.darkbox.quality;

import dev.darkbox.device.FrameShape;
import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Levels of a picture in 16 x 16 patches: what light, glow and a torn readout change, and noise does not.
///
/// A patch's level is the median of the means of its pieces of rows, so that hits of cosmic rays and single hot pixels do
/// not count. Rows and columns are shared out evenly; a picture of fewer than 16 of them has as many patches as it has.
public final class PatchGrid {

    /// Patches from left to right, and from top to bottom, of any but the smallest picture.
    public static final int SIDE = 16;

    /// Rows looked at to know the noise beforehand.
    private static final int LOOKS = 16;

    private final int across;
    private final int down;
    private final double[] adu;

    /// @param adu `f64[down][across]`, ADU
    PatchGrid(int across, int down, double[] adu) {
        this.across = across;
        this.down = down;
        this.adu = adu.clone();
    }

    /// Of a picture, in one pass over its rows and a look at some of them. A pixel far beyond the noise of the others
    /// counts as just beyond it. Memory: 8 bytes for each row and patch across, and 256 kB.
    public static PatchGrid of(RowSource picture) throws IOException {
        int width = picture.shape().widthPx();
        int height = picture.shape().heightPx();
        int across = side(width);
        int down = side(height);
        double[][] pieces = pieces(picture.shape());
        int band = Math.clamp((1 << 18) / (4L * width), 1, height);
        try (var arena = Arena.ofConfined()) {
            MemorySegment rows = arena.allocate(ValueLayout.JAVA_FLOAT, (long) band * width);
            Range usual = usual(picture, rows);
            for (int y = 0; y < height; y += band) {
                int count = Math.min(band, height - y);
                picture.rows(y, count, rows.asSlice(0, 4L * count * width));
                for (int i = 0; i < count; i++) {
                    share(rows, i, y + i, picture.shape(), usual, pieces);
                }
            }
        }
        return ofPieces(across, down, pieces);
    }

    /// What pixels count as at least and at most.
    private record Range(float low, float high) {}

    private static Range usual(RowSource picture, MemorySegment rows) throws IOException {
        int width = picture.shape().widthPx();
        int height = picture.shape().heightPx();
        int looks = Math.min(LOOKS, height);
        float[] seen = new float[looks * width];
        float[] steps = new float[looks * Math.max(0, width - 2)];
        for (int i = 0; i < looks; i++) {
            picture.rows((int) ((long) i * height / looks), 1, rows.asSlice(0, 4L * width));
            MemorySegment.copy(rows, ValueLayout.JAVA_FLOAT, 0, seen, i * width, width);
            for (int x = 0; x < width - 2; x++) {
                steps[i * (width - 2) + x] = Math.abs(seen[i * width + x + 2] - seen[i * width + x]);
            }
        }
        float middle = Middles.of(seen);
        float far = steps.length == 0 ? 65_535 : PrintTaker.FAR * Middles.of(steps) + PrintTaker.FAR_ADU;
        return new Range(middle - far, middle + far);
    }

    private static void share(MemorySegment rows, int row, int y, FrameShape shape, Range usual,
            double[][] pieces) {
        int across = side(shape.widthPx());
        int down = side(shape.heightPx());
        int patch = patch(y, down, shape.heightPx());
        for (int p = 0; p < across; p++) {
            int from = edge(p, across, shape.widthPx());
            int to = edge(p + 1, across, shape.widthPx());
            double sum = 0;
            for (int x = from; x < to; x++) {
                float adu = rows.getAtIndex(ValueLayout.JAVA_FLOAT, (long) row * shape.widthPx() + x);
                sum += Math.min(Math.max(adu, usual.low), usual.high);
            }
            pieces[patch * across + p][y - edge(patch, down, shape.heightPx())] = sum / (to - from);
        }
    }

    /// Room for the means of the pieces of rows of each patch.
    static double[][] pieces(FrameShape shape) {
        int across = side(shape.widthPx());
        int down = side(shape.heightPx());
        double[][] pieces = new double[down * across][];
        for (int p = 0; p < pieces.length; p++) {
            pieces[p] = new double[edge(p / across + 1, down, shape.heightPx())
                    - edge(p / across, down, shape.heightPx())];
        }
        return pieces;
    }

    /// @param pieces of each patch, the means of its pieces of rows; sorted by this
    static PatchGrid ofPieces(int across, int down, double[][] pieces) {
        double[] adu = new double[across * down];
        for (int p = 0; p < adu.length; p++) {
            adu[p] = median(pieces[p]);
        }
        return new PatchGrid(across, down, adu);
    }

    /// Patches along a side of so many pixels.
    static int side(int pixels) {
        return Math.min(SIDE, pixels);
    }

    /// Where patch `p` of `count` begins.
    static int edge(int p, int count, int pixels) {
        return (int) ((long) p * pixels / count);
    }

    /// Which patch a pixel is in.
    static int patch(int at, int count, int pixels) {
        int p = (int) ((long) at * count / pixels);
        return at < edge(p, count, pixels) ? p - 1 : at >= edge(p + 1, count, pixels) ? p + 1 : p;
    }

    static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /// Patches from left to right.
    public int across() {
        return across;
    }

    /// Patches from top to bottom.
    public int down() {
        return down;
    }

    /// Level of a patch, ADU.
    public double adu(int x, int y) {
        return adu[y * across + x];
    }

    /// All levels, `f64[down][across]`, ADU; a copy.
    public double[] all() {
        return adu.clone();
    }

    /// Median of the patches, ADU.
    public double levelAdu() {
        return median(all());
    }
}
