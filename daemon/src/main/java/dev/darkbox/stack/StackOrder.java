package dev.darkbox.stack;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What to integrate and how.
///
/// @param frames FITS files of one shape, 2..[dev.darkbox.kernel.StackKernels#MAX_FRAMES]
/// @param memoryBytes for samples in flight and working memory, all threads together, at least 1 MiB; fewer threads are
///     used when it is not enough for all of them
/// @param threads 1..64
/// @param zeroIsData whether a sample of exactly 0 counts; if not, it is left out before everything else (but for a
///     median without rejection), as Siril does
/// @param cache what is left of the frames in the page cache
/// @param planes what else to tell of each pixel, and the files to write it to; nothing else is computed
/// @param moments whether to tell what each frame is like, see [Integrated#moments]
public record StackOrder(
        List<Path> frames, Rejection rejection, Combine combine, long memoryBytes, int threads,
        boolean zeroIsData, CachePolicy cache, Map<Plane, Path> planes, boolean moments) {

    private static final long LEAST_BYTES = 1 << 20;
    private static final int MOST_THREADS = 64;

    public StackOrder {
        frames = List.copyOf(frames);
        planes = Map.copyOf(planes);
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
                CachePolicy.KEEP_AS_FOUND, Map.of(), false);
    }

    public StackOrder with(Rejection rejection) {
        return new StackOrder(frames, rejection, combine, memoryBytes, threads, zeroIsData, cache, planes,
                moments);
    }

    public StackOrder with(Combine combine) {
        return new StackOrder(frames, rejection, combine, memoryBytes, threads, zeroIsData, cache, planes,
                moments);
    }

    public StackOrder withMemoryBytes(long memoryBytes) {
        return new StackOrder(frames, rejection, combine, memoryBytes, threads, zeroIsData, cache, planes,
                moments);
    }

    public StackOrder withThreads(int threads) {
        return new StackOrder(frames, rejection, combine, memoryBytes, threads, zeroIsData, cache, planes,
                moments);
    }

    public StackOrder withZeroIsData(boolean zeroIsData) {
        return new StackOrder(frames, rejection, combine, memoryBytes, threads, zeroIsData, cache, planes,
                moments);
    }

    public StackOrder with(CachePolicy cache) {
        return new StackOrder(frames, rejection, combine, memoryBytes, threads, zeroIsData, cache, planes,
                moments);
    }

    public StackOrder with(Plane plane, Path file) {
        var more = new EnumMap<Plane, Path>(Plane.class);
        more.putAll(planes);
        more.put(plane, file);
        return new StackOrder(frames, rejection, combine, memoryBytes, threads, zeroIsData, cache, more,
                moments);
    }

    public StackOrder withMoments() {
        return new StackOrder(frames, rejection, combine, memoryBytes, threads, zeroIsData, cache, planes,
                true);
    }

    /// One line for logs and headers, e.g. `mean, winsorized 3/3`.
    public String parameters() {
        return (combine == Combine.MEAN ? "mean" : "median") + ", " + RejectionText.words(rejection)
                + (zeroIsData ? "" : ", zeros dropped");
    }
}
