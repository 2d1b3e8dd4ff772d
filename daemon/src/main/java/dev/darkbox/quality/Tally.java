package dev.darkbox.quality;

import dev.darkbox.device.FrameShape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// Counts pixels, all of them, in one pass over all pictures.
///
/// Sums are kept row by row in double precision and added from top to bottom, or in whole numbers: no figure depends on
/// threads or bands. Memory: 112 bytes per row, and 36 bytes per column and thread.
final class Tally {

    private static final double SATURATED_ADU = 64_000;
    private static final double SIX_SIGMAS_SQUARED = 36;
    private static final double NOISY_SQUARED = 4;
    private static final double FAR_SIGMAS = 5;
    /// Sums of levels along columns are kept in this part of an ADU.
    private static final float FINE = 1024;

    private final Layers layers;
    private final Measure measure;
    private final Surface nowLevel;
    private final Surface beforeLevel;
    private final int width;
    private final Sums sums;

    /// Along each row, over the core, `f64[height]` each.
    static final class Sums {

        private final double[] count;
        private final double[] now;
        private final double[] square;
        private final double[][] both;
        private final double[] halves;
        private final double[] halvesCount;
        private final double[] noise;
        private final double[][] expected;

        Sums(int rows) {
            count = new double[rows];
            now = new double[rows];
            square = new double[rows];
            both = new double[5][rows];
            halves = new double[rows];
            halvesCount = new double[rows];
            noise = new double[rows];
            expected = new double[2][rows];
        }

        static double total(double[] rows) {
            double total = 0;
            for (double row : rows) {
                total += row;
            }
            return total;
        }

        /// Mean of a row's pixels above their level, ADU.
        double[] rowLevels() {
            var levels = new double[count.length];
            Arrays.setAll(levels, y -> now[y] / Math.max(1, count[y]));
            return levels;
        }

        /// Mean square of the pixels about their level.
        double variance() {
            return total(square) / total(count);
        }

        int rows() {
            return count.length;
        }

        /// Pixels of a row in the core of this master.
        double core(int y) {
            return count[y];
        }

        /// Of the master before.
        double coreBefore(int y) {
            return both[4][y];
        }

        /// Pixels of some rows in the core of both.
        double inBoth(int from, int to) {
            return total(Arrays.copyOfRange(both[0], from, to));
        }

        /// Of these, how alike the two masters are; 0 where one of them is nothing but its level.
        double correlation(int from, int to) {
            double squares = total(Arrays.copyOfRange(both[1], from, to))
                    * total(Arrays.copyOfRange(both[2], from, to));
            return squares > 0 ? total(Arrays.copyOfRange(both[3], from, to)) / Math.sqrt(squares) : 0;
        }

        /// Pixels in the core of both masters.
        double inBoth() {
            return total(both[0]);
        }

        /// Over these pixels, the sum of the squares of this master's.
        double nowSquares() {
            return total(both[1]);
        }

        /// Of the other one's.
        double beforeSquares() {
            return total(both[2]);
        }

        /// Of the products.
        double products() {
            return total(both[3]);
        }

        /// Mean square of the half sets' difference.
        double halvesVariance() {
            return total(halves) / total(halvesCount);
        }

        /// Mean variance of a pixel's samples.
        double noiseVariance() {
            return total(noise) / total(halvesCount);
        }

        /// Hot pixels of both over those of either, as noise lets expect.
        double expectedJaccard() {
            return total(expected[0]) / total(expected[1]);
        }
    }

    /// What is counted over all pixels.
    enum Of {
        PIXELS, HOT, HOT_BEFORE, HOT_GROWN, HOT_BOTH, SEED_HOT, SEED_HOT_BEFORE, NEW_HOT, GONE_HOT, COLD, SATURATED, EMPTY, NOISY, SIX_SIGMA, SIX_SIGMA_UNEXPLAINED
    }

    /// What it came to.
    static final class Result {

        private final Map<Of, Long> counts;
        private final Sums sums;
        private final double[] columns;

        private Result(Map<Of, Long> counts, Sums sums, double[] columns) {
            this.counts = counts;
            this.sums = sums;
            this.columns = columns;
        }

        double count(Of what) {
            return (double) counts.getOrDefault(what, 0L);
        }

        double part(Of what) {
            return count(what) / Math.max(1, count(Of.PIXELS));
        }

        Sums sums() {
            return sums;
        }

        /// Mean of each column's core above its level, ADU; must not be written to.
        double[] columnLevels() {
            return columns;
        }
    }

    private Tally(Layers layers, Survey.Seen seen, Measure measure) {
        this.layers = layers;
        this.measure = measure;
        nowLevel = new Surface(seen.grid(), seen.patches().now());
        beforeLevel = new Surface(seen.grid(), seen.patches().before());
        FrameShape shape = seen.grid().shape();
        width = shape.widthPx();
        sums = new Sums(shape.heightPx());
    }

    static Result of(Layers layers, Survey.Seen seen, Measure measure) throws IOException {
        return new Tally(layers, seen, measure).count();
    }

