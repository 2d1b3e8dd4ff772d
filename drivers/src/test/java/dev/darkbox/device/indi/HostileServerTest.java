package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bytes that no XML parser would take, over a real socket, cut anywhere: the connection lives, and the next message is
/// read.
class HostileServerTest {

    private static final int MUTANTS = 200;

    private final ServerSocket listener;
    private final IndiConnection connection;
    private Socket control = new Socket();
    private Socket frames = new Socket();

    HostileServerTest() throws IOException {
        listener = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
        connection = IndiConnection.to("127.0.0.1", listener.getLocalPort(), ScriptedServer.PACE);
    }

    /// The control connection is the one that begins with a bare `getProperties`; the other says nothing.
    @BeforeEach
    void accept() throws Exception {
        Socket one = listener.accept();
        Socket other = listener.accept();
        assertTrue(connection.awaitUp(Duration.ofSeconds(5)));
        boolean isControl = one.getInputStream().available() > 0;
        control = isControl ? one : other;
        frames = isControl ? other : one;
        control.setTcpNoDelay(true);
        control.setSoTimeout(10_000);
        assertEquals("<getProperties version='1.7'/>\n", heardUpTo("/>\n"));
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        control.close();
        frames.close();
        listener.close();
    }

    private String heardUpTo(String end) throws IOException {
        var heard = new StringBuilder();
        while (heard.indexOf(end) < 0) {
            int c = control.getInputStream().read();
            assertTrue(c >= 0, "the client hung up after " + heard);
            heard.append((char) c);
        }
        return heard.toString();
    }

    private void send(byte[] bytes, int from, int to) throws IOException {
        control.getOutputStream().write(bytes, from, to - from);
    }

    /// A hostile stream that ends between two messages, whole.
    private static byte[] hostile() throws IOException {
        var stream = new ByteArrayOutputStream();
        stream.writeBytes(new byte[]{0, (byte) 0xff, '<', '<', '&', 1});
        stream.writeBytes("<message device='D' message='caf".getBytes(StandardCharsets.US_ASCII));
        stream.writeBytes(new byte[]{(byte) 0xe9, 0, 7, (byte) 0xe2, (byte) 0x82});
        stream.writeBytes("'/><setTextVector device='D'><oneText></wrong><?xml?><![CDATA[x]]></defTextVector>"
                .getBytes(StandardCharsets.US_ASCII));
        if (System.getProperty("darkbox.indi-captures") != null
                && java.nio.file.Files
                        .isDirectory(java.nio.file.Path.of(System.getProperty("darkbox.indi-captures")))) {
            stream.writeBytes(Transcript.capture("hostile-bytes-fake-driver.xml"));
        }
        return stream.toByteArray();
    }

    @Test
    void aStreamThatIsNoXmlMayBeCutAtEveryPosition() throws Exception {
        byte[] hostile = hostile();
        for (int position = 0; position <= hostile.length; position++) {
            send(hostile, 0, position);
            send(hostile, position, hostile.length);
            ask(String.valueOf(position));
            assertEquals("<pingReply uid='" + position + "'/>", heardUpTo("/>").strip());
        }
        assertEquals(0, connection.losses(), connection.lastLoss());
        // what was understood is what a reader of the whole understands
        var once = new PropertyStore();
        new Tokenizer(new MessageReader(once::apply, _ -> BlobReceiver.NOWHERE)).feed(hostile, 0,
                hostile.length);
        assertEquals(once.devices(), connection.store().devices());
        for (String device : once.devices()) {
            assertEquals(texts(once, device), texts(connection.store(), device));
        }
    }

    private static List<String> texts(PropertyStore store, String device) {
        return store.all(device).stream().map(v -> v.name() + v.state() + v.members()).toList();
    }

    @Test
    void damagedStreamsCostTheirMessagesAndNotTheConnection() throws Exception {
        byte[] generated = Mutant.generated();
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = Mutant.of(List.of(generated), new SplittableRandom(i));
            int cut = new SplittableRandom(i).nextInt(mutant.length + 1);
            send(mutant, 0, cut);
            send(mutant, cut, mutant.length);
            // one ping may be swallowed by what is open; the limit of a comment is the longest way out
            String uid = "m" + i;
            ask(uid);
            if (!isAnswered(uid, 50)) {
                byte[] pings = "<pingRequest uid='%s'/>\n".formatted(uid).repeat(3000)
                        .getBytes(StandardCharsets.US_ASCII);
                assertTrue(pings.length > Tokenizer.VALUE_LIMIT_BYTES);
                send(pings, 0, pings.length);
                assertTrue(isAnswered(uid, 10_000), "mutant " + i + " swallows everything");
            }
        }
        assertEquals(0, connection.losses(), connection.lastLoss());
    }

    private void ask(String uid) throws IOException {
        byte[] ping = "<pingRequest uid='%s'/>\n".formatted(uid).getBytes(StandardCharsets.US_ASCII);
        send(ping, 0, ping.length);
    }

    /// Whether an answer to this ping came; those to pings that a mutant made are skipped.
    private boolean isAnswered(String uid, int limitMillis) throws IOException {
        control.setSoTimeout(limitMillis);
        try {
            while (true) {
                if (heardUpTo("/>").contains("uid='" + uid + "'")) {
                    return true;
                }
            }
        } catch (java.net.SocketTimeoutException _) {
            return false;
        } finally {
            control.setSoTimeout(10_000);
        }
    }

    @Test
    void aServerThatDefinesWithoutEndIsHeardUpToALimitAndStillObeyed() throws Exception {
        byte[] noise = new byte[32];
        Arrays.fill(noise, (byte) 'x');
        String text = new String(noise, StandardCharsets.US_ASCII).repeat(1000);
        for (int i = 0; i < 20_000; i++) {
            byte[] definition = "<defTextVector device='D%d' name='P%d' perm='rw'><defText name='a'>%s</defText></defTextVector>"
                    .formatted(i % 300, i, i % 16 == 0 ? text : "").getBytes(StandardCharsets.US_ASCII);
            send(definition, 0, definition.length);
        }
        ask("end");
        heardUpTo("uid='end'/>");
        PropertyStore store = connection.store();
        assertEquals(PropertyStore.DEVICE_LIMIT, store.devices().size());
        assertTrue(store.weight() <= PropertyStore.LIMIT_BYTES, "store of " + store.weight());
        assertTrue(store.ignored() > 2000, store.ignored() + " ignored");
        assertEquals(0, connection.losses(), connection.lastLoss());
        assertTrue(new IndiDevice(connection, "D0").set("P0", "a", 1).toString()
                .startsWith("Rejected[reason=P0 is a TEXT"));
    }
}
