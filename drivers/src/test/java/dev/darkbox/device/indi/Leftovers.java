package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/// What this process has open: a test takes one before and one after, and nothing may have been added. There may be
/// less: what an earlier test let go of is closed when its threads and the collector come to it.
///
/// @param descriptors open ones of sockets and of memory; the JVM's own files come and go
/// @param sharedMappings of memory that a driver, or a test in its place, shared
/// @param threads alive ones of ours that talk to a server
record Leftovers(long descriptors, long sharedMappings, long threads) {

    private static final long LIMIT_NANOS = 10_000_000_000L;

    /// What is open once nothing has changed for a while.
    static Leftovers settled() throws IOException {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        Leftovers last = now();
        for (int same = 0; same < 20 && System.nanoTime() < deadline;) {
            LockSupport.parkNanos(10_000_000);
            Leftovers next = now();
            same = next.equals(last) ? same + 1 : 0;
            last = next;
        }
        return last;
    }

    private static Leftovers now() throws IOException {
        long descriptors;
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            descriptors = all.filter(Leftovers::isOurs).count();
        }
        long mappings = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains("memfd:") || line.contains("/dev/shm/")).count();
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("indi-")).count();
        return new Leftovers(descriptors, mappings, threads);
    }

    private static boolean isOurs(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:") || target.contains("memfd:")
                    || target.startsWith("/dev/shm/");
        } catch (IOException _) {
            return false; // closed since it was listed
        }
    }

    /// Threads and sockets that were told to end take a moment to do so.
    void assertBack() throws IOException {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        Leftovers now = now();
        while (!now.isWithin(this) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(5_000_000);
            now = now();
        }
        assertTrue(now.isWithin(this), now + " are open, there were " + this);
    }

    private boolean isWithin(Leftovers earlier) {
        return descriptors <= earlier.descriptors && sharedMappings <= earlier.sharedMappings
                && threads <= earlier.threads;
    }
}
