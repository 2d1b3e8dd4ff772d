package dev.darkbox.quality;

import dev.darkbox.kernel.PictureKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// What one thread counts in while a picture is measured.
///
/// @param sums `f64[rows of a band]`
/// @param range `i32[2]`: smallest and largest rank
/// @param above `i64[1]`
/// @param bins `u32[LANES][BINS]`
/// @param otherBins as `bins`
record Counts(
        MemorySegment sums, MemorySegment range, MemorySegment above, MemorySegment bins,
        MemorySegment otherBins) {

    private static final long TABLES = (long) PictureKernels.LANES * PictureKernels.BINS;

    static Counts in(Arena arena, int mostRows) {
        MemorySegment range = arena.allocate(ValueLayout.JAVA_INT, 2);
        range.setAtIndex(ValueLayout.JAVA_INT, 0, Integer.MAX_VALUE);
        range.setAtIndex(ValueLayout.JAVA_INT, 1, Integer.MIN_VALUE);
        return new Counts(arena.allocate(ValueLayout.JAVA_DOUBLE, mostRows), range,
                arena.allocate(ValueLayout.JAVA_LONG), arena.allocate(ValueLayout.JAVA_INT, TABLES),
                arena.allocate(ValueLayout.JAVA_INT, TABLES));
    }

    /// Adds up the tables of all threads and leaves them empty.
    static long[] take(List<MemorySegment> tables) {
        var total = new long[PictureKernels.BINS];
        var table = new int[PictureKernels.BINS];
        for (MemorySegment tablesOfOne : tables) {
            for (int lane = 0; lane < PictureKernels.LANES; lane++) {
                MemorySegment.copy(tablesOfOne, ValueLayout.JAVA_INT, 4L * lane * table.length, table, 0,
                        table.length);
                for (int bin = 0; bin < table.length; bin++) {
                    total[bin] += Integer.toUnsignedLong(table[bin]);
                }
            }
            tablesOfOne.fill((byte) 0);
        }
        return total;
    }
}
