package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkbox.mqtt.LinkException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A broker that lets us in and then lies. Nothing of it reaches the terminal, and no thread stays.
class PahoLiesTest {

    private static final Message WILL = new Message("box/status", ByteBuffer.allocate(0), 1, true,
            Optional.empty());

    private final BlockingQueue<LinkException> lost = new LinkedBlockingQueue<>();
    private final BlockingQueue<Incoming> incoming = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final PrintStream real = System.err;

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(terminal, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void nothingWasSaidAndNoThreadIsLeft() throws InterruptedException {
        System.setErr(real);
        assertEquals("", terminal.toString(StandardCharsets.UTF_8));
        PahoThreadCount.awaitNone();
    }

    @Test
    void aPacketOfTwoHundredMegabytesIsNotMadeRoomFor() throws Exception {
        lostBecauseOf("30 ff ff ff 7f", Kind.AWAY, "the broker sends a packet of more than 65536 bytes");
    }

    @Test
    void aLengthWithoutEndIsNotRead() throws Exception {
        lostBecauseOf("30 80 80 80 80 80 01", Kind.AWAY,
                "the broker sends a packet of more than 65536 bytes");
    }

    @Test
    void aMessageOfQualityTwoIsNotKept() throws Exception {
        lostBecauseOf("34 07 00 01 61 00 01 00 78", Kind.AWAY,
                "the broker sends with a quality of service nobody asked for");
    }

    @Test
    void anotherClientWithOurNameIsNamed() throws Exception {
        lostBecauseOf("e0 02 8e 00", Kind.REFUSED,
                "the broker ended the connection: 142, another client came with our client id");
    }

    @Test
    void aBrokerThatShutsDownSaysSo() throws Exception {
        lostBecauseOf("e0 02 8b 00", Kind.AWAY, "the broker ended the connection: 139, server shutting down");
    }

    @Test
    void aMessageThatEndsInTheMiddleOfItsTopicEndsTheConnection() throws Exception {
        assertEquals(Kind.AWAY, cause("30 03 00 ff 61").kind());
    }

    @Test
    void rubbishAfterTheWelcomeEndsTheConnectionOrIsRead() throws Exception {
        for (long seed = 0; seed < 5; seed++) {
            var rubbish = new byte[300];
            new SplittableRandom(seed).nextBytes(rubbish);
            byte[] all = ByteBuffer.allocate(305).put(LyingBroker.bytes(LyingBroker.WELCOME)).put(rubbish)
                    .array();
            try (var broker = new LyingBroker(all)) {
                connect(broker.port()).close();
            } catch (LinkException _) {
                // it came before we had read the welcome
            }
        }
    }

    @Test
    void aSubscriptionWithoutAnAnswerIsGivenUp() throws Exception {
        try (var broker = new LyingBroker(LyingBroker.bytes(LyingBroker.WELCOME));
                var link = connect(broker.port())) {
            assertEquals("no answer to SUBSCRIBE within 2 s", assertThrows(LinkException.class,
                    () -> link.subscribe(List.of("box/cmd/+"))).getMessage());
        }
    }

    @Test
    void aMessageThatIsNotTakenIsRefusedAndTheConnectionStays() throws Exception {
        for (String code : List.of("80", "83", "87", "90", "97", "99")) {
            try (var broker = new LyingBroker(LyingBroker.bytes(LyingBroker.WELCOME),
                    LyingBroker.bytes("40 04 00 01 " + code + " 00")); var link = connect(broker.port())) {
                assertEquals(Kind.REFUSED, landed(link).kind(), code);
                link.publish(WILL, _ -> {});
                assertEquals(List.of(), List.copyOf(lost));
            }
        }
    }

    @Test
    void aSubscriptionThatIsNotTakenIsRefusedAndTheConnectionStays() throws Exception {
        try (var broker = new LyingBroker(LyingBroker.bytes(LyingBroker.WELCOME),
                LyingBroker.bytes("90 04 00 01 00 83")); var link = connect(broker.port())) {
            LinkException why = assertThrows(LinkException.class,
                    () -> link.subscribe(List.of("box/cmd/+")));
            assertEquals("the broker does not let us listen to box/cmd/+: 131, not done here",
                    why.getMessage());
            assertEquals(Kind.REFUSED, why.kind());
            assertEquals(List.of(), List.copyOf(lost));
        }
    }

    @Test
    void nobodyHasRefusedWhatWasOnItsWayWhenTheBrokerSaidGoodbye() throws Exception {
        for (String code : List.of("8b", "8e", "97")) {
            try (var broker = new LyingBroker(LyingBroker.bytes(LyingBroker.WELCOME),
                    LyingBroker.bytes("e0 02 " + code + " 00")); var link = connect(broker.port())) {
                LinkException why = landed(link);
                assertEquals(Kind.AWAY, why.kind(), code);
                assertEquals(why.getMessage(), next().getMessage());
            }
        }
    }

    private static LinkException landed(Link link) throws LinkException, InterruptedException {
        BlockingQueue<Optional<LinkException>> done = new LinkedBlockingQueue<>();
        link.publish(WILL, done::add);
        Optional<LinkException> how = done.poll(10, TimeUnit.SECONDS);
        if (how == null || how.isEmpty()) {
            throw new AssertionError(how == null ? "no end within 10 s" : "it was taken");
        }
        return how.get();
    }

    private void lostBecauseOf(String packet, Kind kind, String why) throws Exception {
        LinkException cause = cause(packet);
        assertEquals(why, cause.getMessage());
        assertEquals(kind, cause.kind());
        assertEquals(List.of(), List.copyOf(lost));
    }

    /// The lie may come before we have read the welcome: then there is no connection that could be lost.
    private LinkException cause(String packet) throws Exception {
        try (var broker = new LyingBroker(LyingBroker.bytes(LyingBroker.WELCOME + packet));
                var _ = connect(broker.port())) {
            return next();
        } catch (LinkException e) {
            return e;
        }
    }

    private LinkException next() throws InterruptedException {
        LinkException next = lost.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("not lost within 10 s");
        }
        return next;
    }

    private Link connect(int port) throws LinkException, InterruptedException {
        return new PahoMaker(
                new BrokerAddress("127.0.0.1", port, Optional.empty(), "", Optional.empty(), "box-1"),
                Duration.ofSeconds(2)).connect(WILL, incoming::add, lost::add);
    }
}
