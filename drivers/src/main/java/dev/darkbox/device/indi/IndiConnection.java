package dev.darkbox.device.indi;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Two connections to one `indiserver`: orders and news on one, frames on the other, so that a frame on its way
/// never delays an answer.
///
/// The control connection begins with a bare `getProperties`, which alone subscribes to everything. The frame
/// connection names the properties it wants and nothing else, and asks again after each new beginning, and when a
/// property appears, because the server forgets with the connection, and may with the driver.
///
/// Threading: safe for any threads. Two daemon threads, `indi-control-<host>` and `indi-frames-<host>`.
final class IndiConnection implements AutoCloseable {

    /// A property whose frames are wanted.
    private record Subscription(String device, String property, BlobReceiver receiver) {}

    private final PropertyStore store = new PropertyStore();
    private final OpenOrders orders = new OpenOrders();
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final String server;
    private final Pace pace;
    private final Link control;
    private final Link frames;
    private final FrameRoute route;
    private volatile boolean controlUp;
    private volatile boolean framesUp;
    private volatile boolean closing;
    private final AtomicLong pongs = new AtomicLong();
    private volatile long losses;
    private volatile String lastLoss = "never connected";

    private IndiConnection(String host, int port, String local, Pace pace) {
        server = host + ":" + port;
        this.pace = pace;
        control = new Link("indi-control-" + host, server, begun -> {
            var tcp = new TcpTransport(host, port);
            begun.begin(tcp);
            tcp.connect(pace.of(Wait.TCP_CONNECT));
            return tcp;
        }, new Control(), pace, new Random());
        route = new FrameRoute(host, port, local, pace, new Proving());
        frames = new Link("indi-frames-" + host, server, route, new Frames(), pace, new Random());
    }

    /// Begins to connect, and keeps at it until closed. Everything goes over TCP.
    static IndiConnection to(String host, int port, Pace pace) {
        return to(host, port, "", pace);
    }

    /// The same, frames over the server's local socket if it is on this machine.
    ///
    /// @param local name of that socket; empty for TCP only
    static IndiConnection to(String host, int port, String local, Pace pace) {
        var connection = new IndiConnection(host, port, local, pace);
        connection.control.start();
        connection.frames.start();
        return connection;
    }

    PropertyStore store() {
        return store;
    }

    /// The orders that are on their way, of all devices.
    OpenOrders orders() {
        return orders;
    }

    /// How long to wait for what, here and in everything on this connection.
    Pace pace() {
        return pace;
    }

    /// For messages: `host:port`.
    String server() {
        return server;
    }

    boolean isUp() {
        return controlUp && framesUp;
    }

    /// How frames get here, for a log line: `shared memory`, `TCP`, or `TCP` with the reason.
    String frameRoute() {
        return route.description();
    }

    /// How often either connection was lost. An order or an exposure that saw this grow has an unknown end.
    long losses() {
        return losses;
    }

    /// Why the connection was lost last.
    String lastLoss() {
        return lastLoss;
    }

    /// Waits until both connections are up.
    ///
    /// @return false at the limit
    boolean awaitUp(Duration limit) throws InterruptedException {
        return store.await(this::isUp, System.nanoTime() + limit.toNanos());
    }

    /// Hands frames of one property to `receiver`, from now on and after each new connection.
    void receive(String device, String property, BlobReceiver receiver) {
        subscriptions.removeIf(s -> s.device().equals(device) && s.property().equals(property));
        var subscription = new Subscription(device, property, receiver);
        subscriptions.add(subscription);
        frames.send(request(subscription));
    }

    /// Asks once more for the frames of what was subscribed to: a server may have forgotten a driver that died.
    void receiveAgain() {
        frames.send(subscriptions.stream().map(IndiConnection::request).reduce("", String::concat));
    }

    /// Sends elements on the control connection.
    ///
    /// @return false when it is down
    boolean send(String elements) {
        return control.send(elements);
    }

    /// Asks the server for a sign of life and waits for it: what it had sent before is known then.
    ///
    /// @return false when none came in time
    boolean roundTrip(Duration limit) throws InterruptedException {
        long before = pongs.get();
        return control.send("<pingRequest uid='darkbox'/>\n")
                && store.await(() -> pongs.get() != before, System.nanoTime() + limit.toNanos());
    }

