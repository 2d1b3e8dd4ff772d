package dev.darkbox.device.indi;

import dev.darkbox.linux.LocalSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// How frames get here: by the server's local socket, as memory that the driver shares, or by TCP, as text.
///
/// The local socket is tried when the server is on this machine. That somebody listens at its name does not make him
/// the server on our TCP port: any program can take the name first. So a name nobody else can know is subscribed to
/// there, an order to a device of that name is sent on the control connection, and only the server that passes it on
/// is the same. No driver sees any of it.
///
/// ```
///  control --- new…Vector device='darkbox-<nonce>' ---> server --- echo ---> local socket
/// ```
///
/// Whatever goes wrong, TCP is taken. A local connection that keeps failing is not tried again.
///
/// Threading: dials on the thread of the frames' [Link]; the rest is for any thread.
final class FrameRoute implements Link.Dialer {

    /// Failures with no frame in between, after which TCP it is.
    private static final int MOST_FAILURES = 3;

    /// The connection orders go over.
    interface Control {

        /// Waits until it is up.
        ///
        /// @return false when it is still down at the limit
        boolean awaitUp(Duration limit) throws InterruptedException;

        boolean send(String elements);
    }

    private final String host;
    private final int port;
    private final String local;
    private final Pace pace;
    private final Control control;
    private String obstacle = "";
    private boolean shared;
    private int failures;

    /// A route that is found when first dialled.
    ///
    /// @param local name of the server's local socket; empty for TCP only
    FrameRoute(String host, int port, String local, Pace pace, Control control) {
        this.host = host;
        this.port = port;
        this.local = local;
        this.pace = pace;
        this.control = control;
    }

    @Override
    public Transport dial(Link.Opening begun) throws IOException {
        Optional<Transport> found = Optional.empty();
        if (isWorthTrying()) {
            found = dialLocal(begun);
        }
        synchronized (this) {
            shared = found.isPresent();
        }
        if (found.isPresent()) {
            return found.get();
        }
        var tcp = new TcpTransport(host, port);
        begun.begin(tcp);
        tcp.connect(pace.of(Wait.TCP_CONNECT));
        return tcp;
    }

    private boolean isWorthTrying() throws IOException {
        synchronized (this) {
            if (local.isEmpty() || failures == MOST_FAILURES) {
                return false;
            }
        }
        InetAddress address = InetAddress.getByName(host);
        return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    }

    private Optional<Transport> dialLocal(Link.Opening begun) throws IOException {
        LocalTransport transport;
        try {
            transport = new LocalTransport(LocalSocket.connect(local), pace.of(Wait.LOCAL_PROOF));
        } catch (IOException | LinkageError | IllegalCallerException e) {
            obstacle(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        begun.begin(transport);
        boolean proven = false;
        try {
            if (!awaitControl()) {
                throw new IOException("the control connection is down");
            }
            proven = isSameServer(transport);
        } finally {
            if (!proven) {
                transport.close();
            }
        }
        obstacle(proven ? "" : "local socket " + local + ": not proven to be the server on TCP port " + port);
        return proven ? Optional.of(transport) : Optional.empty();
    }

    private boolean awaitControl() {
        try {
            return control.awaitUp(pace.of(Wait.TCP_CONNECT));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Whether what is said on the control connection is heard on this one.
    private boolean isSameServer(Transport transport) {
        var proof = new Proof("darkbox-" + UUID.randomUUID());
        var tokenizer = new Tokenizer(new MessageReader(proof::take, _ -> BlobReceiver.NOWHERE));
        var buffer = new byte[LocalSocket.MOST_BYTES];
        long deadline = System.nanoTime() + pace.of(Wait.LOCAL_PROOF).toNanos();
        try {
            transport.write(proof.question());
            while (!proof.given) {
                long left = deadline - System.nanoTime();
                int n = left <= 0 ? -1 : transport.read(buffer, Duration.ofNanos(left));
                if (n < 0) {
                    return false;
                }
                tokenizer.feed(buffer, 0, n);
                if (proof.isDue()) {
                    control.send(proof.order());
                }
            }
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return false; // closed by us or by him: not the server we want, in any case
        }
    }

    /// One try to be heard.
    private static final class Proof {

        private final String nonce;
        private boolean subscribed;
        private boolean ordered;
        private boolean given;

        Proof(String nonce) {
            this.nonce = nonce;
        }

        /// The reply to the ping tells that the subscription before it was taken.
        byte[] question() {
            return "<getProperties version='1.7' device='%s'/>\n<pingRequest uid='%s'/>\n"
                    .formatted(nonce, nonce)
                    .getBytes(StandardCharsets.US_ASCII);
        }

        void take(Message message) {
            subscribed |= message instanceof Message.Pong(String uid) && uid.equals(nonce);
            given |= ordered && message instanceof Message.Echo echo && echo.device().equals(nonce);
        }

        boolean isDue() {
            return subscribed && !ordered;
        }

        String order() {
            ordered = true;
            return "<newTextVector device='%s' name='PROOF'><oneText name='PROOF'>same server</oneText></newTextVector>\n"
                    .formatted(nonce);
        }
    }

    private synchronized void obstacle(String what) {
        obstacle = what;
    }

    /// A frame has come.
    synchronized void succeeded() {
        failures = 0;
    }

    /// A frame in shared memory could not be read, or the connection was lost.
    ///
    /// @return whether to connect anew, by TCP
    synchronized boolean failed(String how) {
        if (!shared || failures == MOST_FAILURES || ++failures < MOST_FAILURES) {
            return false;
        }
        obstacle = "local socket " + local + ": " + how + ", " + failures + " times";
        return true;
    }

    /// For a log line: `shared memory`, `TCP`, or `TCP` with what is in the way of shared memory.
    synchronized String description() {
        if (shared) {
            return "shared memory";
        }
        return obstacle.isEmpty() ? "TCP" : "TCP (" + obstacle + ")";
    }
}
