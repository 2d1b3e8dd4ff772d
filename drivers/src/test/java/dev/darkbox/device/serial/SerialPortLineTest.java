package dev.darkbox.device.serial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FileHolders;
import dev.darkbox.linux.Pty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The library on real pseudo-terminals.
@Timeout(60)
class SerialPortLineTest {

    private static final PortProfile PROFILE = PortProfile.of(9600);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private static ByteLine open(Path place) throws DeviceException, InterruptedException {
        return SerialPorts.opener(Duration.ofSeconds(5)).open(place.toString(), PROFILE);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Reads until that many bytes came.
    private static byte[] read(ByteLine line, int count) throws Exception {
        byte[] all = new byte[count];
        byte[] piece = new byte[64];
        long deadline = System.nanoTime() + LIMIT.toNanos();
        for (int at = 0; at < count;) {
            assertTrue(System.nanoTime() < deadline, at + " of " + count + " bytes came");
            int n = line.read(piece);
            System.arraycopy(piece, 0, all, at, Math.min(n, count - at));
            at += n;
        }
        return all;
    }

    private static byte[] heard(Pty pty, int count) throws IOException {
        byte[] all = new byte[0];
        byte[] piece = new byte[512];
        while (all.length < count && pty.await(LIMIT) == Pty.Look.BYTES) {
            int n = pty.read(piece);
            int had = all.length;
            all = Arrays.copyOf(all, had + n);
            System.arraycopy(piece, 0, all, had, n);
        }
        return all;
    }

    @Test
    void bytesPassBothWaysAsTheyAre() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        try (Pty pty = Pty.open(); ByteLine line = open(pty.slave())) {
            line.write(all);
            assertArrayEquals(all, heard(pty, all.length));
            assertEquals(all.length, pty.write(all));
            assertArrayEquals(all, read(line, all.length));
        }
    }

    @Test
    void silenceEndsEachReadAndBreaksNothing() throws Exception {
        try (Pty pty = Pty.open(); ByteLine line = open(pty.slave())) {
            byte[] into = new byte[16];
            long began = System.nanoTime();
            for (int i = 0; i < 30; i++) {
                assertEquals(0, line.read(into));
            }
            assertTrue(System.nanoTime() - began >= 1_500_000_000L, "it waits, it does not spin");
            pty.write(bytes("hello"));
            assertArrayEquals(bytes("hello"), read(line, 5));
        }
    }

    @Test
    void whatCameBeforeIsThrownAwayAndWhatComesAfterIsNot() throws Exception {
        try (Pty pty = Pty.open(); ByteLine line = open(pty.slave())) {
            pty.write(bytes("booting, please wait\r\n".repeat(10))); // the kernel passes so much on at once
            assertEquals('b', read(line, 1)[0]);
            line.discard();
            assertEquals(0, line.read(new byte[16]));
            pty.write(bytes("ready"));
            assertArrayEquals(bytes("ready"), read(line, 5));
        }
    }

    @Test
    void aPortThatIsUnpluggedInTheMiddleOfAWaitIsLost() throws Exception {
        Pty pty = Pty.open();
        String place = pty.slave().toString();
        try (ByteLine line = open(pty.slave())) {
            Thread cutter = Thread.ofPlatform().start(() -> {
                LockSupport.parkNanos(150_000_000);
                pty.close();
            });
            var e = assertThrows(DeviceException.Lost.class, () -> {
                for (int i = 0; i < 300; i++) {
                    assertEquals(0, line.read(new byte[16]));
                }
            });
            assertEquals(place + ": connection lost: read failed", e.getMessage());
            cutter.join();
            assertThrows(DeviceException.Lost.class, () -> line.read(new byte[16]));
            assertThrows(DeviceException.Lost.class, () -> line.write(bytes("x")));
            assertThrows(DeviceException.Lost.class, line::discard);
        }
    }

    @Test
    void aWriteToAPortThatIsGoneIsTold() throws Exception {
        Pty pty = Pty.open();
        try (ByteLine line = open(pty.slave())) {
            pty.close();
            assertThrows(DeviceException.Lost.class, () -> line.write(bytes("x")));
        }
    }

