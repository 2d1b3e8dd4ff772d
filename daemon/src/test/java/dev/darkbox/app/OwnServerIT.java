package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real `darkboxd` with an `indiserver` of its own, and what is left when it ends, either way.
@Timeout(180)
class OwnServerIT {

    @TempDir
    private Path folder;
    private Tree tree = Tree.assembled(Path.of("."));
    private Path config = Path.of("");
    private List<Process> daemons = List.of();

    @BeforeEach
    void write() throws Exception {
        for (String program : List.of("indiserver", "indi_simulator_ccd")) {
            Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin", program)),
                    program + " is not installed");
        }
        tree = Tree.assembled(folder);
        int port;
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        config = Files.writeString(folder.resolve("darkbox.toml"), """
                library = "library"
                [control]
                socket = "run/control.sock"
                group = ""
                [log]
                level = "debug"
                [indiserver]
                drivers = ["indi_simulator_ccd"]
                port = %d
                local_socket = "/darkbox-it-%d"
                home = "indi"
                [[rig]]
                name = "main"
                dark = "dark-box"
                first_master = "accept"
                [rig.camera]
                driver = "indi"
                device = "CCD Simulator"
                polling = "0.01s"
                [rig.cooling]
                cooler = false
                [rig.probe]
                exposure = 1
                [[rig.preset]]
                name = "standard"
                gain = 50
                offset = 20
                bias_frames = 12
                bias_discard = 1
                darks = [1]
                dark_frames = 3
                """.formatted(port, port));
        Files.createDirectories(folder.resolve("run"));
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process daemon : daemons) {
            daemon.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
    }

    private Process start() throws Exception {
        Process daemon = tree.daemon(config, folder.resolve("run/control.sock"), folder.resolve("log"), 1);
        daemons = List.of(daemon);
        return daemon;
    }

    private static List<ProcessHandle> servers(Process daemon) {
        return daemon.descendants().filter(p -> p.info().command().orElse("").contains("indi")).toList();
    }

    private static void await(String what, BooleanSupplier holds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!holds.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            Thread.sleep(20);
        }
    }

    @Test
    void aRefreshThroughItMakesMastersAndTheDaemonTakesItAlong() throws Exception {
        Process daemon = start();
        assertEquals(2, servers(daemon).size());
        var said = tree.darkbox("refresh", "--follow", "--config", config.toString());
        assertEquals(0, said.exit(), said.out() + said.err() + Tree.read(folder.resolve("log")));
        List<ProcessHandle> servers = servers(daemon);
        daemon.destroy();
        assertTrue(daemon.waitFor(40, TimeUnit.SECONDS));
        await("ended", () -> servers.stream().noneMatch(ProcessHandle::isAlive));
        try (var left = Files.list(folder.resolve("run"))) {
            assertEquals(List.of(), left.filter(p -> p.toString().contains("indiserver")).toList());
        }
        String log = Tree.read(folder.resolve("log"));
        assertTrue(log.contains("indiserver started on port"), log);
        assertTrue(log.contains("indiserver: "), log);
        assertTrue(Files.isDirectory(folder.resolve("indi")));
    }

    @Test
    void aKilledDaemonLeavesNoServerAndTheNextOneStarts() throws Exception {
        Process daemon = start();
        List<ProcessHandle> servers = servers(daemon);
        daemon.destroyForcibly();
        await("killed", () -> servers.stream().noneMatch(ProcessHandle::isAlive));
        Process next = start();
        assertTrue(next.isAlive());
        assertFalse(servers(next).isEmpty());
    }
}
