package dev.darkbox.quality;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.kernel.PrintKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.BitSet;

/// Takes the fingerprint of one frame, band by band.
///
/// The pieces of the kernel are the patches' pieces of rows. Narrow frames have narrow ones, in which one track of a cosmic
/// ray is most of the piece: what is told of rows is told of **parts**, each so many pieces that it is 64 pixels wide.
///
/// Memory: 16 kB off the heap, and on it 8 bytes for each row of a patch, beside the print.
final class PrintTaker {

    private static final int BAND_ROWS = 64;
    private static final int PART_PX = 64;
    /// Steps looked at to know the frame's noise beforehand.
    private static final int SAMPLES = 8192;
    /// A step so many times the usual one, and so many ADU more, is not noise of this frame.
    static final int FAR = 12;
    static final int FAR_ADU = 16;
    /// A part of which more steps are far is not of this picture: a track or a few hot pixels are less of it.
    private static final double MOST_FAR = 0.5;
    /// So many far steps together in one row are no track; less than the least that a cable carries at once.
    private static final int FAR_STEPS = 128;
    /// Or nine tenths of the row, if that is less.
    private static final double FAR_ROW = 0.9;
    /// A usual step below which rows without any are no wonder, ADU.
    private static final double LEAST_STEP_ADU = 0.05;

    private final FrameBuffer frame;
    private final PrintKernels kernels;
    private final FrameShape shape;
    private final int across;
    private final int down;
    private final int piecesOfPart;
    private final float[] levels;
    private final float[] steps;
    private final int[] keys;
    private final BitSet noise = new BitSet();
    private final BitSet empty = new BitSet();
    private final double[][] pieces;
    private final int[] most;
    private final int[] mostRow;
    private final float[] partSteps;
    private long total;

    PrintTaker(FrameBuffer frame, PrintKernels kernels) {
        this.frame = frame;
        this.kernels = kernels;
        shape = frame.shape();
        across = PatchGrid.side(shape.widthPx());
        down = PatchGrid.side(shape.heightPx());
        int needed = 1;
        while (needed < across && (long) shape.widthPx() * needed < (long) PART_PX * across) {
            needed *= 2;
        }
        piecesOfPart = Math.min(needed, across);
        steps = new float[shape.heightPx()];
        keys = new int[shape.heightPx()];
        pieces = PatchGrid.pieces(shape);
        most = new int[across * down];
        Arrays.fill(most, -1);
        mostRow = new int[across * down];
        partSteps = new float[(across + piecesOfPart - 1) / piecesOfPart];
        levels = new float[shape.heightPx() * partSteps.length];
    }

    FramePrint take() {
        int far = far();
        int middle = middle();
        int low = Math.max(0, middle - far);
        int high = Math.min(65_535, middle + far);
        int width = shape.widthPx();
        int height = shape.heightPx();
        try (var arena = Arena.ofConfined()) {
            MemorySegment figures = arena.allocate(ValueLayout.JAVA_INT,
                    (long) BAND_ROWS * across * PrintKernels.FIGURES);
            int[] row = new int[across * PrintKernels.FIGURES];
            for (int first = 0; first < height; first += BAND_ROWS) {
                int count = Math.min(BAND_ROWS, height - first);
                kernels.print(frame.pixels().asSlice(2L * first * width, 2L * count * width), width, count,
                        across, low, high, far, figures);
                for (int i = 0; i < count; i++) {
                    MemorySegment.copy(figures, ValueLayout.JAVA_INT, 4L * i * row.length, row, 0,
                            row.length);
                    row(first + i, row);
                }
            }
        }
        if (Middles.of(steps) < LEAST_STEP_ADU) {
            empty.clear();
        }
        return new FramePrint(shape, (double) total / shape.pixels(),
                PatchGrid.ofPieces(across, down, pieces), levels, steps, keys, noise, empty, marks());
    }

    /// What no step of this frame's noise reaches, from steps here and there.
    private int far() {
        int width = shape.widthPx();
        if (width < 3) {
            return 65_535;
        }
        int[] seen = new int[SAMPLES];
        long stride = Math.max(1, shape.pixels() / SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            long at = i * stride % shape.pixels();
            // a row is not left: the last two columns look back
            int x = Math.min((int) (at % width), width - 3);
            int y = (int) (at / width);
            seen[i] = Math.abs(frame.adu(x + 2, y) - frame.adu(x, y));
        }
        Arrays.sort(seen);
        return Math.min(65_535, FAR * seen[SAMPLES / 2] + FAR_ADU);
    }

    /// Middle pixel, from pixels here and there.
    private int middle() {
        int[] seen = new int[SAMPLES];
        long stride = Math.max(1, shape.pixels() / SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            long at = i * stride % shape.pixels();
            seen[i] = frame.adu((int) (at % shape.widthPx()), (int) (at / shape.widthPx()));
        }
        Arrays.sort(seen);
        return seen[SAMPLES / 2];
    }

    private void row(int y, int[] figures) {
        int patchRow = PatchGrid.patch(y, down, shape.heightPx());
        int inPatch = y - PatchGrid.edge(patchRow, down, shape.heightPx());
        int key = 1;
        for (int p = 0; p < across; p++) {
            int at = p * PrintKernels.FIGURES;
            long sum = Integer.toUnsignedLong(figures[at]);
            total += sum;
            int patch = patchRow * across + p;
            pieces[patch][inPatch] = (double) sum / pixels(p, p + 1);
            if (figures[at + 3] > most[patch]) {
                most[patch] = figures[at + 3];
                mostRow[patch] = y;
            }
            key = 31 * (31 * (31 * key + figures[at]) + figures[at + 1]) + figures[at + 3];
        }
        keys[y] = key;
        parts(y, figures);
    }

    private void parts(int y, int[] figures) {
        long far = 0;
        int without = 0;
        for (int part = 0; part < partSteps.length; part++) {
            int from = part * piecesOfPart;
            int to = Math.min(across, from + piecesOfPart);
            long sum = 0;
            long stepped = 0;
            long farHere = 0;
            for (int p = from; p < to; p++) {
                sum += Integer.toUnsignedLong(figures[p * PrintKernels.FIGURES]);
                stepped += Integer.toUnsignedLong(figures[p * PrintKernels.FIGURES + 1]);
                farHere += figures[p * PrintKernels.FIGURES + 2];
            }
            int count = Math.max(1, pixels(from, to) - 2 * (to - from));
            levels[y * partSteps.length + part] = (float) ((double) sum / pixels(from, to));
            partSteps[part] = (float) ((double) stepped / count);
            far += farHere > MOST_FAR * count ? farHere : 0;
            without += stepped == 0 ? 1 : 0;
        }
        int all = shape.widthPx() - 2 * across;
        noise.set(y, all >= PART_PX / 2 && far >= Math.min(FAR_STEPS, FAR_ROW * all));
        empty.set(y, all >= PART_PX / 2 && 2 * without >= partSteps.length);
        steps[y] = Middles.ofSome(partSteps, partSteps.length);
    }

    private int pixels(int fromPiece, int toPiece) {
        return PatchGrid.edge(toPiece, across, shape.widthPx())
                - PatchGrid.edge(fromPiece, across, shape.widthPx());
    }

    private int[] marks() {
        int[] marks = new int[most.length];
        for (int patch = 0; patch < marks.length; patch++) {
            int x = PatchGrid.edge(patch % across, across, shape.widthPx());
            while (frame.adu(x, mostRow[patch]) != most[patch]) {
                x++;
            }
            marks[patch] = mostRow[patch] << 16 | x;
        }
        return marks;
    }
}
