package dev.darkbox.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// A line between a client and a server that can be cut, or held, in the middle of a frame.
final class SoakProxy implements AutoCloseable {

    private static final byte[] FRAME = "<oneBLOB ".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int CHUNK_BYTES = 16 << 10;

    private final ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);
    private final int server;

    /// What happens to the next frame that passes.
    ///
    /// @param afterBytes of the frame, base64 and all; negative for never
    /// @param held how long the line is held then; zero cuts it
    private record Fault(int afterBytes, Duration held) {
        static final Fault NONE = new Fault(-1, Duration.ZERO);
    }

    /// @param server port of the server behind
    SoakProxy(int server) throws IOException {
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// Cuts the line that carries the next frame after so many bytes of it.
    void cutInNextFrame(int afterBytes) {
        next.set(new Fault(afterBytes, Duration.ZERO));
    }

    /// Reads nothing for a while in the middle of the next frame.
    void holdInNextFrame(int afterBytes, Duration held) {
        next.set(new Fault(afterBytes, held));
    }

    /// Cuts every line there is.
    void cut() {
        open.forEach(SoakProxy::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                connect(client);
            } catch (IOException _) {
                // closed, or the server behind is away: the client sees its line end
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket behind;
        try {
            behind = new Socket(InetAddress.getLoopbackAddress(), server);
        } catch (IOException e) {
            open.remove(client);
            closeQuietly(client);
            throw e;
        }
        open.add(behind);
        Thread.ofVirtual().start(() -> pump(client, behind, false));
        Thread.ofVirtual().start(() -> pump(behind, client, true));
    }

    private void pump(Socket from, Socket to, boolean frames) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var chunk = new byte[CHUNK_BYTES];
            Fault fault = Fault.NONE;
            int left = 0;
            int matched = 0;
            for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
                for (int i = 0; frames && fault.afterBytes() < 0 && i < n; i++) {
                    matched = chunk[i] == FRAME[matched] ? matched + 1 : chunk[i] == FRAME[0] ? 1 : 0;
                    if (matched == FRAME.length) {
                        matched = 0;
                        fault = next.getAndSet(Fault.NONE);
                        left = fault.afterBytes();
                    }
                }
                if (fault.afterBytes() >= 0 && left < n) {
                    out.write(chunk, 0, left);
                    if (fault.held().isZero()) {
                        return;
                    }
                    Thread.sleep(fault.held());
                    out.write(chunk, left, n - left);
                    fault = Fault.NONE;
                } else {
                    out.write(chunk, 0, n);
                    left -= n;
                }
            }
        } catch (IOException _) {
            // one end is gone: so is the other
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is closed all the same
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
