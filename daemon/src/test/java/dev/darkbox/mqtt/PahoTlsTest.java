package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.mqtt.LinkException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TLS with a real broker: who is let in, and what each refusal is called.
class PahoTlsTest {

    private static final String HERE = "DNS:localhost,IP:127.0.0.1";
    private static final Message WILL = new Message("box/status", ByteBuffer.allocate(0), 1, true,
            Optional.empty());

    @TempDir
    private static Path keys;
    private static Authority ours;
    private static Authority theirs;
    private static Authority.Pair server;
    private static Authority.Pair client;
    private static Authority.Pair stranger;

    @TempDir
    private Path folder;

    @BeforeAll
    static void certificates() throws IOException, InterruptedException {
        ours = new Authority(keys, "ours");
        theirs = new Authority(keys, "theirs");
        server = ours.sign("server", HERE);
        client = ours.sign("box", "DNS:box");
        stranger = theirs.sign("stranger", "DNS:stranger");
    }

    @AfterEach
    void noThreadIsLeft() throws InterruptedException {
        PahoThreadCount.awaitNone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tlsv1.2", "tlsv1.3"})
    void aTrustedBrokerIsConnectedTo(String version) throws Exception {
        BlockingQueue<Incoming> incoming = new LinkedBlockingQueue<>();
        try (var broker = broker(server, version);
                var link = connect(broker, tls(ours), "localhost", incoming)) {
            link.subscribe(List.of("box/#"));
            link.publish(new Message("box/preview", ByteBuffer.allocate(60_000), 1, true, Optional.empty()),
                    _ -> {});
            Incoming echo = incoming.poll(10, TimeUnit.SECONDS);
            assertEquals(60_000, echo == null ? -1 : echo.payload().remaining());
        }
    }

    @Test
    void aBrokerSignedBySomebodyElseIsNotTrusted() throws Exception {
        try (var broker = broker(server, "tlsv1.3")) {
            refused(Kind.REFUSED, "the broker's certificate is not trusted: nobody in " + theirs.certificate()
                    + " has signed it", broker, tls(theirs), "localhost");
            refused(Kind.REFUSED,
                    "the broker's certificate is not trusted: no authority of the system has signed it",
                    broker, new BrokerAddress.Tls(Optional.empty(), Optional.empty(), Optional.empty()),
                    "localhost");
        }
    }

    @Test
    void aCertificateForAnotherHostIsNotTaken() throws Exception {
        try (var broker = broker(ours.sign("elsewhere", "DNS:broker.example"), "tlsv1.3")) {
            refused(Kind.REFUSED, "the broker's certificate is for another host name "
                    + "(No subject alternative DNS name matching localhost found.)", broker, tls(ours),
                    "localhost");
            refused(Kind.REFUSED, "the broker's certificate is for another host name "
                    + "(No subject alternative names matching IP address 127.0.0.1 found)", broker, tls(ours),
                    "127.0.0.1");
        }
    }

    @Test
    void anExpiredCertificateIsNotTaken() throws Exception {
        try (var broker = broker(ours.sign("old", HERE, "20200101000000Z", "20210101000000Z"), "tlsv1.3")) {
            LinkException why = thrown(broker, tls(ours), "localhost");
            assertTrue(
                    String.valueOf(why.getMessage())
                            .matches("the broker's certificate has expired \\(NotAfter: .*2021\\)"),
                    why::getMessage);
            assertEquals(Kind.REFUSED, why.kind());
        }
    }

    @Test
    void aCertificateOfTomorrowMakesUsAskForTheClock() throws Exception {
        try (var broker = broker(ours.sign("new", HERE, "20480101000000Z", "20490101000000Z"), "tlsv1.3")) {
            LinkException why = thrown(broker, tls(ours), "localhost");
            assertTrue(String.valueOf(why.getMessage()).matches(
                    "the broker's certificate is not valid yet \\(NotBefore: .*2048\\); is the clock right\\?"),
                    why::getMessage);
            assertEquals(Kind.AWAY, why.kind());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tlsv1.2", "tlsv1.3"})
    void ourCertificateLetsUsIn(String version) throws Exception {
        try (var broker = broker(server, version, "require_certificate true")) {
            connect(broker, tls(ours, client), "localhost", new LinkedBlockingQueue<>()).close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tlsv1.2", "tlsv1.3"})
    void aBrokerThatWantsACertificateSaysSo(String version) throws Exception {
        try (var broker = broker(server, version, "require_certificate true")) {
            refusedOrCut("the broker wants a client certificate", "no client certificate wanted?", broker,
                    tls(ours));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tlsv1.2", "tlsv1.3"})
    void aCertificateNobodyKnowsIsRefused(String version) throws Exception {
        try (var broker = broker(server, version, "require_certificate true")) {
            refusedOrCut("the broker refuses our client certificate (unknown_ca)",
                    "our client certificate known?",
                    broker, tls(ours, stranger));
        }
    }

    @Test
    void anExpiredCertificateOfOursIsRefused() throws Exception {
        try (var broker = broker(server, "tlsv1.3", "require_certificate true")) {
            refusedOrCut("the broker refuses our client certificate (certificate_expired)",
                    "our client certificate known?", broker,
                    tls(ours, ours.sign("tired", "DNS:box", "20200101000000Z", "20210101000000Z")));
        }
    }

    @Test
    void aPlainPortIsNoTlsPortAndTheOtherWayRound() throws Exception {
        try (var broker = Mosquitto.open(folder)) {
            refused(Kind.AWAY,
                    "the connection was closed during the TLS handshake; is TLS spoken there, and no client certificate wanted?",
                    broker, tls(ours), "localhost");
        }
        try (var broker = broker(server, "tlsv1.3")) {
            LinkException why = assertThrows(LinkException.class,
                    () -> new PahoMaker(broker.address("box-1")).connect(WILL, _ -> {}, _ -> {}).close());
            assertEquals("the broker closed the connection without a word; is TLS wanted there?",
                    why.getMessage());
        }
    }

    @Test
    void aServerThatKeepsSilentInTheHandshakeIsGivenUp() throws Exception {
        try (var broker = broker(server, "tlsv1.3"); var line = new TcpCut(broker.port())) {
            line.mode(TcpCut.Mode.SWALLOW);
            var address = new BrokerAddress("localhost", line.port(), Optional.of(tls(ours)), "",
                    Optional.empty(), "b");
            LinkException why = assertThrows(LinkException.class,
                    () -> new PahoMaker(address, Duration.ofMillis(700)).connect(WILL, _ -> {}, _ -> {})
                            .close());
            assertEquals("no end of the TLS handshake within 700 ms", why.getMessage());
        }
    }

    @Test
    void whatIsWrongWithAFileIsSaidWithItsName() throws Exception {
        Path missing = folder.resolve("missing.pem");
        Path rubbish = Files.writeString(folder.resolve("rubbish.pem"), "hello\n");
        Path damaged = Files.writeString(folder.resolve("damaged.pem"),
                Files.readString(server.certificate()).replaceFirst("MII[A-Za-z0-9+/]{20}", "MIIB"));
        Path encrypted = folder.resolve("encrypted.pem");
        Authority.convert(client.key(), encrypted, "pkcs8", "-topk8", "-passout", "pass:x");
        Path old = folder.resolve("old.pem");
        Authority.convert(client.key(), old, "ec");

        wrong("CA file " + missing + ": there is no such file", Optional.of(missing), client);
        wrong("CA file " + folder + ": it is a folder", Optional.of(folder), client);
        wrong("CA file " + rubbish + ": no certificate in it (-----BEGIN CERTIFICATE-----)",
                Optional.of(rubbish), client);
        wrong("CA file " + damaged + ": certificate 1 in it is damaged", Optional.of(damaged), client);
        wrong("certificate file " + missing + ": there is no such file",
                new Authority.Pair(missing, client.key()));
        wrong("key file " + missing + ": there is no such file",
                new Authority.Pair(client.certificate(), missing));
        wrong("key file " + rubbish + ": no key in it (-----BEGIN PRIVATE KEY-----)",
                new Authority.Pair(client.certificate(), rubbish));
        wrong("key file " + encrypted
                + ": the key is encrypted; convert it with openssl pkcs8 -topk8 -nocrypt",
                new Authority.Pair(client.certificate(), encrypted));
        wrong("key file " + old + ": the key is not in PKCS 8; convert it with openssl pkcs8 -topk8 -nocrypt",
                new Authority.Pair(client.certificate(), old));
        wrong("key file " + server.key() + ": the key does not belong to the certificate",
                new Authority.Pair(client.certificate(), server.key()));
        Path cut = Files.writeString(folder.resolve("cut.pem"),
                Files.readString(client.key()).replaceFirst("[A-Za-z0-9+/]{8}\n", "\n"));
        wrong("key file " + cut + ": the key is damaged, or not of the certificate's kind (EC)",
                new Authority.Pair(client.certificate(), cut));
    }

    private void wrong(String why, Authority.Pair own) throws IOException {
        wrong(why, Optional.of(ours.certificate()), own);
    }

    private static void wrong(String why, Optional<Path> ca, Authority.Pair own) throws IOException {
        var address = new BrokerAddress("localhost", 1, Optional.of(new BrokerAddress.Tls(ca,
                Optional.of(own.certificate()), Optional.of(own.key()))), "", Optional.empty(), "box-1");
        LinkException thrown = assertThrows(LinkException.class,
                () -> new PahoMaker(address).connect(WILL, _ -> {}, _ -> {}).close());
        assertEquals(why, thrown.getMessage());
        assertEquals(Kind.REFUSED, thrown.kind());
    }

    private Mosquitto broker(Authority.Pair own, String version, String... lines) throws Exception {
        return Mosquitto.start(folder, "allow_anonymous true", "cafile " + ours.certificate(),
                "certfile " + own.certificate(), "keyfile " + own.key(), "tls_version " + version,
                String.join("\n", lines));
    }

    private static void refused(Kind kind, String why, Mosquitto broker, BrokerAddress.Tls tls, String host) {
        LinkException thrown = thrown(broker, tls, host);
        assertEquals(why, thrown.getMessage());
        assertEquals(kind, thrown.kind(), why);
    }

    /// The broker may close the connection while we still write; then its reason is lost, and we can only ask.
    private static void refusedOrCut(String why, String question, Mosquitto broker, BrokerAddress.Tls tls) {
        LinkException thrown = thrown(broker, tls, "localhost");
        if (thrown.kind() == Kind.AWAY) {
            assertEquals(
                    "the connection was closed during the TLS handshake; is TLS spoken there, and "
                            + question,
                    thrown.getMessage());
        } else {
            assertEquals(why, thrown.getMessage());
        }
    }

    private static LinkException thrown(Mosquitto broker, BrokerAddress.Tls tls, String host) {
        return assertThrows(LinkException.class,
                () -> connect(broker, tls, host, new LinkedBlockingQueue<>()).close());
    }

    private static Link connect(Mosquitto broker, BrokerAddress.Tls tls, String host,
            BlockingQueue<Incoming> incoming) throws LinkException, InterruptedException {
        return new PahoMaker(
                new BrokerAddress(host, broker.port(), Optional.of(tls), "", Optional.empty(), "box-1"))
                .connect(WILL, incoming::add, _ -> {});
    }

    private static BrokerAddress.Tls tls(Authority ca) {
        return new BrokerAddress.Tls(Optional.of(ca.certificate()), Optional.empty(), Optional.empty());
    }

    private static BrokerAddress.Tls tls(Authority ca, Authority.Pair own) {
        return new BrokerAddress.Tls(Optional.of(ca.certificate()), Optional.of(own.certificate()),
                Optional.of(own.key()));
    }
}