    /// Drops both connections and makes new ones at once. What was known is forgotten.
    void reconnect() {
        synchronized (this) {
            controlUp = false;
            framesUp = false;
            losses++;
            lastLoss = "connecting anew";
        }
        store.forget();
        control.reconnect();
        frames.reconnect();
    }

    @Override
    public void close() {
        closing = true;
        control.close();
        frames.close();
    }

    private Optional<Subscription> subscription(String device, String property) {
        return subscriptions.stream().filter(s -> s.device().equals(device) && s.property().equals(property))
                .findFirst();
    }

    private static String request(Subscription s) {
        String device = Tokenizer.escaped(s.device());
        String property = Tokenizer.escaped(s.property());
        return "<getProperties version='1.7' device='%s' name='%s'/>\n<enableBLOB device='%s' name='%s'>Only</enableBLOB>\n"
                .formatted(device, property, device, property);
    }

    private synchronized void lost(String reason, boolean wasUp) {
        lastLoss = reason;
        if (wasUp) {
            losses++;
        }
        store.touch();
    }

    private final class Proving implements FrameRoute.Control {
        @Override
        public boolean awaitUp(Duration limit) throws InterruptedException {
            store.await(() -> controlUp || closing, System.nanoTime() + limit.toNanos());
            return controlUp;
        }

        @Override
        public boolean send(String elements) {
            return control.send(elements);
        }
    }

    private final class Control implements Link.Owner {
        @Override
        public String greeting() {
            store.forget();
            return "<getProperties version='1.7'/>\n";
        }

        @Override
        public void up() {
            controlUp = true;
            store.touch();
        }

        @Override
        public void message(Message message) {
            if (message instanceof Message.Pong) {
                pongs.incrementAndGet();
            }
            Optional<Subscription> appears = message instanceof Message.Definition(Vector v)
                    && store.find(v.device(), v.name()).isEmpty()
                            ? subscription(v.device(), v.name())
                            : Optional.empty();
            store.apply(message);
            // a driver that was started again: its server may have forgotten who wanted its frames
            appears.ifPresent(s -> frames.send(request(s)));
        }

        @Override
        public void down(String reason) {
            boolean wasUp = controlUp;
            controlUp = false;
            // first the reason: whoever sees that all is forgotten must know why
            lost(reason, wasUp);
            store.forget();
        }

        @Override
        public Sink begin(Head head) {
            return NOWHERE; // the server sends none here unless told to
        }
    }

    private final class Frames implements Link.Owner {
        @Override
        public String greeting() {
            return ""; // whoever says nothing hears nothing
        }

        @Override
        public void up() {
            receiveAgain();
            framesUp = true;
            store.touch();
        }

        @Override
        public void message(Message message) {
            // definitions and states come on the control connection too
        }

        @Override
        public void down(String reason) {
            boolean wasUp = framesUp;
            framesUp = false;
            if (wasUp) {
                route.failed("connection lost");
            }
            lost(reason, wasUp);
        }

        @Override
        public Sink begin(Head head) {
            return subscription(head.device(), head.property()).map(s -> watched(s.receiver().begin(head)))
                    .orElse(NOWHERE);
        }
    }

    private BlobReceiver.Sink watched(BlobReceiver.Sink sink) {
        return sink.equals(BlobReceiver.NOWHERE) ? sink : new Watched(sink);
    }

    /// A frame on its way, whose end tells whether the route is good.
    private final class Watched implements BlobReceiver.Sink {

        private final BlobReceiver.Sink sink;

        Watched(BlobReceiver.Sink sink) {
            this.sink = sink;
        }

        @Override
        public void bytes(byte[] bytes, int from, int to) {
            sink.bytes(bytes, from, to);
        }

        @Override
        public void memory(MemorySegment bytes) {
            sink.memory(bytes);
        }

        @Override
        public void end(BlobReceiver.End how) {
            sink.end(how);
            if (how == BlobReceiver.End.COMPLETE) {
                route.succeeded();
            } else if (how == BlobReceiver.End.ELSEWHERE && route.failed("a frame could not be read")) {
                frames.reconnect();
            }
        }
    }
}
