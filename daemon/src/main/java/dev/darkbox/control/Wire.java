package dev.darkbox.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lines over one connection, of bounded length, in bounded time.
///
/// Threading: one thread at a time.
final class Wire implements AutoCloseable {

    private final SocketChannel channel;
    private final int longest;
    private final ByteBuffer buffer;

    /// @param longest bytes of the longest line that is read, its end not counted
    Wire(SocketChannel channel, int longest) {
        this.channel = channel;
        this.longest = longest;
        this.buffer = ByteBuffer.allocate(longest + 1).flip();
    }

    /// The next line without its end; empty when the other side closed, a last half line is dropped.
    ///
    /// @param patience for the whole line; zero waits as long as it takes
    /// @throws Malformed the line is too long or not UTF-8
    /// @throws IOException the connection broke, or `patience` was over
    Optional<String> line(Duration patience) throws IOException, Malformed {
        try (var _ = new Guard(channel, patience)) {
            return nextLine();
        }
    }

    private Optional<String> nextLine() throws IOException, Malformed {
        int searched = 0;
        while (true) {
            for (; searched < buffer.remaining(); searched++) {
                if (buffer.get(buffer.position() + searched) == '\n') {
                    return Optional.of(cut(searched));
                }
            }
            if (searched > longest) {
                throw new Malformed("a line of more than " + longest + " bytes");
            }
            buffer.compact();
            int count = channel.read(buffer);
            buffer.flip();
            if (count < 0) {
                return Optional.empty();
            }
        }
    }

    private String cut(int length) throws Malformed {
        ByteBuffer line = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length + 1);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(line).toString();
        } catch (CharacterCodingException _) {
            throw new Malformed("not UTF-8");
        }
    }

    /// Sends one line.
    ///
    /// @param patience how long the other side may take to read it
    void send(String line, Duration patience) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try (var _ = new Guard(channel, patience)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /// Ends our side and waits for the other to end its own, throwing away what it still sends: closed with
    /// unread bytes, a Unix socket shows the other side a reset where the end of the answer should be.
    ///
    /// @param patience how long the other side may take
    void farewell(Duration patience) throws IOException {
        try (var _ = new Guard(channel, patience)) {
            channel.shutdownOutput();
            ByteBuffer sink = ByteBuffer.allocate(4096);
            while (channel.read(sink.clear()) >= 0) {
                // thrown away
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// Closes a channel that is still in use when the time is over; whoever waits on it then gets an
    /// [IOException].
    private static final class Guard implements AutoCloseable {

        private final CountDownLatch done = new CountDownLatch(1);

        Guard(Channel channel, Duration patience) {
            if (!patience.isZero()) {
                Thread.ofVirtual().start(() -> watch(channel, patience));
            }
        }

        private void watch(Channel channel, Duration patience) {
            try {
                if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    channel.close();
                }
            } catch (InterruptedException | IOException _) {
                // nobody interrupts this thread, and a channel that will not close is closed by its owner
            }
        }

        @Override
        public void close() {
            done.countDown();
        }
    }
}
