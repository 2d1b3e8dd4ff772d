package dev.darkbox.kernel;

import java.util.concurrent.ArrayBlockingQueue;

/// The kernels in plain Java: for machines without the C library, and to check it.
///
/// Stacks of 16-bit samples are counted value by value ([CountedStacks]), all others sorted one pixel at a time
/// ([PixelByPixel]). Working memory is on the heap and kept for the next call, one piece for each of at most
/// [#MOST_KEPT] calls at once: of 0.8 MB up to 1,024 frames, 2.6 MB at [StackKernels#MAX_FRAMES]. Once it is there,
/// calls allocate nothing.
public final class JavaKernels implements StackKernels {

    /// Pieces of working memory kept between calls.
    static final int MOST_KEPT = 16;

    private final ArrayBlockingQueue<Workspace> kept = new ArrayBlockingQueue<>(MOST_KEPT);

    @Override
    public long scratchBytes(int frames) {
        return 64;
    }

    @Override
    public String name() {
        return "Java";
    }

    @Override
    public void combine(Run run, ClipRule rule, Results into) {
        Workspace workspace = kept.poll();
        if (workspace == null || workspace.frames() < run.frames()) {
            workspace = new Workspace(run.frames());
        }
        switch (run.sample()) {
            case FITS_U16 -> workspace.counted().combine(run, rule, into);
            case F32 -> workspace.onePixel().combine(run, rule, into);
        }
        boolean _ = kept.offer(workspace); // what finds no place is garbage
    }

    /// What one call works in.
    private record Workspace(int frames, CountedStacks counted, PixelByPixel onePixel) {

        Workspace(int frames) {
            this(frames, new CountedStacks(frames), new PixelByPixel(frames));
        }
    }
}
