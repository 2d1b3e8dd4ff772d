package dev.darkbox.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// One frame's pixels, off the Java heap.
///
/// Memory: 2 bytes per pixel, freed with the arena that made it. Owned by whoever holds the arena; handed
/// from thread to thread, never shared between two at a time.
///
/// @param shape columns and rows
/// @param pixels `u16[height][width]`, ADU, row-major, top row first, native byte order, 64-byte aligned
public record FrameBuffer(FrameShape shape, MemorySegment pixels) {

    public FrameBuffer {
        if (pixels.byteSize() != 2 * shape.pixels()) {
            throw new IllegalArgumentException(pixels.byteSize() + " bytes for a frame of " + shape);
        }
    }

    /// A buffer of zeros.
    ///
    /// @param arena decides the buffer's life and which threads may touch it
    public static FrameBuffer allocate(FrameShape shape, Arena arena) {
        return new FrameBuffer(shape, arena.allocate(2 * shape.pixels(), 64));
    }

    /// Refuses a frame it is not made for.
    ///
    /// @throws IllegalArgumentException it is for frames of another shape
    public void requireFor(FrameShape frame) {
        if (!shape.equals(frame)) {
            throw new IllegalArgumentException("a buffer of " + shape + " for a frame of " + frame);
        }
    }

    /// One pixel, 0..65,535 ADU. For tests and statistics of a few pixels; loops read [#pixels] themselves.
    public int adu(int x, int y) {
        return Short.toUnsignedInt(pixels.getAtIndex(
                ValueLayout.JAVA_SHORT, (long) y * shape.widthPx() + x));
    }

    /// Sets one pixel to 0..65,535 ADU.
    public void setAdu(int x, int y, int adu) {
        pixels.setAtIndex(ValueLayout.JAVA_SHORT, (long) y * shape.widthPx() + x, (short) adu);
    }
}
