package dev.darkbox.device.usb;

import dev.darkbox.device.FrameBuffer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Puts pixels that do not come in rows where they belong, in the frame's own memory.
final class SxWeave {

    private SxWeave() {}

    /// Where the odd field is to be read: the lower half of the frame.
    static MemorySegment oddField(FrameBuffer frame) {
        return frame.pixels().asSlice(frame.pixels().byteSize() / 2);
    }

    /// Rows 0, 2, 4 .. are the odd field, which lies in the lower half; 1, 3, 5 .. the even one.
    ///
    /// @param even `u16[height / 2][width]`
    static void fields(MemorySegment even, FrameBuffer frame) {
        long row = 2L * frame.shape().widthPx();
        int half = frame.shape().heightPx() / 2;
        MemorySegment pixels = frame.pixels();
        // row 2r is never below row half + r, so nothing is overwritten that is still to be moved
        for (int r = 0; r < half; r++) {
            MemorySegment.copy(pixels, (half + r) * row, pixels, 2L * r * row, row);
        }
        for (int r = 0; r < half; r++) {
            MemorySegment.copy(even, r * row, pixels, (2L * r + 1) * row, row);
        }
    }

    /// The M25C sends two rows as one of double length: (0,0) (1,0) (0,1) (1,1) of each square, as (row, column).
    static void squares(FrameBuffer frame) {
        int width = frame.shape().widthPx();
        short[] both = new short[2 * width];
        for (int y = 0; y + 1 < frame.shape().heightPx(); y += 2) {
            long at = 2L * y * width;
            MemorySegment.copy(frame.pixels(), ValueLayout.JAVA_SHORT, at, both, 0, both.length);
            for (int x = 0; x < width; x++) {
                frame.pixels().set(ValueLayout.JAVA_SHORT, at + 2L * x, both[2 * x]);
                frame.pixels().set(ValueLayout.JAVA_SHORT, at + 2L * (width + x), both[2 * x + 1]);
            }
        }
    }
}
