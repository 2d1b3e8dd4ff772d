package dev.darkbox.stack;

import dev.darkbox.kernel.ClipRule;
import dev.darkbox.kernel.StackKernels;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/// What every band of an integration goes through: read, combine, write.
///
/// @param cancelled once true, bands end early with an [IOException]
record BandJob(
        StackKernels kernels, ClipRule rule, FitsFrames frames, ScratchWriter writer, boolean freeCache,
        NoiseSums noise, AtomicBoolean cancelled) {

    /// Does one band in one thread's memory.
    ///
    /// @param first index of its first pixel, a whole number of chunks
    void band(Workspace space, long first, int count) throws IOException {
        for (int f = 0; f < frames.count(); f++) {
            stopIfCancelled();
            frames.read(f, first, space.samplesOf(f, count), freeCache);
        }
        for (int from = 0; from < count; from += Workspace.CHUNK) {
            stopIfCancelled();
            int run = Math.min(Workspace.CHUNK, count - from);
            kernels.combine(space.run(from, run), rule, space.results(from, run));
            noise.put((first + from) / Workspace.CHUNK, space.noise());
        }
        writer.write(space, first, count);
    }

    private void stopIfCancelled() throws IOException {
        if (cancelled.get()) {
            throw new IOException("the integration was cancelled");
        }
    }
}
