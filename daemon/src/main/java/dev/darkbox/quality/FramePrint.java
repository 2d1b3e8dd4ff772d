package dev.darkbox.quality;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;

/// The fingerprint of one raw frame: its level, noise and patches, as little as tells whether it was read out whole.
///
/// Immutable. Memory: about 12 bytes per row and 6 kB.
public final class FramePrint {

    private final FrameShape shape;
    private final double meanAdu;
    private final PatchGrid patches;

    private FramePrint(FrameShape shape, double meanAdu, PatchGrid patches) {
        this.shape = shape;
        this.meanAdu = meanAdu;
        this.patches = patches;
    }

    /// Of a frame in memory, in one pass.
    public static FramePrint of(FrameBuffer frame) {
        FrameShape shape = frame.shape();
        int across = PatchGrid.side(shape.widthPx());
        int down = PatchGrid.side(shape.heightPx());
        double[][] pieces = PatchGrid.pieces(shape);
        double total = 0;
        for (int y = 0; y < shape.heightPx(); y++) {
            int row = PatchGrid.patch(y, down, shape.heightPx());
            for (int p = 0; p < across; p++) {
                int from = PatchGrid.edge(p, across, shape.widthPx());
                int to = PatchGrid.edge(p + 1, across, shape.widthPx());
                long sum = 0;
                for (int x = from; x < to; x++) {
                    sum += frame.adu(x, y);
                }
                total += sum;
                pieces[row * across + p][y - PatchGrid.edge(row, down, shape.heightPx())] = (double) sum
                        / (to - from);
            }
        }
        return new FramePrint(shape, total / shape.pixels(), PatchGrid.ofPieces(across, down, pieces));
    }

    public FrameShape shape() {
        return shape;
    }

    /// Mean of all pixels, ADU.
    public double meanAdu() {
        return meanAdu;
    }

    /// Levels of its patches.
    public PatchGrid patches() {
        return patches;
    }
}