    @Test
    void aPortThatTakesNothingIsGivenUpAndItsThreadEnds() throws Exception {
        try (Pty pty = Pty.open(); ByteLine line = open(pty.slave())) {
            byte[] much = new byte[1 << 20];
            var e = assertThrows(DeviceException.TimedOut.class, () -> line.write(much));
            assertEquals(pty.slave() + ": writing 1048576 bytes took longer than 2 s", e.getMessage());
            assertThrows(DeviceException.Lost.class, () -> line.read(new byte[16]));
            assertNothingIsLeft(pty.slave());
            try (ByteLine again = open(pty.slave())) {
                assertEquals(0, again.read(new byte[16]));
            }
        }
    }

    @Test
    void aPathThatDoesNotExistOpensNothing() throws Exception {
        for (String place : new String[]{"/nonexistent/x/ttyS0", "/nonexistent/null"}) {
            var e = assertThrows(DeviceException.Lost.class, () -> open(Path.of(place)));
            assertEquals(place + ": connection lost: there is no such port", e.getMessage());
        }
        Path dangling = Files.createSymbolicLink(folder.resolve("cap"), Path.of("/dev/pts/none"));
        assertTrue(assertThrows(DeviceException.Lost.class, () -> open(dangling)).what()
                .contains("its link points to nothing"));
        Path file = Files.createFile(folder.resolve("file"));
        assertTrue(assertThrows(DeviceException.Refused.class, () -> open(file)).what()
                .contains("is no serial port"));
        assertTrue(assertThrows(DeviceException.Refused.class, () -> open(Path.of("/dev/full"))).what()
                .contains("is no serial port"));
        assertThrows(DeviceException.Refused.class, () -> open(Path.of("ttyUSB0")));
    }

