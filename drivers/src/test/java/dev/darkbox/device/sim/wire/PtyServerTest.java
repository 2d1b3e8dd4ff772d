package dev.darkbox.device.sim.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Time;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PtyServerTest {

    private static final long LIMIT_NANOS = 10_000_000_000L;

    @TempDir
    private Path folder;

    private static void await(String what, BooleanSupplier happened) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!happened.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "in vain: " + what);
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static PtyServer serve(Path link) throws IOException {
        Time time = Time.system();
        WireBox box = Boxes.make("flip-flat", Duration.ofMillis(200), 1, time.now());
        return PtyServer.serve(box, Optional.of(link), time);
    }

    /// Asks, and reads one line.
    private static String ask(RandomAccessFile port, String request) throws IOException {
        port.write(request.getBytes(StandardCharsets.ISO_8859_1));
        return port.readLine();
    }

    @Test
    void aClientTalksToTheBoxThroughALink() throws IOException {
        Path link = folder.resolve("cap");
        try (PtyServer server = serve(link)) {
            assertEquals(link, server.port());
            try (var port = new RandomAccessFile(link.toFile(), "rw")) {
                assertEquals("*P99OOO", ask(port, ">POOO\r"));
                assertEquals("*S99002", ask(port, ">SOOO\r"));
                assertEquals("*C99OOO", ask(port, ">COOO\r"));
                await("shut", () -> server.truth().openPart() == 0);
                assertEquals("*S99001", ask(port, ">SOOO\r"));
                assertTrue(server.hasClient());
            }
            await("closed", () -> !server.hasClient());
        }
        assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void openingThePortIsToldToTheBox() throws IOException {
        try (PtyServer server = serve(folder.resolve("cap"))) {
            server.fail(WireFault.RESET_ON_OPEN);
            try (var port = new RandomAccessFile(server.port().toFile(), "rw")) {
                await("opened", server::hasClient);
                port.write(">POOO\r".getBytes(StandardCharsets.ISO_8859_1));
                await("heard", () -> server.wire().lastWord().isEmpty()
                        && server.wire().entries().toString().contains(">POOO"));
                assertEquals(Optional.empty(), server.wire().lastWord(), "it boots");
            }
        }
    }

    @Test
    void anUnpluggedPortVanishesAndComesBackAtItsLink() throws IOException {
        Path link = folder.resolve("cap");
        try (PtyServer server = serve(link)) {
            var port = new RandomAccessFile(link.toFile(), "rw");
            assertEquals("*P99OOO", ask(port, ">POOO\r"));
            server.fail(WireFault.UNPLUG);
            await("gone", () -> !Files.exists(link, LinkOption.NOFOLLOW_LINKS));
            assertThrows(IOException.class, () -> {
                port.write('x');
                port.write('y');
            });
            port.close();
            server.mend();
            await("back", () -> Files.exists(link));
            try (var again = new RandomAccessFile(link.toFile(), "rw")) {
                assertEquals("*P99OOO", ask(again, ">POOO\r"));
            }
        }
    }

    @Test
    void whatIsNoLinkIsNotReplacedAndAnOldLinkIs() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        var e = assertThrows(IOException.class, () -> serve(file));
        assertEquals(file + ": is there and no link, not replaced", e.getMessage());
        Path stale = Files.createSymbolicLink(folder.resolve("stale"), Path.of("/dev/pts/of-yesterday"));
        try (PtyServer server = serve(stale)) {
            assertTrue(Files.exists(server.port()));
        }
    }

    @Test
    void aClientThatNeverReadsDoesNotStopTheBox() throws IOException {
        try (PtyServer server = serve(folder.resolve("cap"));
                var port = new RandomAccessFile(server.port().toFile(), "rw")) {
            byte[] many = ">POOO\r".repeat(200).getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < 100; i++) {
                port.write(many);
            }
            await("told", () -> server.wire().entries().toString().contains("bytes lost"));
            port.write("\r>COOO\r".getBytes(StandardCharsets.ISO_8859_1));
            await("shut", () -> server.truth().openPart() == 0);
        }
    }

    @Test
    void nothingIsLeftWhenItIsClosed() throws IOException {
        for (int i = 0; i < 20; i++) {
            serve(folder.resolve("cap")).close();
        }
        assertEquals(0, Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("pty-")).count());
    }
}
