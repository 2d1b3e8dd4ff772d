package dev.darkbox.quality;

import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Walks pictures of one shape again and again, several threads (named `measure-0`, `measure-1`, ...) taking a band of
/// rows each, in no particular order.
///
/// Memory: per thread one band of 256 kB for all pictures, which stays in a core's cache, or of one row of each.
///
/// @param <W> what a thread counts in
final class BandWalk<W> implements AutoCloseable {

    private static final int BAND_BYTES = 1 << 18;
    private static final int MOST_THREADS = 4;

    private final List<RowSource> pictures;
    private final int step;
    private final Arena arena = Arena.ofShared();
    private final ExecutorService threads;
    private final List<Walker<W>> walkers = new ArrayList<>();

    private record Walker<W>(MemorySegment band, W notes) {}

    /// What is done with a band.
    @FunctionalInterface
    interface Visit<W> {

        /// Sees one band.
        ///
        /// @param band `f32[pictures][rows][width]`, ADU
        /// @param notes of this thread
        void band(MemorySegment band, int first, int rows, W notes);
    }

    /// Makes what a thread counts in, out of memory that lives as long as the walk.
    interface Notes<W> {
        W in(Arena arena, int mostRows);
    }

    /// @param pictures one or more of one shape
    /// @param threadCount one or more
    BandWalk(List<RowSource> pictures, int threadCount, Notes<W> notes) {
        this(pictures, Math.clamp(BAND_BYTES / (4L * pictures.getFirst().shape().widthPx() * pictures.size()),
                1, pictures.getFirst().shape().heightPx()), threadCount, notes);
    }

    /// @param bandRows rows of every band but the last, one or more
    BandWalk(List<RowSource> pictures, int bandRows, int threadCount, Notes<W> notes) {
        this.pictures = pictures;
        step = bandRows;
        long samples = (long) step * pictures.getFirst().shape().widthPx() * pictures.size();
        for (int i = 0; i < threadCount; i++) {
            walkers.add(new Walker<>(
                    arena.allocate(ValueLayout.JAVA_FLOAT, samples), notes.in(arena, step)));
        }
        threads = Executors.newFixedThreadPool(
                threadCount, Thread.ofPlatform().daemon().name("measure-", 0).factory());
    }

    /// One per core, four at most.
    static int usualThreads() {
        return Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
    }

    /// What each thread has counted in.
    List<W> notes() {
        return walkers.stream().map(Walker::notes).toList();
    }

    /// Walks the pictures once.
    ///
    /// @throws InterruptedIOException the caller's thread was interrupted
    void each(Visit<W> visit) throws IOException {
        var next = new AtomicInteger();
        var walks = new ArrayList<Callable<Walker<W>>>();
        for (Walker<W> walker : walkers) {
            walks.add(() -> walk(walker, next, visit));
        }
        try {
            for (Future<Walker<W>> walk : threads.invokeAll(walks)) {
                walk.get();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a picture was measured");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException reading) {
                throw reading;
            }
            throw new IllegalStateException("measuring a band", e.getCause());
        }
    }

    private Walker<W> walk(Walker<W> walker, AtomicInteger next, Visit<W> visit) throws IOException {
        int width = pictures.getFirst().shape().widthPx();
        int height = pictures.getFirst().shape().heightPx();
        for (int first = next.getAndAdd(step); first < height; first = next.getAndAdd(step)) {
            int rows = Math.min(step, height - first);
            long bytes = 4L * rows * width;
            for (int i = 0; i < pictures.size(); i++) {
                pictures.get(i).rows(first, rows, walker.band.asSlice(i * bytes, bytes));
            }
            visit.band(walker.band.asSlice(0, bytes * pictures.size()), first, rows, walker.notes);
        }
        return walker;
    }

    @Override
    public void close() {
        threads.close();
        arena.close();
    }
}
