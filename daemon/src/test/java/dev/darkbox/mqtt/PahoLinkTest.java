package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.mqtt.LinkException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A link to a real broker, from its beginning to its ends.
class PahoLinkTest {

    private static final Message WILL = message("box/status", "offline", 1, true);
    private static final Set<String> GONE = Set.of("the broker closed the connection",
            "the connection broke: Connection reset");
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    private final BlockingQueue<Incoming> incoming = new LinkedBlockingQueue<>();
    private final BlockingQueue<LinkException> lost = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<LinkException>> done = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    @AfterEach
    void noThreadIsLeft() throws InterruptedException {
        PahoThreadCount.awaitNone();
    }

    @Test
    void aKeptMessageIsThereForWhoComesLater() throws Exception {
        try (var broker = Mosquitto.open(folder); var link = connect(broker.port())) {
            send(link, message("box/state", "{\"n\":1}", 1, true));
            assertEquals(Optional.empty(), next(done));
            try (Ear ear = broker.listen("box/#")) {
                assertEquals(List.of("1 box/state {\"n\":1}"), ear.await(1));
            }
            assertTrue(link.mostBytes() > 200_000, () -> "mostBytes " + link.mostBytes());
            assertEquals(18, link.mostInFlight());
        }
    }

    @Test
    void aMentionIsSentAndToldWhoListens() throws Exception {
        try (var broker = Mosquitto.open(folder);
                var link = connect(broker.port());
                Ear ear = broker.listen("box/#")) {
            send(link, message("box/log", "line", 0, false));
            assertEquals(Optional.empty(), next(done));
            ear.await("0 box/log line");
        }
    }

    @Test
    void aMessageExpiresAtTheBroker() throws Exception {
        try (var broker = Mosquitto.open(folder);
                var link = connect(broker.port());
                Ear ear = broker.listenAs("%t %E", "box/#")) {
            link.publish(new Message("box/event", text("x"), 1, false, Optional.of(Duration.ofHours(1))),
                    done::add);
            ear.await("box/event 3600");
        }
    }

    @Test
    void aPictureArrivesWhole() throws Exception {
        try (var broker = Mosquitto.open(folder);
                var link = connect(broker.port());
                Ear ear = broker.listenAs("%t %l", "box/#")) {
            link.publish(new Message("box/preview", ByteBuffer.allocate(200_000), 1, true, Optional.empty()),
                    done::add);
            assertEquals(Optional.empty(), next(done));
            ear.await("box/preview 200000");
        }
    }

    @Test
    void aCommandArrivesWithEverythingThatBelongsToIt() throws Exception {
        try (var broker = Mosquitto.open(folder); var link = connect(broker.port())) {
            link.subscribe(List.of("box/cmd/+", "home/status"));
            broker.publish("box/cmd/abort", "{}", false, "-D", "publish", "response-topic", "box/reply/1",
                    "-D", "publish", "correlation-data", "abc");
            Incoming command = next(incoming);
            assertEquals("box/cmd/abort", command.topic());
            assertEquals(text("{}"), command.payload());
            assertEquals(Optional.of("box/reply/1"), command.replyTo());
            assertEquals(text("abc"), command.correlation());
            assertEquals(false, command.retained());

            broker.publish("home/status", "online", false);
            assertEquals(
                    new Incoming("home/status", text("online"), false, Optional.empty(),
                            ByteBuffer.allocate(0)),
                    next(incoming));
        }
    }

    @Test
    void aCommandThatStaysWithTheBrokerIsSeenAsThatTheFirstTimeAlready() throws Exception {
        try (var broker = Mosquitto.open(folder); var link = connect(broker.port())) {
            broker.publish("box/cmd/refresh", "old", true);
            link.subscribe(List.of("box/cmd/+"));
            assertTrue(next(incoming).retained());
            broker.publish("box/cmd/refresh", "new", true);
            assertTrue(next(incoming).retained());
        }
    }

    @Test
    void aCommandLargerThanSixtyFourKilobytesNeverArrives() throws Exception {
        try (var broker = Mosquitto.open(folder); var link = connect(broker.port())) {
            link.subscribe(List.of("box/cmd/+"));
            broker.publish("box/cmd/large", Files.write(folder.resolve("large"), new byte[70_000]));
            broker.publish("box/cmd/small", "{}", false);
            assertEquals("box/cmd/small", next(incoming).topic());
            assertEquals(List.of(), List.copyOf(lost));
        }
    }

    @Test
    void manyMessagesAllArrive() throws Exception {
        int count = 2000;
        // else the broker drops what a slow listener has not taken
        try (var broker = Mosquitto.start(folder, "allow_anonymous true", "max_queued_messages 0");
                var link = connect(broker.port());
                Ear ear = broker.listen("box/#")) {
            int open = 0;
            for (int i = 0; i < count; i++) {
                if (open == 16) {
                    assertEquals(Optional.empty(), next(done));
                    open--;
                }
                send(link, message("box/n" + i % 20, String.valueOf(i), 1, false));
                open++;
            }
            assertEquals(count, ear.await(count).size());
        }
    }

    @Test
    void moreThanTheBrokerTakesAtOnceIsSaidAndNotSent() throws Exception {
        try (var broker = Mosquitto.open(folder); var link = connect(broker.port())) {
            broker.freeze();
            for (int i = 0; i <= link.mostInFlight(); i++) {
                send(link, message("box/n", String.valueOf(i), 1, false));
            }
            assertEquals("box/n: 18 messages are on their way already",
                    next(done).orElseThrow().getMessage());
            broker.thaw();
            for (int i = 0; i < link.mostInFlight(); i++) {
                assertEquals(Optional.empty(), next(done));
            }
        }
    }

