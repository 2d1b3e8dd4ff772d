package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real `darkboxd` and a real `darkbox`, joined by a real socket.
@Timeout(180)
class DaemonIT {

    private static final String SMALL = """
            [[rig.preset]]
            name = "standard"
            gain = 100
            offset = 50
            bias_frames = 12
            bias_discard = 2
            darks = [1, 2]
            dark_frames = 4
            [[rig.preset.flat]]
            filter = "L"
            exposure = 0.2
            frames = 4
            [[rig.preset.flat]]
            filter = "Ha"
            exposure = 0.3
            frames = 4
            """;
    /// One set that takes some seconds.
    private static final String LONG = """
            [[rig.preset]]
            name = "standard"
            gain = 100
            offset = 50
            bias_frames = 12
            darks = [5]
            dark_frames = 200
            """;

    private static final String SECOND_RIG = """
            [[rig]]
            name = "guide"
            library = "guide-library"
            dark = "cap"
            first_master = "accept"
            [rig.camera]
            driver = "sim"
            width_px = 160
            height_px = 120
            [rig.wheel]
            filters = ["L", "Ha"]
            [rig.cap]
            [rig.panel]
            [rig.cooling]
            cooler = false
            [rig.probe]
            exposure = 1
            """;

    @TempDir
    private Path folder;
    private Tree tree = Tree.assembled(Path.of("."));
    private Path config = Path.of("");
    private Path log = Path.of("");
    private List<Process> daemons = List.of();

    @BeforeEach
    void find() {
        tree = Tree.assembled(folder);
        log = folder.resolve("log");
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process daemon : daemons) {
            daemon.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
    }

    private Process start(String presets, int speed) throws IOException, InterruptedException {
        config = Configs.uncooled(folder, presets);
        Process daemon = tree.daemon(config, folder.resolve("control.sock"), log, speed);
        daemons = List.of(daemon);
        return daemon;
    }

    private Tree.Said ask(String... arguments) throws IOException, InterruptedException {
        String[] all = List.of(arguments).toArray(new String[arguments.length + 2]);
        all[arguments.length] = "--config";
        all[arguments.length + 1] = config.toString();
        return tree.darkbox(all);
    }

    @Test
    void aRefreshIsFollowedToItsMasters() throws Exception {
        start(SMALL, 60);
        assertEquals("main: idle\n", ask("status").out());
        assertTrue(Tree.read(log).contains(" INFO  main: Darkbox "), Tree.read(log));

        var planned = ask("plan", "dark-flats");
        assertEquals(0, planned.exit(), planned.err());
        assertTrue(planned.out().contains("darkflat_Ha_0p3s"), planned.out());
        assertFalse(planned.out().contains("dark_2s"), planned.out());

        var said = ask("refresh", "--follow", "--json");
        assertEquals(0, said.exit(), said.err() + Tree.read(log));
        List<String> lines = said.out().lines().toList();
        assertTrue(lines.getFirst().startsWith("{\"reply\":\"accepted\",\"rig\":\"main\",\"frames\":28,"),
                lines.getFirst());
        assertTrue(lines.getLast().contains("\"event\":\"run-ended\""), lines.getLast());
        assertTrue(lines.getLast().contains("\"end\":\"done\",\"masters\":5,\"sets_missed\":0"),
                lines.getLast());
        assertEquals(5,
                lines.stream().filter(line -> line.startsWith("{\"event\":\"master-ready\"")).count());

        var library = ask("library", "list");
        assertEquals(5, library.out().lines().count(), library.out());
        var offline = tree.darkbox("library", "list", "--library", folder.resolve("library").toString());
        // a folder does not know whose it is; the daemon says the rig in front
        assertEquals(library.out().lines().toList(), offline.out().lines().map("main  "::concat).toList());
        assertTrue(ask("status").out().endsWith("last run: 5 masters\n"));
        assertEquals("main: nothing runs\n", ask("follow").out());
        assertTrue(Files.exists(folder.resolve("library/ops/calibration-index.md")));

        var again = ask("refresh", "bias", "--follow");
        assertEquals(0, again.exit(), again.out() + again.err());
    }

