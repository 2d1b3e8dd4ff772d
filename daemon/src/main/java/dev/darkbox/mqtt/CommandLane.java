package dev.darkbox.mqtt;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BiConsumer;

/// Commands to one rig, or to the box, one after the other on a thread of its own. Of each command [#MOST] wait at most, so
/// that a flood of one leaves room for the others.
///
/// Threading: any.
final class CommandLane implements AutoCloseable {

    /// Of one command.
    static final int MOST = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /// Deals with a command.
    @FunctionalInterface
    interface Reader {
        void read(Letter letter) throws InterruptedException;
    }

    private final Reader reader;
    private final BiConsumer<Letter, RuntimeException> bug;
    private final Queue<Letter> queue = new ArrayDeque<>();
    private final Thread thread;
    private boolean closed;

    /// @param bug told what the reader threw; the next command is read all the same
    CommandLane(String name, Reader reader, BiConsumer<Letter, RuntimeException> bug) {
        this.reader = reader;
        this.bug = bug;
        thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    /// Takes a command, if there is room.
    synchronized boolean offer(Letter letter) {
        String name = letter.door().name();
        boolean room = !closed && queue.stream().filter(l -> l.door().name().equals(name)).count() < MOST;
        if (room) {
            queue.add(letter);
            notifyAll();
        }
        return room;
    }

    synchronized int waiting() {
        return queue.size();
    }

    private synchronized Letter next() throws InterruptedException {
        while (queue.isEmpty()) {
            wait();
        }
        return queue.remove();
    }

    private void run() {
        try {
            while (true) {
                Letter letter = next();
                try {
                    reader.read(letter);
                } catch (RuntimeException e) {
                    bug.accept(letter, e);
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /// What waits is forgotten; what is being done is interrupted and waited for, a second at most.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            queue.clear();
        }
        thread.interrupt();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
