package dev.darkbox.mqtt;

import dev.darkbox.mqtt.LinkException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;

/// A connection by way of Paho. What Paho promises and does not keep is kept here: each `done` is called once, `lost` at most
/// once and after them, and no thread outlives [#close].
final class PahoLink implements Link {

    /// Paho takes a third of a second to begin, longer on a busy machine, and leaves a thread behind when ended before.
    private static final Duration MOST_TO_BEGIN = Duration.ofSeconds(5);

    /// Bytes of a PUBLISH besides topic, payload and correlation data, at most: head, lengths, number, expiry, alias.
    private static final int HEAD_BYTES = 32;

    /// Paho counts one or two longer than the broker does.
    private static final int UNCOUNTED = 2;

    private final Wire wire;
    private final Duration limit;
    private final Answer greeting = new Answer(this::welcomed, this::refused);
    private final Consumer<LinkException> lost;
    private final PahoThreads threads;
    private final PahoClient client;
    private final Set<Delivery> onTheirWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean leaving;
    private volatile boolean known;
    private volatile Welcome welcome = Welcome.NONE;

    PahoLink(Wire wire, String clientId, Duration limit, Consumer<Incoming> incoming,
            Consumer<LinkException> lost) {
        this.wire = wire;
        this.limit = limit;
        this.lost = lost;
        threads = new PahoThreads(clientId, this::stumbled);
        try {
            client = new PahoClient(wire, clientId, new Pings(threads));
        } catch (MqttException e) {
            throw new IllegalArgumentException("client id " + clientId, e);
        }
        client.setCallback(new PahoEvents(incoming, this::ended));
    }

    /// Says CONNECT and waits for the answer. To be called once.
    void open(PahoOptions options) throws LinkException, InterruptedException {
        threads.newThread(() -> begin(options)).start();
        wire.awaitSpoken(limit);
        greeting.await("CONNECT", limit);
    }

    private void begin(PahoOptions options) {
        try {
            client.connect(options, null, greeting);
        } catch (MqttException e) {
            greeting.fail(e);
        }
    }

    private Optional<LinkException> welcomed(IMqttToken token) {
        welcome = Welcome.of(token.getResponseProperties());
        known = token.getSessionPresent();
        return Optional.empty();
    }

    private LinkException refused(Throwable why) {
        int code = why instanceof MqttException e
                ? e.getReasonCode()
                : MqttReturnCode.RETURN_CODE_UNSPECIFIED_ERROR;
        return Codes.isFromBroker(code)
                ? Codes.ofConnect(code)
                : wire.fault(false).orElseGet(() -> Codes.ofPaho(code));
    }

    @Override
    public void publish(Message message, Consumer<Optional<LinkException>> done) throws LinkException {
        if (over.get()) {
            throw new LinkException(Kind.AWAY, "the connection is gone");
        }
        long bytes = (long) HEAD_BYTES + message.payload().remaining() + message.correlation().remaining()
                + message.topic().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > mostBytes()) {
            done.accept(Optional.of(new LinkException(Kind.REFUSED,
                    message.topic() + ": " + bytes + " bytes are more than the " + mostBytes()
                            + " the broker takes")));
            return;
        }
        if (onTheirWay.size() >= mostInFlight()) {
            done.accept(Optional.of(new LinkException(Kind.AWAY,
                    message.topic() + ": " + mostInFlight() + " messages are on their way already")));
            return;
        }
        send(message, new Delivery(message.topic(), done, onTheirWay));
    }

    private void send(Message message, Delivery delivery) throws LinkException {
        onTheirWay.add(delivery);
        try {
            client.publish(message.topic(), toPaho(message), null, delivery);
        } catch (MqttException e) {
            if (onTheirWay.remove(delivery)) {
                throw wire.fault(true).orElseGet(() -> Codes.ofPaho(e.getReasonCode()));
            }
        }
        if (over.get()) {
            giveUp(new LinkException(Kind.AWAY, "the connection is gone"));
        }
    }

    /// Messages keep their retain flag on the way to us, so that one who makes a command stay with the broker hears of it
    /// the first time already.
    @Override
    public void subscribe(List<String> filters) throws LinkException {
        MqttSubscription[] wanted = filters.stream().map(PahoLink::subscription)
                .toArray(MqttSubscription[]::new);
        var answer = new Answer(token -> Codes.ofSubscribe(filters, token.getReasonCodes()), this::refused);
        try {
            client.subscribe(wanted, null, answer, new MqttProperties());
            answer.await("SUBSCRIBE", limit);
        } catch (MqttException e) {
            throw wire.fault(true).orElseGet(() -> Codes.ofPaho(e.getReasonCode()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new LinkException(Kind.AWAY, "interrupted");
        }
    }

    private static MqttSubscription subscription(String filter) {
        var subscription = new MqttSubscription(filter, 1);
        subscription.setRetainAsPublished(true);
        return subscription;
    }

    @Override
    public boolean sessionPresent() {
        return known;
    }

    @Override
    public long mostBytes() {
        return welcome.mostBytes();
    }

    @Override
    public int mostInFlight() {
        return Math.max(1, welcome.mostInFlight() - UNCOUNTED);
    }

    /// The broker closes the connection when it has read our goodbye; that is waited for.
    @Override
    public void leave(Duration most) {
        leaving = true;
        long half = Math.max(1, most.toMillis() / 2);
        threads.newThread(() -> goodbye(half)).start();
        try {
            wire.awaitEnd(most);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void goodbye(long mostMs) {
        try {
            client.disconnectForcibly(mostMs, mostMs, MqttReturnCode.RETURN_CODE_SUCCESS,
                    new MqttProperties());
        } catch (MqttException _) {
            // gone already
        }
    }

    /// Not from a callback.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        over.set(true);
        awaitBegin();
        wire.stop();
        try {
            client.disconnectForcibly(0, 0, false);
            client.close(true);
        } catch (MqttException _) {
            // it is closed all the same
        }
        giveUp(new LinkException(Kind.AWAY, "the connection was closed"));
        threads.interrupt();
    }

    private void awaitBegin() {
        try {
            wire.awaitSpoken(MOST_TO_BEGIN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param goodbye the broker's reason, or what Paho says
    private void ended(LinkException goodbye) {
        over(goodbye.kind() == Kind.REFUSED ? goodbye : wire.fault(true).orElse(goodbye));
    }

    private void stumbled(Throwable why) {
        wire.stop();
        over(new LinkException(Kind.AWAY, "the broker sends what makes no sense (" + why + ")", why));
    }

    private void over(LinkException why) {
        if (over.getAndSet(true)) {
            return;
        }
        giveUp(new LinkException(Kind.AWAY, String.valueOf(why.getMessage()), why));
        if (!greeting.settle(Optional.of(why)) && greeting.isGood() && !leaving) {
            lost.accept(why);
        }
    }

    /// Nobody has refused these, whatever the broker's last word was.
    private void giveUp(LinkException why) {
        onTheirWay.forEach(delivery -> delivery.end(Optional.of(why)));
    }

    static MqttMessage toPaho(Message message) {
        var properties = new MqttProperties();
        message.expires().ifPresent(after -> properties.setMessageExpiryInterval(after.toSeconds()));
        if (message.correlation().hasRemaining()) {
            properties.setCorrelationData(bytes(message.correlation()));
        }
        return new MqttMessage(bytes(message.payload()), message.qos(), message.retained(), properties);
    }

    private static byte[] bytes(ByteBuffer from) {
        var bytes = new byte[from.remaining()];
        from.duplicate().get(bytes);
        return bytes;
    }
}
