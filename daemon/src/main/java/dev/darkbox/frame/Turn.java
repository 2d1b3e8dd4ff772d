package dev.darkbox.frame;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// The right to change what belongs together, one at a time: among the threads of this process and, by a lock on a
/// file, among processes. A thread that has the turn may take it again.
///
/// The lock ends with its process, however that ends; the file stays. Where a file system has no locks, only the
/// threads of this process are kept apart.
public final class Turn implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Map<Path, Keeper> KEEPERS = new ConcurrentHashMap<>();

    private final Keeper keeper;

    /// Of one file.
    private static final class Keeper {

        private final ReentrantLock threads = new ReentrantLock();
        private Optional<RandomAccessFile> locked = Optional.empty();
    }

    /// One try.
    @FunctionalInterface
    private interface Try {
        boolean succeeds() throws IOException;
    }

    private Turn(Keeper keeper) {
        this.keeper = keeper;
    }

    /// Waits for the turn; an interrupt is kept for later.
    ///
    /// @param file made when missing; its folder exists
    /// @param patience how long others may have it
    /// @throws IOException the time is over, or the file cannot be opened; the message names it
    public static Turn take(Path file, Duration patience) throws IOException {
        Keeper keeper = KEEPERS.computeIfAbsent(file.toAbsolutePath().normalize(), _ -> new Keeper());
        long end = System.nanoTime() + patience.toNanos();
        await(keeper.threads::tryLock, file, patience, end);
        try {
            if (keeper.locked.isEmpty()) {
                keeper.locked = Optional.of(lock(file, patience, end));
            }
            return new Turn(keeper);
        } catch (IOException | RuntimeException | Error e) {
            keeper.threads.unlock();
            throw e;
        }
    }

    private static RandomAccessFile lock(Path file, Duration patience, long end) throws IOException {
        var open = new RandomAccessFile(file.toFile(), "rw");
        try {
            await(() -> isLocked(open), file, patience, end);
            return open;
        } catch (IOException e) {
            open.close();
            throw e;
        }
    }

    private static boolean isLocked(RandomAccessFile file) {
        try {
            return file.getChannel().tryLock() != null;
        } catch (IOException _) {
            return true; // a file system without locks
        }
    }

    private static void await(Try condition, Path file, Duration patience, long end) throws IOException {
        boolean interrupted = false;
        try {
            while (!condition.succeeds()) {
                if (System.nanoTime() - end > 0) {
                    throw new IOException("%s: somebody else has been changing the library for %d s"
                            .formatted(file, patience.toSeconds()));
                }
                LockSupport.parkNanos(POLL.toNanos());
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (keeper.threads.getHoldCount() == 1 && keeper.locked.isPresent()) {
                RandomAccessFile open = keeper.locked.get();
                keeper.locked = Optional.empty();
                open.close();
            }
        } finally {
            keeper.threads.unlock();
        }
    }
}