    private Result count() throws IOException {
        try (var walk = new BandWalk<Notes>(layers.pictures(), BandWalk.usualThreads(),
                (_, _) -> new Notes(layers.pictures().size(), width))) {
            walk.each(this::band);
            var counts = new EnumMap<Of, Long>(Of.class);
            var levels = new long[width];
            var members = new long[width];
            for (Notes notes : walk.notes()) {
                notes.counts.forEach((what, number) -> counts.merge(what, number, Long::sum));
                Arrays.setAll(levels, x -> levels[x] + notes.levels[x]);
                Arrays.setAll(members, x -> members[x] + notes.members[x]);
            }
            var columns = new double[width];
            Arrays.setAll(columns, x -> (double) levels[x] / FINE / Math.max(1.0, (double) members[x]));
            return new Result(counts, sums, columns);
        }
    }

    /// What one thread counts in.
    private static final class Notes {
        private final float[][] rows;
        private final float[] now;
        private final float[] before;
        private final Map<Of, Long> counts = new EnumMap<>(Of.class);
        private final long[] levels;
        private final int[] members;

        Notes(int pictures, int width) {
            rows = new float[pictures][width];
            now = new float[width];
            before = new float[width];
            levels = new long[width];
            members = new int[width];
        }

        void add(Of what, int number) {
            counts.merge(what, (long) number, Long::sum);
        }
    }

    private void band(MemorySegment band, int first, int rows, Notes notes) {
        for (int y = 0; y < rows; y++) {
            for (int i = 0; i < notes.rows.length; i++) {
                MemorySegment.copy(band, ValueLayout.JAVA_FLOAT, 4 * ((long) i * rows + y) * width,
                        notes.rows[i],
                        0, width);
            }
            nowLevel.row(first + y, notes.now);
            alone(notes);
            core(first + y, notes);
            if (layers.hasBefore()) {
                beforeLevel.row(first + y, notes.before);
                both(first + y, notes);
                changed(notes);
                hot(first + y, notes);
            }
        }
    }

    /// Variance from frame to frame that a pixel's level explains.
    private static double explained(float adu, double median, double typicalSquared, double aduPerElectron) {
        return typicalSquared + Math.max(0, adu - median) * aduPerElectron;
    }

    private void alone(Notes notes) {
        float[] now = notes.rows[0];
        float[] level = notes.now;
        float hotAdu = (float) measure.hotAdu();
        float coldAdu = (float) -measure.coldAdu();
        int pixels = 0;
        int hot = 0;
        int cold = 0;
        int saturated = 0;
        int empty = 0;
        for (int x = 0; x < now.length; x++) {
            float excess = now[x] - level[x];
            pixels += Float.isFinite(excess) ? 1 : 0;
            hot += excess > hotAdu ? 1 : 0;
            cold += excess < coldAdu ? 1 : 0;
            saturated += now[x] >= SATURATED_ADU ? 1 : 0;
            empty += now[x] <= 0 ? 1 : 0;
        }
        notes.add(Of.PIXELS, pixels);
        notes.add(Of.HOT, hot);
        notes.add(Of.COLD, cold);
        notes.add(Of.SATURATED, saturated);
        notes.add(Of.EMPTY, empty);
        if (layers.hasSigma()) {
            notes.add(Of.NOISY, noisy(notes));
        }
    }

    private int noisy(Notes notes) {
        float[] now = notes.rows[0];
        float[] sigma = notes.rows[layers.sigma()];
        double typical = measure.typicalAdu() * measure.typicalAdu();
        int noisy = 0;
        for (int x = 0; x < now.length; x++) {
            double usual = explained(now[x], measure.nowMedian(), typical, measure.aduPerElectron());
            noisy += (double) sigma[x] * sigma[x] > NOISY_SQUARED * usual ? 1 : 0;
        }
        return noisy;
    }

    /// The core of this master alone: levels of rows and columns, halves against noise where no pixel jumps.
    private void core(int y, Notes notes) {
        float[] now = notes.rows[0];
        float[] level = notes.now;
        float core = (float) measure.coreNow();
        int count = 0;
        double sum = 0;
        double square = 0;
        for (int x = 0; x < now.length; x++) {
            float excess = now[x] - level[x];
            if (Math.abs(excess) < core) {
                count++;
                sum += excess;
                square += (double) excess * excess;
                notes.levels[x] += (long) (excess * FINE);
                notes.members[x]++;
            }
        }
        sums.count[y] = count;
        sums.now[y] = sum;
        sums.square[y] = square;
        if (layers.hasHalves() || layers.hasSigma()) {
            noise(y, notes);
        }
    }

