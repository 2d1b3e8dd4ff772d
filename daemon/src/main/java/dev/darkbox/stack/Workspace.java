package dev.darkbox.stack;

import dev.darkbox.kernel.StackKernels;
import dev.darkbox.kernel.StackKernels.Results;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/// One thread's memory for what becomes of a chunk. What nobody asked for has none and is not computed.
///
/// @param value `f32[chunk]`
/// @param planes `u16[chunk]` for counts, `f32[chunk]` for [Plane#SIGMA] and [Plane#HALVES]
/// @param floats `f32[chunk]`, for turning counts into floats
/// @param lowOfFrame `i64[frames]`, over all chunks of this thread
/// @param highOfFrame `i64[frames]`, over all chunks of this thread
/// @param moments `i64[frames][5]`, over all chunks of this thread; or `NULL`
/// @param noise `f64[3]` of one chunk
record Workspace(
        MemorySegment value, Map<Plane, MemorySegment> planes, MemorySegment floats,
        MemorySegment lowOfFrame, MemorySegment highOfFrame, MemorySegment moments, MemorySegment noise,
        MemorySegment scratch) {

    private static final int PAGE = 4096;
    private static final int PICTURES = 2 + Plane.values().length;

    /// Bytes a workspace takes at most.
    static long bytes(int frames, long scratchBytes) {
        return 4L * PICTURES * Band.CHUNK + 8L * (2 + StackKernels.MOMENTS) * frames + scratchBytes + PAGE;
    }

    static Workspace allocate(
            Arena arena, int frames, long scratchBytes, Set<Plane> wanted, boolean moments) {
        var planes = new EnumMap<Plane, MemorySegment>(Plane.class);
        for (Plane plane : wanted) {
            planes.put(plane, arena.allocate(4L * Band.CHUNK, 64));
        }
        return new Workspace(
                arena.allocate(4L * Band.CHUNK, 64), planes, arena.allocate(4L * Band.CHUNK, 64),
                arena.allocate(ValueLayout.JAVA_LONG, frames), arena.allocate(ValueLayout.JAVA_LONG, frames),
                moments
                        ? arena.allocate(ValueLayout.JAVA_LONG, (long) frames * StackKernels.MOMENTS)
                        : MemorySegment.NULL,
                arena.allocate(ValueLayout.JAVA_DOUBLE, 3), arena.allocate(scratchBytes, 64));
    }

    Results results() {
        return new Results(value, plane(Plane.LOW), plane(Plane.HIGH), plane(Plane.USED), plane(Plane.SIGMA),
                plane(Plane.HALVES), lowOfFrame, highOfFrame, moments, noise, scratch);
    }

    private MemorySegment plane(Plane plane) {
        return planes.getOrDefault(plane, MemorySegment.NULL);
    }
}