    @Test
    void aLinkIsFollowedAnewEachTime() throws Exception {
        Path link = folder.resolve("cap");
        for (int i = 0; i < 2; i++) {
            try (Pty pty = Pty.open(); Pty other = Pty.open()) {
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, pty.slave());
                try (ByteLine line = open(link)) {
                    line.write(bytes("first"));
                    assertArrayEquals(bytes("first"), heard(pty, 5));
                }
                Files.delete(link);
                Files.createSymbolicLink(link, other.slave());
                try (ByteLine line = open(link)) {
                    line.write(bytes("other"));
                    assertArrayEquals(bytes("other"), heard(other, 5));
                }
            }
        }
    }

    @Test
    void aPortThatSomebodyElseHasIsRefusedWithTheirName() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 is not installed");
        try (Pty pty = Pty.open()) {
            try (ByteLine ours = open(pty.slave())) {
                var e = assertThrows(DeviceException.Refused.class, () -> open(pty.slave()));
                assertEquals("somebody else has it: this program", e.what());
                ours.write(bytes("x"));
            }
            // a lock without an open port that could be seen is what another user's program looks like
            Process other = new ProcessBuilder("/usr/bin/python3", "-c", """
                    import fcntl, os, sys
                    fd = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
                    fcntl.flock(fd, fcntl.LOCK_EX)
                    print('locked', flush=True)
                    sys.stdin.read()
                    """, pty.slave().toString()).start();
            try (var said = other.inputReader(StandardCharsets.UTF_8)) {
                assertEquals("locked", said.readLine());
                var e = assertThrows(DeviceException.Refused.class, () -> open(pty.slave()));
                assertTrue(e.what().matches("somebody else has it: python3.*, process " + other.pid()),
                        e.what());
                assertInstanceOf(SerialPortLine.OpenResult.Failed.class,
                        SerialPortLine.open("cap", pty.slave(), PROFILE, Duration.ZERO));
                assertEquals(new SerialPortLine.OpenResult.Failed(11),
                        SerialPortLine.open("cap", pty.slave(), PROFILE, Duration.ZERO));
            } finally {
                other.destroy();
                assertTrue(other.waitFor(10, TimeUnit.SECONDS));
            }
            open(pty.slave()).close();
        }
    }

    @Test
    void refusalsOfTheSystemAreToldInWords() {
        Path device = Path.of("/dev/null");
        assertEquals("cap: somebody else has it open",
                SerialPortOpener.failure("cap", device, 16).getMessage());
        assertInstanceOf(DeviceException.Lost.class, SerialPortOpener.failure("cap", device, 19));
        String user = System.getProperty("user.name");
        String forbidden = SerialPortOpener.failure("cap", device, 13).what();
        assertTrue(forbidden.startsWith("user " + user + " may not open it"), forbidden);
        assertTrue(forbidden.contains("dialout"), forbidden);
    }

    @Test
    void thePortIsSetAsItsProfileSays() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/stty")), "stty is not installed");
        try (Pty pty = Pty.open()) {
            for (int baud : new int[]{9600, 19200, 115200}) {
                try (ByteLine _ = SerialPorts.opener(Duration.ofSeconds(5)).open(pty.slave().toString(),
                        PortProfile.of(baud))) {
                    String set = stty(pty.slave());
                    assertTrue(set.contains("speed " + baud + " baud"), set);
                    // RTS is to be low: both lines are left alone at the end, so that the next opening resets nothing
                    for (String word : new String[]{"-hupcl", "cs8", "-parenb", "-cstopb", "-crtscts",
                        "-ixon", "-icanon", "-echo", "-opost", "clocal"}) {
                        assertTrue(set.contains(word), word + " in " + set);
                    }
                }
            }
        }
    }

    private static String stty(Path port) throws IOException, InterruptedException {
        Process stty = new ProcessBuilder("stty", "-a", "-F", port.toString()).redirectErrorStream(true)
                .start();
        String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, stty.waitFor(), said);
        return said;
    }

    @Test
    void afterTwentyOpeningsNothingIsLeft() throws Exception {
        try (Pty pty = Pty.open()) {
            for (int i = 0; i < 20; i++) {
                try (ByteLine line = open(pty.slave())) {
                    line.write(bytes("x"));
                }
            }
            assertNothingIsLeft(pty.slave());
        }
    }

    /// Threads that were let go of take a moment to end.
    private static void assertNothingIsLeft(Path slave) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        long threads;
        boolean held;
        do {
            threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("serial " + slave)).count();
            held = FileHolders.system().of(slave).isPresent();
        } while ((threads > 0 || held) && System.nanoTime() < deadline);
        assertEquals(0, threads);
        assertFalse(held);
    }

    @Test
    void theLibraryIsTheOneGivenAndNothingIsUnpacked() throws Exception {
        Path given = Path.of(System.getProperty("jSerialComm.library.path")).toRealPath();
        Path home = Files.createDirectory(folder.resolve("home"));
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        String loaded = process(given, home, temporary, "port");
        assertTrue(loaded.startsWith(given.toString()) && loaded.lines().count() == 1, loaded);
        assertTrue(isEmpty(home) && isEmpty(temporary));

        String refused = process(folder, home, temporary, "port");
        assertTrue(refused.matches("the library of the serial ports cannot be loaded: " + folder
                + "/Linux/[a-z0-9_]+/libjSerialComm.so is not there\n"), refused);
        assertTrue(isEmpty(home) && isEmpty(temporary));

        // left alone it does unpack, where everybody may write: this test would notice
        String unpacked = process(folder, home, temporary, "alone");
        assertTrue(unpacked.contains(temporary.toRealPath().toString()), unpacked);
        assertFalse(isEmpty(temporary));
    }

    @Test
    void aPortStaysOpenWhileAProgramThatIsToldToEndPutsItsLampOut() throws Exception {
        Path given = Path.of(System.getProperty("jSerialComm.library.path")).toRealPath();
        long began = System.nanoTime();
        assertEquals("last word said\n", process(given, folder, folder, "leave"));
        assertTrue(System.nanoTime() - began < Duration.ofSeconds(15).toNanos(),
                "it does not wait for longer");
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static String process(Path library, Path home, Path temporary, String what) throws Exception {
        Process java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary, "-Duser.home=" + home,
                "-DjSerialComm.library.path=" + library, "-cp", System.getProperty("java.class.path"),
                SerialLibraryProcess.class.getName(), what).redirectErrorStream(true).start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, java.waitFor(), said);
        return said;
    }
}