    private void noise(int y, Notes notes) {
        float[] now = notes.rows[0];
        float[] level = notes.now;
        float[] halves = notes.rows[Math.max(0, layers.halves())];
        float[] sigma = notes.rows[Math.max(0, layers.sigma())];
        float core = (float) measure.coreNow();
        float jump = (float) measure.halvesAdu();
        double noisy = layers.hasSigma() ? NOISY_SQUARED * measure.typicalAdu() * measure.typicalAdu() : 0;
        int count = 0;
        double squares = 0;
        double noise = 0;
        for (int x = 0; x < now.length; x++) {
            double variance = layers.hasSigma() ? (double) sigma[x] * sigma[x] : 0;
            if (Math.abs(now[x] - level[x]) < core && variance <= noisy
                    && (!layers.hasHalves() || Math.abs(halves[x]) < jump)) {
                count++;
                squares += (double) halves[x] * halves[x];
                noise += variance;
            }
        }
        sums.halvesCount[y] = count;
        sums.halves[y] = squares;
        sums.noise[y] = noise;
    }

    private void both(int y, Notes notes) {
        float[] now = notes.rows[0];
        float[] before = notes.rows[layers.before()];
        float coreNow = (float) measure.coreNow();
        float coreBefore = (float) measure.coreBefore();
        int count = 0;
        int countBefore = 0;
        double nowNow = 0;
        double beforeBefore = 0;
        double nowBefore = 0;
        for (int x = 0; x < now.length; x++) {
            float u = now[x] - notes.now[x];
            float v = before[x] - notes.before[x];
            countBefore += Math.abs(v) < coreBefore ? 1 : 0;
            if (Math.abs(u) < coreNow && Math.abs(v) < coreBefore) {
                count++;
                nowNow += (double) u * u;
                beforeBefore += (double) v * v;
                nowBefore += (double) u * v;
            }
        }
        sums.both[0][y] = count;
        sums.both[1][y] = nowNow;
        sums.both[2][y] = beforeBefore;
        sums.both[3][y] = nowBefore;
        sums.both[4][y] = countBefore;
    }

    private void changed(Notes notes) {
        float[] now = notes.rows[0];
        float[] before = notes.rows[layers.before()];
        double shift = measure.nowMedian() - measure.beforeMedian();
        int changed = 0;
        int unexplained = 0;
        for (int x = 0; x < now.length; x++) {
            double far = SIX_SIGMAS_SQUARED * variance(notes, x);
            double raw = now[x] - before[x] - shift;
            double rest = now[x] - notes.now[x] - measure.growth() * (before[x] - notes.before[x]);
            changed += raw * raw > far ? 1 : 0;
            unexplained += rest * rest > far ? 1 : 0;
        }
        notes.add(Of.SIX_SIGMA, changed);
        notes.add(Of.SIX_SIGMA_UNEXPLAINED, unexplained);
    }

    /// Of the difference of the two masters in one pixel, the larger of what its samples and what its level tell.
    private double variance(Notes notes, int x) {
        double usual = explained(notes.rows[layers.before()][x], measure.beforeMedian(),
                measure.typicalAdu() * measure.typicalAdu(), measure.aduPerElectron());
        float sigma = layers.hasSigma() ? notes.rows[layers.sigma()][x] : 0;
        return measure.share() * Math.max(usual, (double) sigma * sigma);
    }

    private void hot(int y, Notes notes) {
        float[] now = notes.rows[0];
        float[] before = notes.rows[layers.before()];
        float hotAdu = (float) measure.hotAdu();
        float seedAdu = (float) measure.seedAdu();
        float growth = (float) measure.growth();
        float least = Math.min(hotAdu / Math.max(1, growth), seedAdu) / 2;
        double[] expected = {0, 0};
        for (int x = 0; x < now.length; x++) {
            float u = now[x] - notes.now[x];
            float v = before[x] - notes.before[x];
            if (Math.max(u, v) > least) {
                notes.add(Of.SEED_HOT, u > seedAdu ? 1 : 0);
                notes.add(Of.SEED_HOT_BEFORE, v > seedAdu ? 1 : 0);
                notes.add(Of.HOT_BEFORE, v > hotAdu ? 1 : 0);
                hot(u, growth * v, hotAdu, Math.sqrt(variance(notes, x)), notes, expected);
            }
        }
        sums.expected[0][y] = expected[0];
        sums.expected[1][y] = expected[1];
    }

    private static void hot(float now, float before, float hotAdu, double sigma, Notes notes,
            double[] expected) {
        boolean is = now > hotAdu;
        boolean was = before > hotAdu;
        boolean surely = Math.abs(now - before) > Math.max(6 * sigma, hotAdu / 2);
        notes.add(Of.HOT_GROWN, was ? 1 : 0);
        notes.add(Of.HOT_BOTH, is && was ? 1 : 0);
        notes.add(Of.NEW_HOT, is && !was && surely ? 1 : 0);
        notes.add(Of.GONE_HOT, was && !is && surely ? 1 : 0);
        double sigmas = (before - hotAdu) / Math.max(sigma, 1e-9);
        double stays = Math.abs(sigmas) > FAR_SIGMAS ? (was ? 1 : 0) : Normal.below(sigmas);
        expected[0] += was ? stays : 0;
        expected[1] += was ? 1 : stays;
    }
}