    @Test
    void aMessageLargerThanTheBrokerTakesIsSaidAndNotSent() throws Exception {
        try (var broker = Mosquitto.start(folder, "allow_anonymous true", "max_packet_size 2000");
                var link = connect(broker.port())) {
            assertEquals(2000, link.mostBytes());
            link.publish(new Message("box/preview", ByteBuffer.allocate(2000), 1, true, Optional.empty()),
                    done::add);
            LinkException why = next(done).orElseThrow();
            assertEquals("box/preview: 2043 bytes are more than the 2000 the broker takes", why.getMessage());
            assertEquals(Kind.REFUSED, why.kind());
            link.publish(new Message("box/preview", ByteBuffer.allocate(1900), 1, true, Optional.empty()),
                    done::add);
            assertEquals(Optional.empty(), next(done));
        }
    }

    @Test
    void aTopicTheAccessListForbidsIsRefused() throws Exception {
        try (var broker = Mosquitto.start(folder, "allow_anonymous true",
                Mosquitto.accessList(folder, "topic readwrite box/#\n")); var link = connect(broker.port())) {
            send(link, message("other/state", "x", 1, true));
            LinkException why = next(done).orElseThrow();
            assertEquals(
                    "the broker does not take other/state: 135, not authorised; its access list must allow "
                            + "writing there",
                    why.getMessage());
            assertEquals(Kind.REFUSED, why.kind());
            send(link, message("box/state", "x", 1, true));
            assertEquals(Optional.empty(), next(done));
        }
    }

    @Test
    void whoLeavesIsNotMourned() throws Exception {
        try (var broker = Mosquitto.open(folder);
                Ear ear = broker.listen("box/#");
                var link = connect(broker.port())) {
            send(link, message("box/status", "stopped", 1, true));
            next(done);
            link.leave(TWO_SECONDS);
            broker.awaitLog("Received DISCONNECT from box-1");
            assertEquals(List.of("0 box/status stopped"), ear.heard());
            assertEquals(List.of(), List.copyOf(lost));
        }
    }

    @Test
    void whoLeavesAFrozenBrokerIsNotHeldUpAndLeavesNoThread() throws Exception {
        try (var broker = Mosquitto.open(folder)) {
            try (var link = connect(broker.port())) {
                broker.freeze();
                var large = new Message("box/preview", ByteBuffer.allocate(8_000_000), 1, true,
                        Optional.empty());
                link.publish(large, done::add);
                long start = System.nanoTime();
                link.leave(Duration.ofMillis(300));
                long tookMs = (System.nanoTime() - start) / 1_000_000;
                assertTrue(tookMs < 3000, () -> "leaving took " + tookMs + " ms");
            }
            String why = next(done).orElseThrow().getMessage();
            // which of the two depends on whether the network or the goodbye gives up first
            assertTrue(List.of("the connection was closed", "the connection is gone").contains(why), why);
            PahoThreadCount.awaitNone();
        }
    }

    @Test
    void aKilledBrokerIsLostOnceAndWhatWasOnItsWayToo() throws Exception {
        try (var broker = Mosquitto.open(folder); var link = connect(broker.port())) {
            broker.freeze();
            send(link, message("box/state", "x", 1, true));
            broker.kill();
            LinkException why = next(lost);
            assertEquals(Kind.AWAY, why.kind());
            assertTrue(GONE.contains(why.getMessage()), why::getMessage);
            assertEquals(Kind.AWAY, next(done).orElseThrow().kind());
            assertThrows(LinkException.class, () -> send(link, message("box/state", "y", 1, true)));
            assertEquals(List.of(), List.copyOf(lost));
        }
    }

    @Test
    void aCutLineIsLost() throws Exception {
        try (var broker = Mosquitto.open(folder);
                var line = new TcpCut(broker.port());
                var link = connect(line.port())) {
            line.cut();
            LinkException why = next(lost);
            assertTrue(GONE.contains(why.getMessage()), why::getMessage);
            assertThrows(LinkException.class, () -> link.subscribe(List.of("box/cmd/+")));
        }
    }

    @Test
    void anotherClientWithOurNameEndsTheConnection() throws Exception {
        try (var broker = Mosquitto.open(folder);
                var first = connect(broker.port());
                var second = connect(broker.port())) {
            assertEquals("the broker closed the connection", next(lost).getMessage());
            send(second, message("box/state", "x", 1, true));
            assertEquals(Optional.empty(), next(done));
            assertThrows(LinkException.class, () -> send(first, message("box/state", "x", 1, true)));
        }
    }

    @Test
    @Tag("slow")
    void aFrozenBrokerIsNoticedWithinAMinute() throws Exception {
        try (var broker = Mosquitto.open(folder); var link = connect(broker.port())) {
            broker.freeze();
            LinkException why = lost.poll(60, TimeUnit.SECONDS);
            assertEquals("the broker does not answer any more",
                    String.valueOf(why == null ? null : why.getMessage()));
            assertThrows(LinkException.class, () -> send(link, message("box/state", "x", 1, true)));
        }
    }

    private Link connect(int port) throws LinkException, InterruptedException {
        return new PahoMaker(
                new BrokerAddress("127.0.0.1", port, Optional.empty(), "", Optional.empty(), "box-1"))
                .connect(WILL, incoming::add, lost::add);
    }

    private void send(Link link, Message message) throws LinkException {
        link.publish(message, done::add);
    }

    private static Message message(String topic, String payload, int qos, boolean retained) {
        return new Message(topic, text(payload), qos, retained, Optional.empty());
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came within 10 s");
        }
        return next;
    }
}
