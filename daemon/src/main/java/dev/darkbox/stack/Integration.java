package dev.darkbox.stack;

import dev.darkbox.kernel.StackKernels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// Frames in, one picture out, in fixed memory.
///
/// All frames are walked together, a band of pixels at a time; several bands are in the works at once, one per
/// thread (named `stack-0`, `stack-1`, ...). The result does not depend on memory or threads.
///
/// Memory: [StackOrder#memoryBytes] off the heap at most, and 24 bytes per 4096 pixels. Threading: an instance may be
/// used by several threads.
public final class Integration {

    /// More than this in flight leaves the caches of small processors and is read no faster.
    private static final long USEFUL_BYTES = 32L << 20;
    private static final int MOST_BAND_PIXELS = 1 << 20;

    private final StackKernels kernels;

    public Integration(StackKernels kernels) {
        this.kernels = kernels;
    }

    /// Integrates the frames of an order.
    ///
    /// @param scratch file for the picture; created or overwritten, and removed again if this throws
    /// @return what was done, the picture being in `scratch`
    /// @throws IOException a frame cannot be read or does not fit the others, the order cannot be fulfilled with so
    ///     few frames or so little memory, or the scratch file cannot be written; one line that names the file
    /// @throws InterruptedException the caller's thread was interrupted; no thread is left running
    public Integrated integrate(StackOrder order, Path scratch, Progress progress)
            throws IOException, InterruptedException {
        try (FitsFrames frames = FitsFrames.open(order.frames())) {
            checkEnough(order);
            var plan = BandPlan.of(
                    order, frames, kernels.scratchBytes(frames.count()), USEFUL_BYTES, MOST_BAND_PIXELS);
            boolean done = false;
            try (ScratchWriter writer = ScratchWriter.create(scratch, order.maps())) {
                Integrated result = integrate(order, scratch, frames, plan, writer, progress);
                done = true;
                return result;
            } finally {
                if (!done) {
                    Files.deleteIfExists(scratch);
                }
            }
        }
    }

    private Integrated integrate(StackOrder order, Path scratch, FitsFrames frames, BandPlan plan,
            ScratchWriter writer, Progress progress) throws IOException, InterruptedException {
        var noise = new NoiseSums(frames.shape().pixels());
        var job = new BandJob(
                kernels, ClipRules.of(order), frames, writer, order.freeCache(), noise, new AtomicBoolean());
        try (Arena arena = Arena.ofShared()) {
            var spaces = new ArrayList<Workspace>();
            for (int i = 0; i < plan.threads(); i++) {
                spaces.add(Workspace.allocate(arena, frames.sample(), frames.count(), plan.bandPixels(),
                        kernels.scratchBytes(frames.count())));
            }
            walk(job, spaces, plan.bandPixels(), progress);
            return new Integrated(frames.shape(), scratch, order.frames(),
                    totals(spaces, frames.count(), Workspace::lowOfFrame),
                    totals(spaces, frames.count(), Workspace::highOfFrame),
                    noise.masterAdu(), noise.frameAdu(), order.parameters());
        }
    }

    /// Hands bands to threads until all are done or one has failed.
    private static void walk(BandJob job, List<Workspace> spaces, int bandPixels, Progress progress)
            throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(
                spaces.size(), Thread.ofPlatform().daemon().name("stack-", 0).factory());
        try (threads) {
            try {
                walk(job, spaces, bandPixels, progress, new ExecutorCompletionService<Done>(threads));
            } finally {
                job.cancelled().set(true); // closing the executor waits for the bands in the works
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException reading -> throw reading;
                case null, default -> throw new IllegalStateException("stacking a band", e.getCause());
            }
        }
    }

    private static void walk(BandJob job, List<Workspace> spaces, int bandPixels, Progress progress,
            CompletionService<Done> bands) throws ExecutionException, InterruptedException {
        long pixels = job.frames().shape().pixels();
        long next = 0;
        int running = 0;
        for (Workspace space : spaces) {
            if (next < pixels) {
                next = start(bands, job, space, next, bandPixels);
                running++;
            }
        }
        long finished = 0;
        while (running > 0) {
            Done done = bands.take().get();
            running--;
            finished += done.pixels();
            progress.done(finished, pixels);
            if (next < pixels) {
                next = start(bands, job, done.space(), next, bandPixels);
                running++;
            }
        }
    }

    private record Done(Workspace space, int pixels) {}

    /// Starts the band at pixel `first`; returns where the next one begins.
    private static long start(
            CompletionService<Done> bands, BandJob job, Workspace space, long first, int bandPixels) {
        int count = (int) Math.min(bandPixels, job.frames().shape().pixels() - first);
        bands.submit(() -> {
            job.band(space, first, count);
            return new Done(space, count);
        });
        return first + count;
    }

    private static void checkEnough(StackOrder order) throws IOException {
        if (order.rejection() instanceof Rejection.MinMax(int low, int high)
                && low + high >= order.frames().size()) {
            throw new IOException("%s needs at least %d frames, got %d".formatted(
                    RejectionText.text(order.rejection()), low + high + 1, order.frames().size()));
        }
    }

    private static List<Long> totals(List<Workspace> spaces, int frames,
            Function<Workspace, MemorySegment> counts) {
        var totals = new ArrayList<Long>(frames);
        for (int f = 0; f < frames; f++) {
            long total = 0;
            for (Workspace space : spaces) {
                total += counts.apply(space).getAtIndex(ValueLayout.JAVA_LONG, f);
            }
            totals.add(total);
        }
        return totals;
    }
}
