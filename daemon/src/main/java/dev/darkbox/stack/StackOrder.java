package dev.darkbox.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What to integrate and how.
///
/// @param frames FITS files of one shape, 2..2048
/// @param memoryBytes for samples in flight, all threads together, at least 1 MiB; fewer threads are used when
///     it is not enough for all of them
/// @param threads 1..64
/// @param zeroIsData whether a sample of exactly 0 counts; if not, it is left out before everything else (but for a
///     median without rejection), as Siril does
/// @param freeCache tell the kernel to drop the frames' pages from its cache as they have been used
/// @param maps where to write how many samples of each pixel were rejected
public record StackOrder(
        List<Path> frames, Rejection rejection, Combine combine, long memoryBytes, int threads,
        boolean zeroIsData,
        boolean freeCache, Optional<Maps> maps) {

    /// Files for two pictures `f32[height][width]` in native byte order, samples rejected.
    ///
    /// @param low samples rejected as too low
    /// @param high samples rejected as too high
    public record Maps(Path low, Path high) {}

    private static final long LEAST_BYTES = 1 << 20;
    private static final int MOST_THREADS = 64;

    public StackOrder {
        frames = List.copyOf(frames);
        if (memoryBytes < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "memory of " + memoryBytes + " bytes for stacking; at least " + LEAST_BYTES
                            + " is needed");
        }
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException(
                    threads + " threads for stacking; 1.." + MOST_THREADS + " are allowed");
        }
    }

    /// The house's way: mean, winsorised 3/3, 128 MiB, as many threads as processors, zeros are data.
    public static StackOrder of(List<Path> frames) {
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS);
        return new StackOrder(frames, new Rejection.Winsorized(3, 3), Combine.MEAN, 128L << 20, threads, true,
                true,
                Optional.empty());
    }

    public StackOrder with(Rejection rejection) {
        return new StackOrder(frames, rejection, combine, memoryBytes, threads, zeroIsData, freeCache, maps);
    }

    public StackOrder with(Combine combine) {
        return new StackOrder(frames, rejection, combine, memoryBytes, threads, zeroIsData, freeCache, maps);
    }

    public StackOrder withMemoryBytes(long memoryBytes) {
        return new StackOrder(frames, rejection, combine, memoryBytes, threads, zeroIsData, freeCache, maps);
    }

    public StackOrder withThreads(int threads) {
        return new StackOrder(frames, rejection, combine, memoryBytes, threads, zeroIsData, freeCache, maps);
    }

    public StackOrder withZeroIsData(boolean zeroIsData) {
        return new StackOrder(frames, rejection, combine, memoryBytes, threads, zeroIsData, freeCache, maps);
    }

    public StackOrder withFreeCache(boolean freeCache) {
        return new StackOrder(frames, rejection, combine, memoryBytes, threads, zeroIsData, freeCache, maps);
    }

    public StackOrder with(Maps maps) {
        return new StackOrder(
                frames, rejection, combine, memoryBytes, threads, zeroIsData, freeCache, Optional.of(maps));
    }

    /// One line for logs and headers, e.g. `mean, winsorized 3/3`.
    public String parameters() {
        return (combine == Combine.MEAN ? "mean" : "median") + ", " + RejectionText.words(rejection)
                + (zeroIsData ? "" : ", zeros dropped");
    }
}
