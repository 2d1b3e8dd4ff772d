package dev.darkbox.stack;

import dev.darkbox.kernel.ClipRule;
import dev.darkbox.kernel.StackKernels;
import java.io.IOException;

/// What every band of an integration goes through: read, combine, write.
record BandJob(StackKernels kernels, ClipRule rule, FitsFrames frames, ScratchWriter writer,
        NoiseSums noise) {

    /// Pixels of the result.
    long pixels() {
        return frames.shape().pixels();
    }

    /// Combines a chunk of a loaded band and writes what comes of it.
    ///
    /// @param first index of the band's first pixel, a whole number of chunks
    /// @param from pixels from there to the chunk, a whole number of chunks
    void chunk(Band band, Workspace space, long first, int from, int count) throws IOException {
        kernels.combine(band.run(from, count), rule, space.results());
        noise.put((first + from) / Band.CHUNK, space.noise());
        writer.write(space, first + from, count);
    }
}
