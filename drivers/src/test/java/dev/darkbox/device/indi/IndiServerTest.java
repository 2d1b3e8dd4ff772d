package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Rung;
import dev.darkbox.device.Time;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our own server, the machine's `indiserver`, from its beginning to its end.
@Tag("indiserver")
@Tag("slow")
class IndiServerTest {

    private static final String DRIVER = "indi_simulator_ccd";
    private static final Readout READOUT = new Readout(50, 20, 2, "", Readout.NONE);
    private static final Exposure BIAS = new Exposure(Exposure.Kind.BIAS, Duration.ZERO, READOUT);

    @TempDir
    private Path folder;
    private final List<String> remarks = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> toClose = new CopyOnWriteArrayList<>();
    private int port;

    private final IndiServer.Listener listener = new IndiServer.Listener() {
        @Override
        public void said(String line) {
            lines.add(line);
        }

        @Override
        public void remarked(String what) {
            remarks.add(what);
        }
    };

    @BeforeEach
    void needed() throws IOException {
        for (String program : List.of("indiserver", DRIVER)) {
            Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin", program)),
                    program + " is not installed");
        }
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : toClose) {
            each.close();
        }
    }

    private ServerSpec spec(String... drivers) {
        return new ServerSpec("indiserver", List.of(drivers), port, "/darkbox-own-" + port, 64,
                folder.resolve("home"), folder.resolve("run"));
    }

    private IndiServer start(String... drivers) throws IOException, InterruptedException {
        IndiServer server = IndiServer.start(spec(drivers), listener, new Random(1));
        toClose.addFirst(server);
        return server;
    }

    private ProcessHandle process() throws IOException {
        String pid = Files.readString(spec(DRIVER).pidFile()).strip().split(" ", -1)[0];
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static void await(String what, BooleanSupplier holds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!holds.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            Thread.sleep(20);
        }
    }

    private void take(Rig rig) throws Exception {
        try (Arena arena = Arena.ofShared()) {
            rig.camera().configure(READOUT);
            rig.camera().start(BIAS);
            assertEquals(Duration.ofMillis(10),
                    rig.camera().finish(FrameBuffer.allocate(rig.camera().shape(READOUT), arena))
                            .exposure());
        }
    }

    @Test
    void itStartsServesRestartsADriverAndLeavesNothingBehind() throws Exception {
        IndiServer server = start(DRIVER);
        ProcessHandle process = process();
        var spec = IndiSpec.of("test", "127.0.0.1", port, IndiServerPeer.CAMERA);
        try (Rig rig = IndiRig.open(spec, Time.system(), Optional.of(server.drivers()))) {
            take(rig);
            List<ProcessHandle> first = process.children().toList();
            rig.camera().recover(Rung.RESTART_DRIVER);
            take(rig);
            assertFalse(first.getFirst().isAlive());
        }
        assertTrue(Files.isDirectory(folder.resolve("home")));
        List<ProcessHandle> all = process.descendants().toList();
        server.close();
        assertFalse(process.isAlive());
        await("drivers gone", () -> all.stream().noneMatch(ProcessHandle::isAlive));
        try (var left = Files.list(folder.resolve("run"))) {
            assertEquals(List.of(), left.toList());
        }
        assertEquals(List.of(), remarks);
        assertTrue(lines.stream().anyMatch(line -> line.contains("startup: indiserver -p " + port)),
                lines.toString());
    }

    @Test
    void aKilledDriverIsTheServersBusinessAndAKilledServerOurs() throws Exception {
        start(DRIVER);
        ProcessHandle process = process();
        var spec = IndiSpec.of("test", "127.0.0.1", port, IndiServerPeer.CAMERA);
        try (Rig rig = IndiRig.open(spec, Time.system())) {
            take(rig);
            process.children().forEach(ProcessHandle::destroyForcibly);
            await("driver killed", () -> process.children().noneMatch(c -> c.info().command().isEmpty()));
            rig.camera().recover(Rung.WAIT);
            take(rig);
            process.destroyForcibly();
            rig.camera().recover(Rung.WAIT);
            take(rig);
        }
        assertEquals(1, remarks.size(), remarks.toString());
        assertTrue(remarks.getFirst().matches(
                "indiserver ended with status 137, its last words: .*; started again in [01]\\.\\d s"),
                remarks.toString());
    }

    @Test
    void aServerThatDiesAgainAndAgainIsGivenUpWithItsLastWords() throws Exception {
        IndiServer server = start(DRIVER);
        for (int death = 1; death <= IndiServer.MOST_DEATHS; death++) {
            await("up for death " + death, () -> ServerPort.on(port) == ServerPort.Who.AN_INDISERVER);
            long pid = process().pid();
            process().destroyForcibly();
            int deaths = death;
            await("told of death " + death, () -> remarks.size() == deaths);
            if (death < IndiServer.MOST_DEATHS) {
                await("started again", () -> {
                    try {
                        return process().pid() != pid;
                    } catch (IOException | RuntimeException _) {
                        return false;
                    }
                });
            }
        }
        assertEquals(server.failure(), Optional.of(remarks.getLast()));
        assertTrue(remarks.getLast().startsWith(
                "indiserver is not started again, it died 5 times in 10 min; indiserver "),
                remarks.toString());
        assertEquals(ServerPort.Who.NOBODY, ServerPort.on(port));
    }

    @Test
    void aPortInUseIsSaidInOneLineAndByWhom() throws Exception {
        start(DRIVER);
        var other = new ServerSpec("indiserver", List.of(DRIVER), port, "/darkbox-other-" + port, 64,
                folder.resolve("other-home"), folder.resolve("other-run"));
        assertEquals("an indiserver runs already on port " + port
                + ": leave [indiserver] out to use it, or end it",
                assertThrows(IOException.class, () -> IndiServer.start(other, listener, new Random(1)))
                        .getMessage());
        try (var web = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            var there = new ServerSpec("indiserver", List.of(DRIVER), web.getLocalPort(), "/darkbox-x", 64,
                    folder.resolve("other-home"), folder.resolve("other-run"));
            assertEquals("port " + web.getLocalPort()
                    + " is in use by something that is no indiserver: choose another",
                    assertThrows(IOException.class, () -> IndiServer.start(there, listener, new Random(1)))
                            .getMessage());
        }
    }

    @Test
    void whatCannotBeStartedIsNamed() {
        assertEquals("no program indi_no_such_driver in PATH; it comes with the packages of INDI",
                assertThrows(IOException.class, () -> start("indi_no_such_driver")).getMessage());
        var nowhere = new ServerSpec("/nowhere/indiserver", List.of(DRIVER), port, "/x", 64, folder, folder);
        assertEquals("no program /nowhere/indiserver",
                assertThrows(IOException.class, () -> IndiServer.start(nowhere, listener, new Random(1)))
                        .getMessage());
        var wrong = new ServerSpec("/bin/ls", List.of(DRIVER), port, "/x", 64, folder, folder);
        assertTrue(String.valueOf(assertThrows(IOException.class,
                () -> IndiServer.start(wrong, listener, new Random(1))).getMessage()).startsWith(
                        "indiserver did not begin to listen, its last words: "));
    }

    @Test
    void theServerOfAKilledDaemonEndsWithItOrIsEndedByTheNext() throws Exception {
        IndiServer first = start(DRIVER);
        ProcessHandle left = process();
        // a daemon that was killed leaves its number behind; here it still runs
        IndiServer second = IndiServer.start(spec(DRIVER), listener, new Random(1));
        toClose.addFirst(second);
        assertFalse(left.isAlive());
        assertEquals(
                "the indiserver of an earlier start still runs (process " + left.pid() + ") and is ended",
                remarks.getFirst());
        assertTrue(process().isAlive());
        second.close();
        first.close();
    }

    /// The other half of the promise: a process that is killed takes its server along.
    @Test
    void aKilledProcessTakesItsServerAlong() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv is not installed");
        Process daemon = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), OwnServerProcess.class.getName(),
                String.valueOf(port),
                folder.toString()).redirectErrorStream(true).start();
        try {
            String said = new String(daemon.getInputStream().readNBytes(3),
                    java.nio.charset.StandardCharsets.UTF_8);
            assertEquals("UP\n", said);
            ProcessHandle process = process();
            List<ProcessHandle> all = process.descendants().toList();
            assertFalse(all.isEmpty());
            daemon.destroyForcibly();
            await("server gone", () -> !process.isAlive());
            await("drivers gone", () -> all.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            daemon.destroyForcibly();
        }
    }
}
