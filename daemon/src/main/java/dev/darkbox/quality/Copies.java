package dev.darkbox.quality;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Rows of an earlier frame that came once more: a buffer that was not filled.
///
/// Two rows of noise are never alike in every piece, in sum, steps and largest pixel.
final class Copies {

    /// Rows alike, one below the other, that are no chance in the narrowest frame of the least noise.
    private static final int LEAST_ROWS = 16;
    /// A usual step below which rows may be alike by chance, ADU.
    private static final double LEAST_STEP_ADU = 0.05;

    private Copies() {}

    /// @param before the frames just before, odd ones too, the last one last: buffers may take turns
    static Optional<Fault> of(FramePrint print, List<FramePrint> before) {
        for (int back = 1; back <= before.size(); back++) {
            BitSet rows = alike(print, before.get(before.size() - back));
            if (!rows.isEmpty()) {
                boolean whole = rows.cardinality() == print.rows();
                String which = back == 1 ? "the frame before" : "the frame %d before".formatted(back);
                return Optional.of(new Fault(OddFrame.Kind.COPY, rows.cardinality(), whole
                        ? "every pixel is that of %s: the camera delivered it again".formatted(which)
                        : "%s those of %s, pixel by pixel".formatted(RowFaults.told(rows), which)));
            }
        }
        return Optional.empty();
    }

    private static BitSet alike(FramePrint print, FramePrint other) {
        var rows = new BitSet();
        int begun = -1;
        for (int y = 0; y <= print.rows(); y++) {
            boolean same = y < print.rows() && print.rowKey(y) == other.rowKey(y)
                    && print.rowStep(y) >= LEAST_STEP_ADU;
            if (same && begun < 0) {
                begun = y;
            } else if (!same && begun >= 0) {
                rows.set(begun, y, y - begun >= Math.min(LEAST_ROWS, print.rows()));
                begun = -1;
            }
        }
        return rows;
    }
}
