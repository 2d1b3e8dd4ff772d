package dev.darkbox.quality;

import dev.darkbox.device.FrameShape;

/// A picture in patches, 32 x 32 of them, fewer when they would be smaller than 16 pixels.
///
/// @param across patches in a row
/// @param down patches in a column
record Patchwork(FrameShape shape, int across, int down) {

    private static final int MOST = 32;
    private static final int LEAST_PX = 16;

    static Patchwork of(FrameShape shape) {
        return new Patchwork(shape, Math.clamp(shape.widthPx() / LEAST_PX, 1, MOST),
                Math.clamp(shape.heightPx() / LEAST_PX, 1, MOST));
    }

    int count() {
        return across * down;
    }

    /// First column of a column of patches; of the one after the last: the width.
    int left(int column) {
        return (int) ((long) shape.widthPx() * column / across);
    }

    /// First row of a row of patches; of the one after the last: the height.
    int top(int row) {
        return (int) ((long) shape.heightPx() * row / down);
    }

    /// Patches of a corner, an eighth of the picture's sides, or of the middle of that size.
    ///
    /// @param right 0 left, 1 middle, 2 right
    /// @param bottom 0 top, 1 middle, 2 bottom
    int[] region(int right, int bottom) {
        int wide = Math.max(1, across / 8);
        int high = Math.max(1, down / 8);
        var patches = new int[wide * high];
        for (int i = 0; i < patches.length; i++) {
            int column = (across - wide) * right / 2 + i % wide;
            int row = (down - high) * bottom / 2 + i / wide;
            patches[i] = row * across + column;
        }
        return patches;
    }
}
