package dev.darkbox.stack;

import dev.darkbox.kernel.StackKernels;
import dev.darkbox.kernel.StackKernels.Results;
import dev.darkbox.kernel.StackKernels.Run;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// One thread's memory: the samples of a band and what becomes of them.
///
/// @param samples `sample[frames][stride]`
/// @param starts `i64[frames]`, where each frame's samples begin
/// @param value `f32[pixels]`
/// @param low `u16[pixels]`
/// @param high `u16[pixels]`
/// @param lowOfFrame `i64[frames]`, over all bands of this thread
/// @param highOfFrame `i64[frames]`, over all bands of this thread
/// @param noise `f64[3]` of one chunk
record Workspace(
        StackKernels.Sample sample, int frames, int pixels, long stride, MemorySegment samples,
        MemorySegment starts, MemorySegment value,
        MemorySegment low, MemorySegment high, MemorySegment lowOfFrame, MemorySegment highOfFrame,
        MemorySegment noise, MemorySegment scratch) {

    /// Pixels of one kernel call. Sums over a chunk do not depend on how chunks make up bands.
    static final int CHUNK = 4096;
    private static final long PADDING = 32;

    /// Bytes a workspace takes for bands of `pixels`.
    static long bytes(StackKernels.Sample sample, int frames, long pixels, long scratchBytes) {
        return frames * (pixels + PADDING) * sample.bytes() + 8 * pixels + 24L * frames + scratchBytes + 1024;
    }

    static Workspace allocate(
            Arena arena, StackKernels.Sample sample, int frames, int pixels, long scratchBytes) {
        long stride = pixels + PADDING;
        MemorySegment starts = arena.allocate(ValueLayout.JAVA_LONG, frames);
        for (int f = 0; f < frames; f++) {
            starts.setAtIndex(ValueLayout.JAVA_LONG, f, f * stride * sample.bytes());
        }
        return new Workspace(sample, frames, pixels, stride,
                arena.allocate(frames * stride * sample.bytes(), 64), starts,
                arena.allocate(4L * pixels, 64), arena.allocate(2L * pixels, 64),
                arena.allocate(2L * pixels, 64),
                arena.allocate(ValueLayout.JAVA_LONG, frames), arena.allocate(ValueLayout.JAVA_LONG, frames),
                arena.allocate(ValueLayout.JAVA_DOUBLE, 3), arena.allocate(scratchBytes, 64));
    }

    /// Where a frame's `count` samples go.
    MemorySegment samplesOf(int frame, int count) {
        return samples.asSlice(frame * stride * sample.bytes(), (long) count * sample.bytes());
    }

    Run run(int from, int count) {
        return new Run(sample, samples.asSlice((long) from * sample.bytes()), starts, frames, count);
    }

    Results results(int from, int count) {
        return new Results(
                value.asSlice(4L * from, 4L * count), low.asSlice(2L * from, 2L * count),
                high.asSlice(2L * from, 2L * count), MemorySegment.NULL, MemorySegment.NULL,
                MemorySegment.NULL,
                lowOfFrame, highOfFrame, MemorySegment.NULL, noise, scratch);
    }
}
