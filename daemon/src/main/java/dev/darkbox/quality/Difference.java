package dev.darkbox.quality;

import dev.darkbox.device.FrameShape;
import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A picture less another of the same size, row by row as it is asked for: what is left of a frame when its master is
/// subtracted.
///
/// Threading: any number of threads may read at once.
///
/// @param from of which is subtracted
/// @param what is subtracted
public record Difference(RowSource from, RowSource what) implements RowSource {

    public Difference {
        if (!from.shape().equals(what.shape())) {
            throw new IllegalArgumentException(from.shape() + " less " + what.shape());
        }
    }

    @Override
    public FrameShape shape() {
        return from.shape();
    }

    @Override
    public void rows(int first, int count, MemorySegment into) throws IOException {
        long pixels = (long) count * shape().widthPx();
        from.rows(first, count, into);
        try (var arena = Arena.ofConfined()) {
            MemorySegment other = arena.allocate(ValueLayout.JAVA_FLOAT, pixels);
            what.rows(first, count, other);
            for (long i = 0; i < pixels; i++) {
                into.setAtIndex(ValueLayout.JAVA_FLOAT, i,
                        into.getAtIndex(ValueLayout.JAVA_FLOAT, i)
                                - other.getAtIndex(ValueLayout.JAVA_FLOAT, i));
            }
        }
    }
}
