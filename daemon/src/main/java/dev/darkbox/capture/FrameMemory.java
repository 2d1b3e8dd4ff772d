package dev.darkbox.capture;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import java.lang.foreign.Arena;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Memory of frames, off the heap, that cannot be freed under a driver that still writes to it.
///
/// A call of a maker's library that was to fetch a frame may not come back. The JVM lends the memory to such a call and
/// refuses to free it: it is kept then, and freed when the next memory is asked for after the call came back. If it
/// never does, the memory goes with the process. A camera with such a call out takes no other frame, so what is kept is
/// one [FrameMemory] for each that hangs.
///
/// Threading: any.
final class FrameMemory {

    /// Of the whole process: the run that could not free its memory is over when it can be freed.
    private static final Queue<Arena> KEPT = new ConcurrentLinkedQueue<>();

    private final Arena arena = Arena.ofShared();

    FrameMemory() {
        KEPT.removeIf(FrameMemory::isFreed);
    }

    /// A frame of zeros.
    FrameBuffer frame(FrameShape shape) {
        return FrameBuffer.allocate(shape, arena);
    }

    /// Whether it is gone for good: false while somebody has it.
    private static boolean isFreed(Arena arena) {
        try {
            arena.close();
            return true;
        } catch (IllegalStateException _) {
            return !arena.scope().isAlive();
        }
    }

    /// Frees it, or keeps it until that can be done; harmless when it was done already.
    ///
    /// @return whether nobody has it any more
    boolean free() {
        boolean freed = isFreed(arena);
        if (!freed) {
            KEPT.add(arena);
        }
        return freed;
    }
}
