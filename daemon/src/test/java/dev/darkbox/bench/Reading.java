package dev.darkbox.bench;

import dev.darkbox.linux.ReadOnlyFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Reads a set's files once, and does nothing with them: two threads, 4 MiB at a time.
final class Reading {

    private static final int THREADS = 2;
    private static final long PIECE_BYTES = 4 << 20;

    private Reading() {}

    static Cost once(DarkSet set) throws IOException, InterruptedException {
        var next = new AtomicInteger();
        var readers = new ArrayList<Callable<Long>>();
        for (int i = 0; i < THREADS; i++) {
            readers.add(() -> read(set, next));
        }
        long start = System.nanoTime();
        double before = Machine.processorSeconds();
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (var reader : threads.invokeAll(readers)) {
                reader.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("reading " + set.folder() + ": " + e.getCause(), e);
        }
        return new Cost((System.nanoTime() - start) / 1e9, Machine.processorSeconds() - before, 0);
    }

    private static long read(DarkSet set, AtomicInteger next) throws IOException {
        long bytes = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment piece = arena.allocate(PIECE_BYTES, 4096);
            for (int f = next.getAndIncrement(); f < set.frames(); f = next.getAndIncrement()) {
                try (ReadOnlyFile file = ReadOnlyFile.open(set.files().get(f))) {
                    long at = 0;
                    for (long got = PIECE_BYTES; got == PIECE_BYTES; at += got) {
                        got = file.read(at, piece);
                    }
                    bytes += at;
                }
            }
        }
        return bytes;
    }

    /// Drops the files from the page cache.
    static void forget(DarkSet set) throws IOException {
        for (Path path : set.files()) {
            try (ReadOnlyFile file = ReadOnlyFile.open(path)) {
                file.forget(0, set.fileBytes());
            }
        }
    }
}
