package dev.darkbox.stack;

import dev.darkbox.kernel.StackKernels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;

/// Frames in, one picture out, in fixed memory.
///
/// All frames are walked together, a band of pixels at a time. Frames in the page cache are read by the threads that
/// combine them; others are read ahead of them, around the page cache. The result does not depend on any of this, nor
/// on memory or threads.
///
/// Memory: [StackOrder#memoryBytes] off the heap at most, 24 bytes per 4096 pixels and some hundred bytes per frame on
/// it. Disk: 4 bytes per pixel for the picture and for each plane asked for, until their files are deleted. Page cache: see
/// [CachePolicy] for the frames; the scratch files take as much of it as of the disk, which Linux takes back when it is short of memory.
/// Threading: an instance may be used by several threads; those of an integration are named `stack-0`, `stack-1`, ...
public final class Integration {

    private final StackKernels kernels;

    public Integration(StackKernels kernels) {
        this.kernels = kernels;
    }

    /// Integrates the frames of an order.
    ///
    /// @param scratch file for the picture; created or overwritten, and removed again if this throws, as are the files
    ///     of planes
    /// @return what was done, the picture being in `scratch`
    /// @throws IOException a frame cannot be read or does not fit the others, the order cannot be fulfilled with so
    ///     few frames or so little memory, or a scratch file cannot be written; one line that names the file
    /// @throws InterruptedException the caller's thread was interrupted; no thread is left running
    public Integrated integrate(StackOrder order, Path scratch, Progress progress)
            throws IOException, InterruptedException {
        try (FitsFrames frames = FitsFrames.of(order.frames(), order.cache())) {
            checkEnough(order);
            var plan = BandPlan.of(order, frames.sample(), frames.count(), frames.shape().pixels(),
                    kernels.scratchBytes(frames.count()), frames.shareOnDisk());
            frames.readAround(plan.ahead());
            try (ScratchWriter writer = ScratchWriter.create(scratch, order.planes())) {
                Integrated result = integrate(order, scratch, frames, plan, writer, progress);
                writer.keep();
                return result;
            }
        }
    }

    private Integrated integrate(StackOrder order, Path scratch, FitsFrames frames, BandPlan plan,
            ScratchWriter writer, Progress progress) throws IOException, InterruptedException {
        var noise = new NoiseSums(frames.shape().pixels());
        var job = new BandJob(kernels, ClipRules.of(order), frames, writer, noise);
        try (Arena arena = Arena.ofShared()) {
            var memory = Memory.allocate(arena, plan, order, frames.sample(), frames.count(),
                    kernels.scratchBytes(frames.count()));
            walk(job, plan, memory, progress);
            List<Workspace> spaces = memory.spaces();
            boolean moments = spaces.getFirst().moments().byteSize() > 0;
            return new Integrated(frames.shape(), scratch, order.frames(),
                    list(totals(arena, spaces, frames.count(), Workspace::lowOfFrame)),
                    list(totals(arena, spaces, frames.count(), Workspace::highOfFrame)),
                    noise.masterAdu(), noise.frameAdu(), order.parameters(), order.planes(), moments
                            ? FrameMoments.of(totals(arena, spaces, frames.count() * StackKernels.MOMENTS,
                                    Workspace::moments), frames.count(), frames.shape().pixels())
                            : List.of());
        }
    }

    private static void walk(BandJob job, BandPlan plan, Memory memory, Progress progress)
            throws IOException, InterruptedException {
        List<Band> bands = memory.bands();
        if (plan.ahead()) {
            try (var crew = new Crew(plan.threads() + ReadsAhead.READERS)) {
                new ReadsAhead(job, crew, memory.spaces()).walk(bands.getFirst(), bands.getLast(), progress);
            }
        } else {
            try (var crew = new Crew(plan.threads())) {
                new EachReads(job, crew, bands, memory.spaces()).walk(progress);
            }
        }
    }

    private static void checkEnough(StackOrder order) throws IOException {
        if (order.rejection() instanceof Rejection.MinMax(int low, int high)
                && low + high >= order.frames().size()) {
            throw new IOException("%s needs at least %d frames, got %d".formatted(
                    RejectionText.text(order.rejection()), low + high + 1, order.frames().size()));
        }
    }

    /// Sums over all threads, `i64[count]`.
    private static MemorySegment totals(Arena arena, List<Workspace> spaces, int count,
            Function<Workspace, MemorySegment> counts) {
        MemorySegment totals = arena.allocate(ValueLayout.JAVA_LONG, count);
        for (Workspace space : spaces) {
            for (int i = 0; i < count; i++) {
                totals.setAtIndex(ValueLayout.JAVA_LONG, i, totals.getAtIndex(ValueLayout.JAVA_LONG, i)
                        + counts.apply(space).getAtIndex(ValueLayout.JAVA_LONG, i));
            }
        }
        return totals;
    }

    private static List<Long> list(MemorySegment totals) {
        return LongStream.of(totals.toArray(ValueLayout.JAVA_LONG)).boxed().toList();
    }
}
