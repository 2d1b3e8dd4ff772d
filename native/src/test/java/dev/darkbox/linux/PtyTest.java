package dev.darkbox.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.linux.Pty.Look;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PtyTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void everyByteGoesThroughBothWaysAsItIs() throws IOException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        try (Pty pty = Pty.open();
                var out = new FileOutputStream(pty.slave().toFile());
                var in = new FileInputStream(pty.slave().toFile())) {
            out.write(all);
            byte[] heard = new byte[300];
            assertEquals(Look.BYTES, pty.await(LIMIT));
            assertArrayEquals(all, Arrays.copyOf(heard, pty.read(heard)));
            assertEquals(0, pty.read(heard), "nothing is echoed, and nothing is waited for");
            assertEquals(all.length, pty.write(all));
            assertArrayEquals(all, in.readNBytes(all.length));
        }
    }

    @Test
    void whetherSomebodyHasItOpenIsSeen() throws IOException {
        try (Pty pty = Pty.open()) {
            byte[] heard = new byte[16];
            assertEquals(Look.NOBODY, pty.await(LIMIT));
            assertEquals(-1, pty.read(heard));
            for (int time = 0; time < 3; time++) {
                try (var out = new FileOutputStream(pty.slave().toFile())) {
                    assertEquals(Look.QUIET, pty.await(Duration.ofMillis(5)));
                    out.write(bytes("last word"));
                }
                assertEquals(Look.BYTES, pty.await(LIMIT), "what was said before it was closed is not lost");
                assertEquals("last word", new String(heard, 0, pty.read(heard), StandardCharsets.ISO_8859_1));
                assertEquals(Look.NOBODY, pty.await(LIMIT));
            }
        }
    }

    @Test
    void aReaderThatDoesNotReadIsNotWaitedFor() throws IOException {
        try (Pty pty = Pty.open(); var in = new FileInputStream(pty.slave().toFile())) {
            byte[] block = new byte[4096];
            long taken = 0;
            for (int n = pty.write(block); n > 0 && taken < 1 << 24; n = pty.write(block)) {
                taken += n;
            }
            assertTrue(taken > 0 && taken < 1 << 24, taken + " bytes taken");
            // the kernel moves what it took when it likes, and may take some more then
            assertEquals(0, in.read());
        }
    }

    @Test
    void closingHangsUpAndTheNameIsGone() throws IOException {
        Pty pty = Pty.open();
        try (var in = new FileInputStream(pty.slave().toFile())) {
            pty.close();
            pty.close();
            assertFalse(Files.exists(pty.slave()));
            int end;
            try {
                end = in.read();
            } catch (IOException _) {
                end = -1; // kernels differ: end of file, or an error
            }
            assertEquals(-1, end);
            assertThrows(IllegalStateException.class, () -> pty.read(new byte[1]));
        }
    }

    @Test
    void nothingIsLeftOpen() throws IOException {
        for (int i = 0; i < 100; i++) {
            Pty.open().close();
        }
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            assertEquals(0, descriptors.filter(PtyTest::isTerminal).count());
        }
    }

    private static boolean isTerminal(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.equals("/dev/ptmx") || target.equals("/dev/pts/ptmx");
        } catch (IOException _) {
            return false; // closed since it was listed
        }
    }
}
