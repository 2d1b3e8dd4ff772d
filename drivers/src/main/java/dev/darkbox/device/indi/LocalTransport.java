package dev.darkbox.device.indi;

import dev.darkbox.linux.LocalSocket;
import dev.darkbox.linux.SharedMemory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/// A connection over the server's local socket. Frames come as memory that the driver shares: with the bytes that
/// announce them, in their order.
final class LocalTransport implements Transport {

    /// Of memory nobody takes; a server that sends more of it sends something else.
    static final int MOST_WAITING = 64;

    private final LocalSocket socket;
    private final Duration writeLimit;
    private final Queue<SharedMemory> memory = new ArrayDeque<>();
    private boolean closed;

    /// @param writeLimit until the server has taken an order
    LocalTransport(LocalSocket socket, Duration writeLimit) {
        this.socket = socket;
        this.writeLimit = writeLimit;
    }

    @Override
    public int read(byte[] into, Duration limit) throws IOException {
        return socket.receive(into, limit, this::keep);
    }

    private synchronized void keep(SharedMemory came) {
        if (closed || memory.size() == MOST_WAITING) {
            came.close();
        } else {
            memory.add(came);
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        socket.send(bytes, writeLimit);
    }

    @Override
    public synchronized Optional<SharedMemory> takeMemory() {
        return Optional.ofNullable(memory.poll());
    }

    /// Closes the memory that nobody took, too.
    @Override
    public void close() {
        socket.close();
        synchronized (this) {
            closed = true;
            memory.forEach(SharedMemory::close);
            memory.clear();
        }
    }
}
