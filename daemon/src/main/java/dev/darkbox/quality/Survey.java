package dev.darkbox.quality;

import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// A first look at some rows of the pictures: levels and widths by patches, and how strong the hot pixels are.
///
/// Some 4000 pixels of each patch are looked at. Reads, of a large picture, a sixth of its rows. Memory: some hundred
/// bytes per column and thread, whatever the height.
final class Survey {

    /// Pixels per patch: their median's noise is a fiftieth of a pixel's.
    private static final int PATCH_PIXELS = 4096;
    /// Ratios of dark current are told from a quarter to four.
    private static final int DARK_OCTAVES = 2;
    private static final int GAIN_OCTAVES = 8;
    /// Hot enough that its noise does not matter, in widths of the pattern.
    private static final double TELLING_SIGMAS = 20;
    private static final double TELLING_ADU = 5;
    private static final double BRIGHTEST_ADU = 60_000;

    private final Layers layers;
    private final Patchwork grid;
    private final int rows;
    private final double telling;
    private final Patches patches;

    /// What is known of each patch, `[patches]`, all ADU. Whoever asks must not write into them.
    static final class Patches {

        private final float[] now;
        private final float[] before;
        private final float[] change;
        private final float[] sigma;
        private final float[] nowScale;
        private final float[] beforeScale;
        private final float[] changeScale;

        Patches(int count) {
            now = new float[count];
            before = new float[count];
            change = new float[count];
            sigma = new float[count];
            nowScale = new float[count];
            beforeScale = new float[count];
            changeScale = new float[count];
        }

        /// Median.
        float[] now() {
            return now;
        }

        /// Median of the master before.
        float[] before() {
            return before;
        }

        /// Median of what was added to each pixel.
        float[] change() {
            return change;
        }

        /// Median of the pixels' standard deviations; `NaN` where none is known.
        float[] sigma() {
            return sigma;
        }

        /// Width of the middle, by median absolute deviation.
        float[] nowScale() {
            return nowScale;
        }

        /// Likewise of the master before.
        float[] beforeScale() {
            return beforeScale;
        }

        /// Likewise of what was added.
        float[] changeScale() {
            return changeScale;
        }

        /// The middle of all patches, `NaN` where there is none.
        static double middle(float[] values) {
            float[] copy = values.clone();
            int known = 0;
            for (float value : values) {
                if (!Float.isNaN(value)) {
                    copy[known++] = value;
                }
            }
            return Select.median(copy, known);
        }
    }

    /// @param dark how much stronger hot pixels became
    /// @param aduPerElectron by how much the variance of hot pixels grows with their level
    record Seen(Patchwork grid, Patches patches, Ratio dark, Ratio aduPerElectron) {}

    private Survey(Layers layers, Patchwork grid, double telling) {
        this.layers = layers;
        this.grid = grid;
        this.telling = telling;
        rows = SampledRows.perPatch(grid, PATCH_PIXELS);
        patches = new Patches(grid.count());
    }

    /// @param patternSigmaAdu width of the middle of the master before, or of this one without
    static Seen of(Layers layers, double patternSigmaAdu) throws IOException {
        Patchwork grid = Patchwork.of(layers.pictures().getFirst().shape());
        return new Survey(layers, grid, Math.max(TELLING_ADU, TELLING_SIGMAS * patternSigmaAdu)).look();
    }

    private Seen look() throws IOException {
        List<RowSource> sampled = layers.pictures().stream()
                .<RowSource>map(picture -> new SampledRows(picture, grid, rows)).toList();
        int most = rows * (grid.shape().widthPx() / grid.across() + 1);
        try (var walk = new BandWalk<Notes>(sampled, rows, BandWalk.usualThreads(),
                (_, _) -> new Notes(layers.pictures().size(), most))) {
            walk.each((band, first, count, notes) -> patchRow(band, first / rows, count, notes));
            var dark = new Ratio.Bins(DARK_OCTAVES);
            var gain = new Ratio.Bins(GAIN_OCTAVES);
            walk.notes().forEach(notes -> {
                dark.add(notes.dark);
                gain.add(notes.gain);
            });
            fillHoles();
            return new Seen(grid, patches, dark.ratio(), gain.ratio());
        }
    }

