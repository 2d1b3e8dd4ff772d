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

/// Walks a picture again and again, several threads (named `measure-0`, `measure-1`, ...) taking a band of rows
/// each, in no particular order.
///
/// Memory: per thread one band of 256 kB, which stays in a core's cache, or of one row.
///
/// @param <W> what a thread counts in
final class BandWalk<W> implements AutoCloseable {

    private static final int BAND_BYTES = 1 << 18;

    private final RowSource picture;
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
        /// @param band `f32[rows][width]`, ADU
        /// @param notes of this thread
        void band(MemorySegment band, int first, int rows, W notes);
    }

    /// Makes what a thread counts in, out of memory that lives as long as the walk.
    interface Notes<W> {
        W in(Arena arena, int mostRows);
    }

    /// @param threadCount one or more
    BandWalk(RowSource picture, int threadCount, Notes<W> notes) {
        this.picture = picture;
        int width = picture.shape().widthPx();
        int height = picture.shape().heightPx();
        step = Math.clamp(BAND_BYTES / (4L * width), 1, height);
        for (int i = 0; i < threadCount; i++) {
            walkers.add(new Walker<>(
                    arena.allocate(ValueLayout.JAVA_FLOAT, (long) step * width), notes.in(arena, step)));
        }
        threads = Executors.newFixedThreadPool(
                threadCount, Thread.ofPlatform().daemon().name("measure-", 0).factory());
    }

    /// What each thread has counted in.
    List<W> notes() {
        return walkers.stream().map(Walker::notes).toList();
    }

    /// Walks the picture once.
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
        int width = picture.shape().widthPx();
        int height = picture.shape().heightPx();
        for (int first = next.getAndAdd(step); first < height; first = next.getAndAdd(step)) {
            int rows = Math.min(step, height - first);
            MemorySegment part = walker.band.asSlice(0, 4L * rows * width);
            picture.rows(first, rows, part);
            visit.band(part, first, rows, walker.notes);
        }
        return walker;
    }

    @Override
    public void close() {
        threads.close();
        arena.close();
    }
}
