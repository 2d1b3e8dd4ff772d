package dev.darkbox.quality;

import dev.darkbox.device.FrameShape;
import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Some rows of each row of patches, evenly spread, as a picture of its own.
///
/// @param perPatch rows of each
record SampledRows(RowSource picture, Patchwork grid, int perPatch) implements RowSource {

    /// As many rows as it takes to have so many pixels in every patch, or all there are.
    static int perPatch(Patchwork grid, int pixels) {
        int width = Math.max(1, grid.shape().widthPx() / grid.across());
        return Math.clamp(Math.ceilDiv(pixels, width), 1, grid.shape().heightPx() / grid.down());
    }

    @Override
    public FrameShape shape() {
        return new FrameShape(grid.shape().widthPx(), perPatch * grid.down());
    }

    @Override
    public void rows(int first, int count, MemorySegment into) throws IOException {
        long bytes = 4L * grid.shape().widthPx();
        for (int i = 0; i < count; i++) {
            int row = (first + i) / perPatch;
            int top = grid.top(row);
            int high = grid.top(row + 1) - top;
            int y = top + (int) ((long) high * ((first + i) % perPatch) / perPatch);
            picture.rows(y, 1, into.asSlice(i * bytes, bytes));
        }
    }
}