    @Test
    void aSecondRefreshAndASecondDaemonAreTurnedAway() throws Exception {
        start(LONG, 20);
        assertEquals(0, ask("refresh", "darks").exit());
        var busy = ask("refresh", "bias");
        assertEquals(1, busy.exit());
        assertTrue(busy.err().startsWith("darkbox: main is busy since "), busy.err());
        var second = tree.darkboxd("--config", config.toString());
        assertEquals(2, second.exit());
        assertTrue(second.err().contains("already running: another darkboxd listens on "), second.err());
        assertEquals(2, ask("refresh", "darks", "--rig", "guide").exit());

        assertEquals("main: stopping (darkbox follow shows it)\n", ask("abort").out());
        awaitIdle();
        assertTrue(ask("status").out().contains("last run: aborted"), ask("status").out());
        assertEquals("main: nothing runs\n", ask("abort").out());
        assertTrue(Tree.read(log).contains("end=ABORTED"), Tree.read(log));
    }

    @Test
    void twoRigsRunAtOnceAndAreFollowedTogether() throws Exception {
        String second = SECOND_RIG + SMALL;
        start(SMALL + second, 60);
        var said = ask("refresh", "dark-flats", "--follow");
        assertEquals(0, said.exit(), said.out() + said.err() + Tree.read(log));
        for (String rig : List.of("main", "guide")) {
            assertTrue(said.out().contains(rig + ": begun, 8 frames"), said.out());
            assertTrue(said.out().contains(rig + ": done, 2 masters"), said.out());
        }
        assertEquals(2,
                ask("status").out().lines().filter(line -> line.contains("last run: 2 masters")).count());
        assertTrue(Files.exists(folder.resolve("library/ops/calibration-index.md")));
        assertTrue(Files.exists(folder.resolve("guide-library/ops/calibration-index.md")));
    }

    @Test
    void aDaemonThatIsToldToEndLeavesItsRunToTheNext() throws Exception {
        Process daemon = start(LONG, 100);
        assertEquals(0, ask("refresh", "darks").exit());
        await("frame accepted", log);
        daemon.destroy();
        assertTrue(daemon.waitFor(40, TimeUnit.SECONDS), "it does not end");
        assertEquals(143, daemon.exitValue(), Tree.read(log));
        assertFalse(Files.exists(folder.resolve("control.sock")));

        daemons = List.of(tree.daemon(config, folder.resolve("control.sock"), log, 300));
        await("going on with run ", log);
        var said = ask("follow");
        assertEquals(0, said.exit(), said.out() + said.err());
        assertTrue(said.out().contains("frames are there already"), said.out());
        assertTrue(said.out().endsWith("main: done, 1 masters\n"), said.out());
    }

    @Test
    void aWrongConfigurationIsToldAtOnceAndNothingStarts() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong.toml"), """
                [[rig]]
                name = "main"
                drak = "cap"
                """);
        var said = tree.darkboxd("--config", wrong.toString());
        assertEquals(2, said.exit());
        assertTrue(said.err().lines().count() > 2, said.err());
        assertTrue(said.err().contains("wrong.toml:3: "), said.err());
    }

    private void awaitIdle() throws IOException, InterruptedException {
        for (int i = 0; i < 60 && ask("status").out().contains("runs since"); i++) {
            Thread.sleep(Duration.ofMillis(200));
        }
    }

    private static void await(String text, Path file) throws InterruptedException {
        for (int i = 0; i < 3000 && !Tree.read(file).contains(text); i++) {
            Thread.sleep(Duration.ofMillis(10));
        }
        assertTrue(Tree.read(file).contains(text), () -> Tree.read(file));
    }
}
