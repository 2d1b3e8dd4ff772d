package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Packets that pass and packets that do not, however they are cut.
class PacketGuardTest {

    private static final String WELCOME = "20 03 00 00 00 ";

    @Test
    void whatABrokerMaySendPassesUnchangedHoweverItIsRead() throws IOException {
        byte[] sent = ByteBuffer.allocate(9 + 4 + 65_500)
                .put(LyingBroker.bytes(WELCOME + "d0 00 d0 00"))
                .put(LyingBroker.bytes("32 dc ff 03")).put(new byte[65_500]).array();
        for (long seed = 0; seed < 20; seed++) {
            var random = new SplittableRandom(seed);
            var guard = new PacketGuard(new ByteArrayInputStream(sent));
            var got = new ByteArrayOutputStream();
            var chunk = new byte[4096];
            int n = 0;
            while (n >= 0) {
                n = random.nextInt(4) == 0
                        ? one(guard, chunk)
                        : guard.read(chunk, 0, random.nextInt(1, 4096));
                got.write(chunk, 0, Math.max(n, 0));
            }
            assertArrayEquals(sent, got.toByteArray(), "seed " + seed);
        }
    }

    @Test
    void whatItMustNotSendIsNotReadToItsEnd() {
        refused("", "48 54 54 50", "what answers there does not speak MQTT");
        refused("", "20 02 00 01", "the broker does not speak MQTT 5");
        refused(WELCOME, "00 00", "the broker sends what is not MQTT");
        refused(WELCOME, "34 03 00 01 61", "the broker sends with a quality of service nobody asked for");
        refused(WELCOME, "36 03 00 01 61", "the broker sends with a quality of service nobody asked for");
        refused(WELCOME, "30 81 80 04", "the broker sends a packet of more than 65536 bytes");
        refused(WELCOME, "30 ff ff ff ff", "the broker sends a packet of more than 65536 bytes");
    }

    private static void refused(String before, String packet, String why) {
        var guard = new PacketGuard(new ByteArrayInputStream(LyingBroker.bytes(before + packet)));
        assertEquals(why, assertThrows(LinkException.class, guard::readAllBytes).getMessage());
    }

    private static int one(PacketGuard guard, byte[] chunk) throws IOException {
        int b = guard.read();
        chunk[0] = (byte) b;
        return b < 0 ? -1 : 1;
    }
}
