package dev.darkbox.device.indi;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// One TCP connection to an `indiserver`, made again whenever it is lost, until closed.
///
/// ```
///  DOWN --connect--> UP --end of stream, reset, silence--> DOWN --back-off--> connect …
/// ```
///
/// A connection is silent when nothing came for [Wait#SILENCE] although a ping was sent half-way.
///
/// Threading: a daemon thread of its own reads; orders are written by whoever gives them, one at a time.
final class Link implements AutoCloseable {

    private static final int READ_BYTES = 64 << 10;

    /// Told of what happens, on the reader's thread.
    interface Owner extends BlobReceiver {

        /// What is said first on a new connection.
        String greeting();

        void up();

        void message(Message message);

        void down(String reason);
    }

    private final String host;
    private final int port;
    private final Owner owner;
    private final Pace pace;
    private final Thread reader;
    private final Object state = new Object();
    private Socket socket = new Socket();
    private boolean connected;
    private boolean closed;
    private boolean hurry;

    Link(String name, String host, int port, Owner owner, Pace pace) {
        this.host = host;
        this.port = port;
        this.owner = owner;
        this.pace = pace;
        reader = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        reader.start();
    }

    /// Writes elements as they are.
    ///
    /// @return false when there is no connection or it just broke; nothing is queued
    boolean send(String elements) {
        Socket to;
        synchronized (state) {
            if (!connected) {
                return false;
            }
            to = socket;
        }
        try {
            synchronized (to) {
                to.getOutputStream().write(elements.getBytes(StandardCharsets.UTF_8));
            }
            return true;
        } catch (IOException _) {
            closeQuietly(to);
            return false;
        }
    }

    /// Ends the connection there is, if any, and makes a new one without waiting for the back-off.
    void reconnect() {
        synchronized (state) {
            hurry = true;
            closeQuietly(socket);
            state.notifyAll();
        }
    }

    @Override
    public void close() {
        synchronized (state) {
            closed = true;
            closeQuietly(socket);
            state.notifyAll();
        }
    }

    private void run() {
        Duration backOff = pace.of(Wait.FIRST_BACK_OFF);
        while (!isClosed()) {
            String reason;
            try {
                connect();
                backOff = pace.of(Wait.FIRST_BACK_OFF);
                reason = readAll();
            } catch (IOException e) {
                reason = host + ":" + port + ": " + (e.getMessage() == null ? e.toString() : e.getMessage());
            }
            disconnect();
            owner.down(reason);
            if (!pause(backOff)) {
                return;
            }
            Duration longest = pace.of(Wait.LONGEST_BACK_OFF);
            backOff = backOff.multipliedBy(2).compareTo(longest) < 0 ? backOff.multipliedBy(2) : longest;
        }
    }

    private void connect() throws IOException {
        var fresh = new Socket();
        synchronized (state) {
            if (closed) {
                throw new IOException("closed");
            }
            socket = fresh;
        }
        // by name each time: the address may have changed since
        fresh.connect(new InetSocketAddress(host, port),
                Math.toIntExact(pace.of(Wait.TCP_CONNECT).toMillis()));
        fresh.setTcpNoDelay(true);
        fresh.setKeepAlive(true);
        fresh.setSoTimeout(Math.toIntExact(pace.of(Wait.SILENCE).toMillis() / 2));
        fresh.getOutputStream().write(owner.greeting().getBytes(StandardCharsets.UTF_8));
        synchronized (state) {
            connected = true;
        }
        owner.up();
    }

    /// Reads to the end of the stream.
    ///
    /// @return how it ended
    private String readAll() throws IOException {
        Socket from = current();
        InputStream in = from.getInputStream();
        var messages = new MessageReader(this::take, owner);
        var tokenizer = new Tokenizer(messages);
        var buffer = new byte[READ_BYTES];
        boolean pinged = false;
        try {
            while (true) {
                try {
                    int n = in.read(buffer);
                    if (n < 0) {
                        return host + ":" + port + " closed the connection";
                    }
                    pinged = false;
                    tokenizer.feed(buffer, 0, n);
                } catch (SocketTimeoutException _) {
                    if (pinged) {
                        return host + ":" + port + " said nothing for "
                                + pace.of(Wait.SILENCE).toMillis() / 1000.0 + " s";
                    }
                    pinged = true;
                    send("<pingRequest uid='darkbox'/>\n");
                }
            }
        } finally {
            messages.endOfStream();
        }
    }

    private void take(Message message) {
        if (message instanceof Message.Ping(String uid)) {
            send("<pingReply uid='" + Tokenizer.escaped(uid) + "'/>\n");
        } else {
            owner.message(message);
        }
    }

    private Socket current() {
        synchronized (state) {
            return socket;
        }
    }

    private void disconnect() {
        synchronized (state) {
            connected = false;
            closeQuietly(socket);
        }
    }

    private boolean isClosed() {
        synchronized (state) {
            return closed;
        }
    }

    /// Waits for the back-off to pass, or for somebody in a hurry.
    ///
    /// @return false when closed
    private boolean pause(Duration backOff) {
        long end = System.nanoTime() + backOff.toNanos();
        synchronized (state) {
            while (!closed && !hurry) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    break;
                }
                try {
                    state.wait(left);
                } catch (InterruptedException _) {
                    closed = true; // nobody has a reason to interrupt this thread but to end it
                }
            }
            hurry = false;
            return !closed;
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is closed all the same
        }
    }

    /// For a log line.
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
