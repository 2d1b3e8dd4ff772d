package dev.darkbox.device.indi;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// One connection to an `indiserver`, made again whenever it is lost, until closed.
///
/// ```
///  DOWN --connect--> UP --end of stream, reset, silence--> DOWN --back-off--> connect …
/// ```
///
/// A connection is silent when nothing came for [Wait#SILENCE] although a ping was sent half-way.
///
/// Threading: a daemon thread of its own reads; orders are written by whoever gives them, one at a time.
final class Link implements AutoCloseable {

    /// Large enough that a frame does not cost thousands of system calls.
    private static final int READ_BYTES = 128 << 10;

    /// Told of what happens, on the reader's thread.
    interface Owner extends BlobReceiver {

        /// What is said first on a new connection.
        String greeting();

        void up();

        void message(Message message);

        void down(String reason);
    }

    /// Makes connections.
    interface Dialer {

        /// Makes one.
        ///
        /// @param begun to be told of a connection before anything is waited for on it, so that it can be closed
        Transport dial(Opening begun) throws IOException;
    }

    /// Knows what is being connected.
    interface Opening {

        /// Takes note of it.
        ///
        /// @throws IOException it is not wanted any more, and was closed
        void begin(Transport transport) throws IOException;
    }

    private final String server;
    private final Dialer dialer;
    private final Owner owner;
    private final Pace pace;
    private final BackOff backOff;
    private final Thread reader;
    private final Object state = new Object();
    private Optional<Transport> transport = Optional.empty();
    private boolean connected;
    private boolean closed;
    private boolean hurry;

    /// @param name of the thread
    /// @param server for messages
    /// @param random spreads the attempts of many clients
    Link(String name, String server, Dialer dialer, Owner owner, Pace pace, RandomGenerator random) {
        this.server = server;
        this.dialer = dialer;
        this.owner = owner;
        this.pace = pace;
        backOff = new BackOff(pace.of(Wait.FIRST_BACK_OFF), pace.of(Wait.LONGEST_BACK_OFF), random);
        reader = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        reader.start();
    }

    /// Writes elements as they are.
    ///
    /// @return false when there is no connection or it just broke; nothing is queued
    boolean send(String elements) {
        Transport to;
        synchronized (state) {
            if (!connected || transport.isEmpty()) {
                return false;
            }
            to = transport.get();
        }
        try {
            to.write(elements.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException _) {
            to.close();
            return false;
        }
    }

    /// Ends the connection there is, if any, and makes a new one without waiting for the back-off.
    void reconnect() {
        synchronized (state) {
            hurry = true;
            transport.ifPresent(Transport::close);
            state.notifyAll();
        }
    }

    @Override
    public void close() {
        synchronized (state) {
            closed = true;
            transport.ifPresent(Transport::close);
            state.notifyAll();
        }
    }

    private void run() {
        while (!isClosed()) {
            String reason;
            try {
                Transport fresh = connect();
                backOff.reset();
                reason = readAll(fresh);
            } catch (IOException e) {
                reason = server + ": " + (e instanceof UnknownHostException
                        ? "no address is known for this name"
                        : e.getMessage() == null ? e.toString() : e.getMessage());
            } catch (RuntimeException | Error e) {
                // a connection that is made anew is better than one whose reader is gone without a word
                reason = server + ": a bug: " + e;
            }
            disconnect();
            owner.down(reason);
            if (!pause(backOff.next())) {
                return;
            }
        }
    }

    private Transport connect() throws IOException {
        Transport fresh = dialer.dial(this::begin);
        fresh.write(owner.greeting().getBytes(StandardCharsets.UTF_8));
        synchronized (state) {
            connected = true;
        }
        owner.up();
        return fresh;
    }

    private void begin(Transport fresh) throws IOException {
        synchronized (state) {
            transport = Optional.of(fresh);
            if (closed) {
                fresh.close();
                throw new IOException("closed");
            }
        }
    }

    /// Reads to the end of the stream.
    ///
    /// @return how it ended
    private String readAll(Transport from) throws IOException {
        Duration half = pace.of(Wait.SILENCE).dividedBy(2);
        var messages = new MessageReader(this::take, owner, from::takeMemory);
        var tokenizer = new Tokenizer(messages);
        var buffer = new byte[READ_BYTES];
        boolean pinged = false;
        try {
            while (true) {
                try {
                    int n = from.read(buffer, half);
                    if (n < 0 && messages.isInFrame()) {
                        return server
                                + " closed the connection in the middle of a frame, as it does when a client "
                                + "is further behind than its -m allows";
                    } else if (n < 0) {
                        return server + " closed the connection";
                    }
                    pinged = false;
                    tokenizer.feed(buffer, 0, n);
                    if (from instanceof LocalTransport && messages.drops() > 0) {
                        return server + " sent a message that cannot be read, and with it perhaps a frame";
                    }
                } catch (SocketTimeoutException _) {
                    if (pinged) {
                        return server + " said nothing for " + pace.of(Wait.SILENCE).toMillis() / 1000.0
                                + " s";
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

    private void disconnect() {
        synchronized (state) {
            connected = false;
            transport.ifPresent(Transport::close);
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
    private boolean pause(Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
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

    /// For a log line.
    @Override
    public String toString() {
        return server;
    }
}
