package dev.darkbox.stack;

import dev.darkbox.frame.FitsPixels;
import dev.darkbox.kernel.NativeReads;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/// Files that are all open and in the page cache, read together.
///
/// @param descriptors `i32[files]`
/// @param starts `i64[files]`, where each file's pixels begin
record HeldFiles(NativeReads reads, int files, MemorySegment descriptors, MemorySegment starts) {

    /// The files of an integration.
    ///
    /// @param frames of 16-bit samples
    /// @return empty when one of them is not so, or without C
    static Optional<HeldFiles> of(List<FrameFile> frames) {
        if (!frames.stream().allMatch(frame -> frame.isCached() && frame.held().isPresent())) {
            return Optional.empty();
        }
        return NativeReads.load().map(reads -> of(reads, frames));
    }

    private static HeldFiles of(NativeReads reads, List<FrameFile> frames) {
        var arena = Arena.ofAuto();
        int[] descriptors = frames.stream().flatMap(frame -> frame.held().stream())
                .mapToInt(FitsPixels::descriptor).toArray();
        long[] starts = frames.stream().mapToLong(frame -> frame.image().dataOffset()).toArray();
        return new HeldFiles(reads, frames.size(), arena.allocateFrom(ValueLayout.JAVA_INT, descriptors),
                arena.allocateFrom(ValueLayout.JAVA_LONG, starts));
    }

    /// Reads a run of pixels of each.
    ///
    /// @param into `byte[files][room]`
    /// @return how many were read whole before the first that was not
    int read(long first, int count, MemorySegment into, long room) {
        return reads.each(descriptors, starts, files, 2 * first, 2L * count, into, room);
    }
}