    /// A patch without one finite pixel is like the others.
    private void fillHoles() {
        for (float[] values : List.of(patches.now, patches.before, patches.change, patches.nowScale,
                patches.beforeScale, patches.changeScale)) {
            float middle = (float) Patches.middle(values);
            for (int i = 0; i < values.length; i++) {
                values[i] = Float.isNaN(values[i]) ? middle : values[i];
            }
        }
    }

    /// What one thread works in.
    private static final class Notes {
        private final float[][] pixels;
        private final float[] scratch;
        private final Ratio.Bins dark = new Ratio.Bins(DARK_OCTAVES);
        private final Ratio.Bins gain = new Ratio.Bins(GAIN_OCTAVES);

        Notes(int pictures, int most) {
            pixels = new float[pictures][most];
            scratch = new float[most];
        }
    }

    private void patchRow(MemorySegment band, int row, int count, Notes notes) {
        for (int column = 0; column < grid.across(); column++) {
            int pixels = gather(band, column, count, notes.pixels);
            patch(row * grid.across() + column, pixels, notes);
        }
    }

    /// Copies a patch, without pixels that are not finite in both masters.
    private int gather(MemorySegment band, int column, int count, float[][] into) {
        int width = grid.shape().widthPx();
        int left = grid.left(column);
        int wide = grid.left(column + 1) - left;
        for (int i = 0; i < into.length; i++) {
            for (int y = 0; y < count; y++) {
                long from = ((long) i * count + y) * width + left;
                MemorySegment.copy(band, ValueLayout.JAVA_FLOAT, 4 * from, into[i], y * wide, wide);
            }
        }
        float[] now = into[0];
        float[] before = layers.hasBefore() ? into[layers.before()] : now;
        int kept = 0;
        for (int i = 0; i < count * wide; i++) {
            if (Float.isFinite(now[i]) && Float.isFinite(before[i])) {
                for (float[] layer : into) {
                    layer[kept] = layer[i];
                }
                kept++;
            }
        }
        return kept;
    }

    private void patch(int at, int count, Notes notes) {
        float[] scratch = notes.scratch;
        float[] now = notes.pixels[0];
        patches.now[at] = median(now, count, scratch);
        patches.nowScale[at] = (float) Select.madSigma(scratch, count, patches.now[at]);
        patches.sigma[at] = Float.NaN;
        if (layers.hasSigma()) {
            float[] sigma = notes.pixels[layers.sigma()];
            int known = 0;
            for (int i = 0; i < count; i++) {
                if (sigma[i] > 0) {
                    scratch[known++] = sigma[i];
                }
            }
            patches.sigma[at] = Select.median(scratch, known);
            gain(now, patches.now[at], sigma, patches.sigma[at], count, notes.gain);
        }
        if (layers.hasBefore()) {
            float[] before = notes.pixels[layers.before()];
            patches.before[at] = median(before, count, scratch);
            patches.beforeScale[at] = (float) Select.madSigma(scratch, count, patches.before[at]);
            for (int i = 0; i < count; i++) {
                scratch[i] = now[i] - before[i];
            }
            patches.change[at] = Select.median(scratch, count);
            patches.changeScale[at] = (float) Select.madSigma(scratch, count, patches.change[at]);
            hot(now, patches.now[at], before, patches.before[at], count, notes.dark);
        }
    }

    private static float median(float[] values, int count, float[] scratch) {
        System.arraycopy(values, 0, scratch, 0, count);
        return Select.median(scratch, count);
    }

    /// Photon transfer within one master: what a hot pixel has more of variance than its neighbours over what it has more
    /// of level.
    private void gain(float[] now, float level, float[] sigma, float typical, int count, Ratio.Bins ratios) {
        double usual = (double) typical * typical;
        for (int i = 0; i < count; i++) {
            float excess = now[i] - level;
            if (excess > telling && now[i] < BRIGHTEST_ADU) {
                ratios.add(((double) sigma[i] * sigma[i] - usual) / excess, 1);
            }
        }
    }

    /// The brighter a pixel the better it tells; saturated ones tell nothing.
    private void hot(float[] now, float nowLevel, float[] before, float beforeLevel, int count,
            Ratio.Bins ratios) {
        for (int i = 0; i < count; i++) {
            float excess = before[i] - beforeLevel;
            if (excess > telling && Math.max(before[i], now[i]) < BRIGHTEST_ADU) {
                ratios.add((now[i] - nowLevel) / excess, Math.round(excess));
            }
        }
    }
}
