package dev.darkbox.stack;

import java.io.IOException;

/// How the memory of an order is dealt out.
///
/// @param bandPixels pixels of one band, whole chunks
/// @param threads bands in the works at once
record BandPlan(int bandPixels, int threads) {

    private static final int CHUNK = Workspace.CHUNK;

    /// @param usefulBytes more than this is not used
    /// @param mostPixels bands are not longer
    /// @throws IOException not even one chunk of all frames fits
    static BandPlan of(StackOrder order, FitsFrames frames, long scratchBytes, long usefulBytes,
            int mostPixels)
            throws IOException {
        long pixels = frames.shape().pixels();
        long chunkBytes = Workspace.bytes(frames.sample(), frames.count(), CHUNK, scratchBytes);
        if (chunkBytes > order.memoryBytes()) {
            throw new IOException(
                    "%d frames need at least %.1f MiB of memory for stacking, %.1f MiB are allowed".formatted(
                            frames.count(), chunkBytes / 1048576.0, order.memoryBytes() / 1048576.0));
        }
        long bytes = Math.max(chunkBytes, Math.min(order.memoryBytes(), usefulBytes));
        long chunks = (pixels + CHUNK - 1) / CHUNK;
        int threads = (int) Math.min(order.threads(), Math.min(chunks, bytes / chunkBytes));
        long perPixel = (long) frames.count() * frames.sample().bytes() + 8;
        long fixed = chunkBytes - perPixel * CHUNK;
        long bandChunks = Math.max(1, (bytes / threads - fixed) / (perPixel * CHUNK));
        long fairShare = (chunks + threads - 1) / threads;
        bandChunks = Math.min(Math.min(bandChunks, fairShare), mostPixels / CHUNK);
        return new BandPlan((int) bandChunks * CHUNK, threads);
    }
}
