package dev.darkbox.quality;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.kernel.PrintKernels;
import java.util.BitSet;

/// The fingerprint of one raw frame: as little as tells whether it was read out whole, and whether light fell on it.
///
/// Immutable. Memory: up to 72 bytes per row and some 4 kB, 300 kB for 26 megapixels.
public final class FramePrint {

    /// Mean distance of two samples of normal noise over its standard deviation, 2 / sqrt(pi).
    private static final double STEP_OF_NOISE = 1.1284;

    private final FrameShape shape;
    private final double meanAdu;
    private final double noiseAdu;
    private final PatchGrid patches;
    private final float[] partLevels;
    private final int parts;
    private final float[] rowSteps;
    private final int[] rowKeys;
    private final BitSet noise;
    private final BitSet empty;
    private final int[] marks;

    /// @param partLevels `f32[rows][parts]`: levels of the parts of each row, ADU
    /// @param rowSteps median over its parts of a row's mean step, ADU
    /// @param rowKeys equal for rows of equal pixels
    /// @param marks where the brightest pixel of each patch is, `y << 16 | x`
    FramePrint(FrameShape shape, double meanAdu, PatchGrid patches, float[] partLevels, float[] rowSteps,
            int[] rowKeys, BitSet noise, BitSet empty, int[] marks) {
        this.shape = shape;
        this.meanAdu = meanAdu;
        this.patches = patches;
        this.partLevels = partLevels;
        parts = partLevels.length / rowSteps.length;
        this.rowSteps = rowSteps;
        this.rowKeys = rowKeys;
        this.noise = noise;
        this.empty = empty;
        this.marks = marks;
        noiseAdu = Middles.of(rowSteps) / STEP_OF_NOISE;
    }

    /// Of a frame in memory, read once. Some milliseconds for 26 megapixels where the C kernels load.
    public static FramePrint of(FrameBuffer frame) {
        return of(frame, PrintKernels.best());
    }

    static FramePrint of(FrameBuffer frame, PrintKernels kernels) {
        return new PrintTaker(frame, kernels).take();
    }

    public FrameShape shape() {
        return shape;
    }

    /// Mean of all pixels, ADU; hot ones count as just beyond the noise of the others.
    public double meanAdu() {
        return meanAdu;
    }

    /// Noise from pixel to pixel of the middle row, ADU: read noise, shot noise and the pattern of the sensor together.
    public double noiseAdu() {
        return noiseAdu;
    }

    /// Levels of its patches.
    public PatchGrid patches() {
        return patches;
    }

    int rows() {
        return rowSteps.length;
    }

    /// Parts of a row.
    int parts() {
        return parts;
    }

    /// Level of part `i % parts` of row `i / parts`, ADU.
    float partLevel(int i) {
        return partLevels[i];
    }

    /// Median over its parts of the mean distance of neighbours in a row, ADU.
    float rowStep(int y) {
        return rowSteps[y];
    }

    /// Equal for rows of equal pixels, and for hardly any other.
    int rowKey(int y) {
        return rowKeys[y];
    }

    /// Rows a long piece of which is nothing but noise, far beyond that of the frame.
    BitSet noiseRows() {
        return noise;
    }

    /// Rows half of which, or more, is without any noise, in a frame that has noise.
    BitSet emptyRows() {
        return empty;
    }

    /// Patches.
    int marks() {
        return marks.length;
    }

    /// Column of the brightest pixel of a patch.
    int markX(int patch) {
        return marks[patch] & 0xFFFF;
    }

    /// Row of the brightest pixel of a patch.
    int markY(int patch) {
        return marks[patch] >>> 16;
    }
}
