package dev.darkbox.stack;

import dev.darkbox.device.FrameShape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// A picture read by bands of rows, so that none is ever whole in memory.
///
/// Threading: any number of threads may read at once.
public interface RowSource {

    FrameShape shape();

    /// Reads `count` rows from row `first`, top row first.
    ///
    /// @param into `f32[count][width]`, ADU, native byte order
    void rows(int first, int count, MemorySegment into) throws IOException;
}
