package dev.darkbox.stack;

import dev.darkbox.kernel.StackKernels;
import java.io.IOException;

/// How the memory of an order is dealt out.
///
/// @param ahead whether frames are read ahead ([ReadsAhead], two bands) or by each thread ([EachReads], a band for each)
/// @param bandPixels pixels of one band, whole chunks
/// @param threads that combine
record BandPlan(boolean ahead, int bandPixels, int threads) {

    /// More than this in flight leaves the caches of small processors and is copied from the page cache no faster.
    private static final long CACHE_BYTES = 16L << 20;
    /// Larger pieces of a frame are read no faster, whatever the disk.
    private static final long MOST_PIECE_BYTES = 4 << 20;
    /// With fewer bands than this, unless pieces become too small, too much of the time nothing is read or nothing combined.
    private static final int FEWEST_BANDS = 16;
    private static final long LEAST_PIECE_BYTES = 512 << 10;
    /// Of the memory allowed, quarters that bands take: on an NVMe disk pieces of 240 KiB were read as fast as larger
    /// ones, and what is not touched is not resident.
    private static final int QUARTERS_AHEAD = 3;
    /// While less than this share of the samples must come from the disk, waiting for it costs less than the larger bands of
    /// reading ahead, which leave the processor's caches.
    private static final double FEW_ON_DISK = 0.1;
    private static final int CHUNK = Band.CHUNK;

    /// @param pixels of a frame
    /// @param scratchBytes of the kernels, for each thread
    /// @param shareOnDisk of all samples, 0..1, what must come from the disk
    /// @throws IOException not even one chunk of all frames fits
    static BandPlan of(StackOrder order, StackKernels.Sample sample, int frames, long pixels,
            long scratchBytes, double shareOnDisk) throws IOException {
        var memory = new Need(sample, frames, Workspace.bytes(frames, scratchBytes));
        long chunks = (pixels + CHUNK - 1) / CHUNK;
        long least = memory.bands(1, CHUNK, false) + memory.spaceBytes;
        if (least > order.memoryBytes()) {
            throw new IOException(
                    "%d frames need at least %.1f MiB of memory for stacking, %.1f MiB are allowed".formatted(
                            frames, least / 1048576.0, order.memoryBytes() / 1048576.0));
        }
        int most = (int) Math.min(order.threads(), chunks);
        return shareOnDisk > FEW_ON_DISK
                && memory.bands(2, CHUNK, true) + memory.spaceBytes <= bytesAhead(order)
                        ? ahead(order, memory, pixels, most)
                        : eachReads(order, memory, chunks, most);
    }

    private static long bytesAhead(StackOrder order) {
        return order.memoryBytes() / 4 * QUARTERS_AHEAD;
    }

    private static BandPlan ahead(StackOrder order, Need memory, long pixels, int mostThreads) {
        int threads = (int) Math.min(mostThreads,
                (bytesAhead(order) - memory.bands(2, CHUNK, true)) / memory.spaceBytes);
        long sample = memory.sample.bytes();
        long useful = Math.clamp(pixels / FEWEST_BANDS, LEAST_PIECE_BYTES / sample,
                MOST_PIECE_BYTES / sample);
        return new BandPlan(true,
                memory.most(2, bytesAhead(order) - threads * memory.spaceBytes, Math.min(useful, pixels),
                        true),
                threads);
    }

    private static BandPlan eachReads(StackOrder order, Need memory, long chunks, int mostThreads) {
        long one = memory.bands(1, CHUNK, false) + memory.spaceBytes;
        int threads = (int) Math.min(mostThreads, order.memoryBytes() / one);
        long bytes = Math.clamp(order.memoryBytes() / threads, one, Math.max(one, CACHE_BYTES / threads));
        long fairShare = (chunks + threads - 1) / threads * CHUNK;
        return new BandPlan(false, memory.most(1, bytes - memory.spaceBytes, fairShare, false), threads);
    }

    /// What bands take.
    ///
    /// @param spaceBytes of a thread's [Workspace]
    private record Need(StackKernels.Sample sample, int frames, long spaceBytes) {

        long bands(int count, long pixels, boolean around) {
            return count * Band.bytes(sample, frames, pixels, around);
        }

        /// Pixels of the largest bands of so many bytes together; at least a chunk.
        int most(int count, long bytes, long useful, boolean around) {
            long most = Math.min((useful + CHUNK - 1) / CHUNK,
                    bytes / ((long) count * frames * CHUNK * sample.bytes()));
            while (most > 1 && bands(count, most * CHUNK, around) > bytes) {
                most--;
            }
            return (int) Math.max(1, most) * CHUNK;
        }
    }
}
