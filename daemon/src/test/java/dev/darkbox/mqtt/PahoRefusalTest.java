package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkbox.mqtt.LinkException.Kind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ways not to be let in, without TLS: one line each, and nothing stays behind.
class PahoRefusalTest {

    private static final Message WILL = new Message("box/status", ByteBuffer.allocate(0), 1, true,
            Optional.empty());

    private static final Duration SHORT = Duration.ofMillis(700);

    @TempDir
    private Path folder;

    @AfterEach
    void noThreadIsLeft() throws InterruptedException {
        PahoThreadCount.awaitNone();
    }

    @Test
    void nobodyListens() throws Exception {
        refused(Kind.AWAY, "connection refused: no broker listens there",
                address("127.0.0.1", Mosquitto.freePort()));
    }

    @Test
    void theNameIsUnknown() {
        refused(Kind.AWAY, "unknown host name", address("no_such_host.invalid", 1883));
    }

    @Test
    void theServerClosesAtOnceTwentyTimes() throws Exception {
        try (var line = new TcpCut(1)) {
            line.mode(TcpCut.Mode.SLAM);
            try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<?> one : all.invokeAll(Collections.nCopies(20, Executors.callable(
                        () -> refused(Kind.AWAY,
                                "the broker closed the connection without a word; is TLS wanted there?",
                                address("127.0.0.1", line.port())))))) {
                    one.get();
                }
            }
            assertEquals(20, line.accepted());
        }
    }

    @Test
    void theServerSaysNothing() throws Exception {
        try (var broker = Mosquitto.open(folder); var line = new TcpCut(broker.port())) {
            line.mode(TcpCut.Mode.SWALLOW);
            refused(Kind.AWAY, "no answer to CONNECT within 700 ms", address("127.0.0.1", line.port()),
                    SHORT);
        }
    }

    @Test
    void nobodyAnswersAtAll() throws Exception {
        try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var _ = new Socket(busy.getInetAddress(), busy.getLocalPort());
                var _ = new Socket(busy.getInetAddress(), busy.getLocalPort())) {
            refused(Kind.AWAY, "no answer within 700 ms", address("127.0.0.1", busy.getLocalPort()), SHORT);
        }
    }

    @Test
    void theUserIsUnknownOrThePasswordWrongOrMissing() throws Exception {
        String why = "the broker does not let us in: wrong user, password or client certificate (135, not authorised)";
        Path right = Files.writeString(folder.resolve("right"), "secret\n");
        Path wrong = Files.writeString(folder.resolve("wrong"), "guess\n");
        try (var broker = Mosquitto.start(folder, "allow_anonymous false",
                Mosquitto.passwords(folder, "box", "secret"))) {
            refused(Kind.REFUSED, why, address(broker, "box", Optional.of(wrong)));
            refused(Kind.REFUSED, why, address(broker, "nobody", Optional.of(right)));
            refused(Kind.REFUSED, why, address(broker, "", Optional.empty()));
            connect(address(broker, "box", Optional.of(right)), PahoMaker.LIMIT).close();
        }
    }

    @Test
    void thePasswordFileIsNoGood() throws Exception {
        int port = Mosquitto.freePort();
        Path missing = folder.resolve("missing");
        Path empty = Files.writeString(folder.resolve("empty"), "\nsecond line\n");
        Path large = Files.write(folder.resolve("large"), new byte[2 << 20]);
        refused(Kind.REFUSED, "password file " + missing + ": there is no such file",
                password(port, missing));
        refused(Kind.REFUSED, "password file " + folder + ": it is a folder", password(port, folder));
        refused(Kind.REFUSED, "password file " + empty + ": its first line has 0 bytes; allowed: 1..65535",
                password(port, empty));
        refused(Kind.REFUSED, "password file " + large + ": larger than 1048576 bytes",
                password(port, large));
    }

    @Test
    void theBrokerSpeaksOnlyMqtt3() throws Exception {
        try (var broker = new LyingBroker(LyingBroker.bytes("20 02 00 01"))) {
            refused(Kind.REFUSED, "the broker does not speak MQTT 5", address("127.0.0.1", broker.port()));
        }
    }

    @Test
    void theServerIsNoBroker() throws Exception {
        try (var broker = new LyingBroker(
                "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
            refused(Kind.REFUSED, "what answers there does not speak MQTT",
                    address("127.0.0.1", broker.port()));
        }
    }

    @Test
    void theBrokerSaysWhyNot() throws Exception {
        record No(int code, Kind kind, String why) {}
        No[] noes = {
            new No(133, Kind.REFUSED, "133, client id not allowed"),
            new No(136, Kind.AWAY, "136, server unavailable"),
            new No(138, Kind.REFUSED, "138, banned"),
            new No(159, Kind.AWAY, "159, too many connections"),
            new No(128, Kind.AWAY, "128, no reason given"),
        };
        for (No no : noes) {
            try (var broker = new LyingBroker(LyingBroker.bytes("20 03 00 %02x 00".formatted(no.code)))) {
                refused(no.kind, "the broker does not let us in: " + no.why,
                        address("127.0.0.1", broker.port()));
            }
        }
    }

    private static void refused(Kind kind, String why, BrokerAddress address) {
        refused(kind, why, address, PahoMaker.LIMIT);
    }

    private static void refused(Kind kind, String why, BrokerAddress address, Duration limit) {
        LinkException thrown = assertThrows(LinkException.class, () -> connect(address, limit).close());
        assertEquals(why, thrown.getMessage());
        assertEquals(kind, thrown.kind(), thrown.getMessage());
    }

    private static Link connect(BrokerAddress address, Duration limit)
            throws LinkException, InterruptedException {
        return new PahoMaker(address, limit).connect(WILL, _ -> {}, _ -> {});
    }

    private static BrokerAddress address(String host, int port) {
        return new BrokerAddress(host, port, Optional.empty(), "", Optional.empty(), "box-1");
    }

    private static BrokerAddress address(Mosquitto broker, String user, Optional<Path> password) {
        return new BrokerAddress("127.0.0.1", broker.port(), Optional.empty(), user, password, "box-1");
    }

    private static BrokerAddress password(int port, Path file) {
        return new BrokerAddress("127.0.0.1", port, Optional.empty(), "box", Optional.of(file), "box-1");
    }
}
