package dev.darkbox.stack;

import dev.darkbox.frame.FitsPixels;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.kernel.StackKernels.Run;
import dev.darkbox.linux.ReadOnlyFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Memory for the samples of a band: a run of pixels of all frames.
///
/// Threading: frames may be loaded by several threads at once, each frame by one.
///
/// @param pixels so many fit
/// @param room bytes set aside for each frame
/// @param samples `byte[frames][room]`
/// @param starts `i64[frames]`, bytes from the start of `samples` to each frame's first sample
record Band(
        StackKernels.Sample sample, int frames, int pixels, long room, MemorySegment samples,
        MemorySegment starts) {

    /// Pixels of one kernel call. Sums over a chunk do not depend on how chunks make up bands.
    static final int CHUNK = 4096;
    private static final long PADDING = 64;

    /// Bytes a band takes.
    ///
    /// @param around whether frames are read around the page cache, which takes whole blocks
    static long bytes(StackKernels.Sample sample, int frames, long pixels, boolean around) {
        return frames * (room(sample, pixels, around) + 8) + ReadOnlyFile.BLOCK;
    }

    static Band allocate(
            Arena arena, StackKernels.Sample sample, int frames, int pixels, boolean around) {
        long room = room(sample, pixels, around);
        return new Band(sample, frames, pixels, room, arena.allocate(frames * room, ReadOnlyFile.BLOCK),
                arena.allocate(ValueLayout.JAVA_LONG, frames));
    }

    /// So that the same pixel of all frames does not fall on few lines of the processor's caches, blocks are odd in number.
    private static long room(StackKernels.Sample sample, long pixels, boolean around) {
        long bytes = pixels * sample.bytes();
        return around ? FitsPixels.room(bytes) | ReadOnlyFile.BLOCK : bytes + PADDING;
    }

    /// Reads all frames' parts of the band, in one call if they are as it takes them.
    ///
    /// @param between asked between frames read one by one, throws to end it
    void loadAll(FitsFrames from, Between between, long first, int count) throws IOException {
        int done = from.readEach(first, count, samples, room);
        for (int f = 0; f < done; f++) {
            starts.setAtIndex(ValueLayout.JAVA_LONG, f, f * room);
        }
        for (int f = done; f < frames; f++) {
            between.frames();
            load(from, f, first, count);
        }
    }

    /// Somebody who may want to end a long work.
    @FunctionalInterface
    interface Between {
        void frames() throws IOException;
    }

    /// Reads one frame's part of the band.
    void load(FitsFrames from, int frame, long first, int count) throws IOException {
        long within = from.read(frame, first, count, samples.asSlice(frame * room, room));
        starts.setAtIndex(ValueLayout.JAVA_LONG, frame, frame * room + within);
    }

    /// A part of the band, to be combined.
    Run run(int from, int count) {
        return new Run(sample, samples.asSlice((long) from * sample.bytes()), starts, frames, count);
    }
}
