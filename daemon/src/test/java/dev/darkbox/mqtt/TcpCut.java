package dev.darkbox.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A line to a server that can be cut, refused, slammed shut, or that swallows everything.
///
/// It passes everything at first. Any thread.
public final class TcpCut implements AutoCloseable {

    private static final int CHUNK_BYTES = 16 << 10;

    private final int server;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;
    private Thread acceptor;
    private volatile Mode mode = Mode.PASS;
    private final AtomicInteger accepted = new AtomicInteger();

    /// What happens to lines.
    public enum Mode {
        /// Bytes go both ways.
        PASS,
        /// Nobody listens: connection refused.
        REFUSE,
        /// A line is accepted and closed at once, as by a forwarder whose server is away.
        SLAM,
        /// Lines are accepted and stay, but no byte goes through any more: a black hole.
        SWALLOW
    }

    /// @param server port on this machine
    public TcpCut(int server) throws IOException {
        this.server = server;
        listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        port = listener.getLocalPort();
        acceptor = acceptor(listener);
    }

    public int port() {
        return port;
    }

    /// Lines accepted so far.
    public int accepted() {
        return accepted.get();
    }

    /// From now on. Lines there are stay when they begin to be swallowed, and are cut by every other change.
    public synchronized void mode(Mode wanted) throws IOException, InterruptedException {
        Mode before = mode;
        mode = wanted;
        if (wanted != Mode.SWALLOW) {
            cut();
        }
        if (wanted == Mode.REFUSE) {
            listener.close();
            acceptor.join(); // the kernel listens as long as somebody accepts
        } else if (before == Mode.REFUSE) {
            listener = new ServerSocket(port, 16, InetAddress.getLoopbackAddress());
            acceptor = acceptor(listener);
        }
    }

    /// Resets every line there is; new ones are treated as before.
    public void cut() {
        open.forEach(TcpCut::reset);
    }

    private Thread acceptor(ServerSocket from) {
        return Thread.ofVirtual().start(() -> accept(from));
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket client = from.accept();
                accepted.incrementAndGet();
                connect(client);
            } catch (IOException _) {
                // closed, or the server behind is away: the client sees its line end
            }
        }
    }

    private void connect(Socket client) throws IOException {
        if (mode == Mode.SLAM) {
            client.close();
            return;
        }
        open.add(client);
        Socket behind;
        try {
            behind = new Socket(InetAddress.getLoopbackAddress(), server);
        } catch (IOException e) {
            open.remove(client);
            client.close();
            throw e;
        }
        open.add(behind);
        client.setTcpNoDelay(true);
        behind.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> pump(client, behind));
        Thread.ofVirtual().start(() -> pump(behind, client));
    }

    private void pump(Socket from, Socket to) {
        try (from; to) {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            var chunk = new byte[CHUNK_BYTES];
            for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
                if (mode != Mode.SWALLOW) {
                    out.write(chunk, 0, n);
                }
            }
        } catch (IOException _) {
            // one end is gone: so is the other
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException _) {
            // it is closed all the same
        }
    }

    @Override
    public synchronized void close() throws IOException {
        listener.close();
        cut();
    }
}
