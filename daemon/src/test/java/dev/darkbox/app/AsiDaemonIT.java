package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.asi.StandInAsi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real `darkboxd` that has loaded the library which stands in for ZWO's, in real time.
@Timeout(600)
class AsiDaemonIT {

    private static final int FRAMES = 4 + 4 + 3;

    @TempDir
    private Path folder;
    private Tree tree = Tree.assembled(Path.of("."));
    private Path config = Path.of("");
    private List<Process> daemons = List.of();

    @BeforeEach
    void find() {
        tree = Tree.assembled(folder);
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process daemon : daemons) {
            daemon.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
    }

    private StandInAsi configured(String... flags) throws IOException, InterruptedException {
        StandInAsi standIn = StandInAsi.in(folder, flags);
        config = Files.writeString(folder.resolve("darkbox.toml"), """
                library = "library"
                [control]
                socket = "%s"
                group = ""
                [[rig]]
                name = "main"
                dark = "dark-box"
                first_master = "accept"
                [rig.camera]
                driver = "asi"
                serial = "0a0b0c0d00000000"
                library = "%s"
                comeback = "20s"
                [rig.cooling]
                cooler = false
                [rig.probe]
                exposure = 1
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                bias_frames = 5
                bias_discard = 1
                darks = [0.5]
                dark_frames = 4
                [[rig.preset.flat]]
                filter = "L"
                exposure = 0.2
                frames = 3
                """.formatted(folder.resolve("control.sock"), standIn.file()));
        return standIn;
    }

    private void start() throws IOException, InterruptedException {
        daemons = List.of(tree.daemon(config, folder.resolve("control.sock"), folder.resolve("log"), 1));
    }

    private Tree.Said ask(String... arguments) throws IOException, InterruptedException {
        String[] all = List.of(arguments).toArray(new String[arguments.length + 2]);
        all[arguments.length] = "--config";
        all[arguments.length + 1] = config.toString();
        return tree.darkbox(all);
    }

    @Test
    void aRefreshGoesOnWhereTheCameraWasUnpluggedAndPluggedInAgain() throws Exception {
        StandInAsi standIn = configured("-DWIDTH=160", "-DHEIGHT=120");
        assertEquals(0, tree.darkbox("check-config", config.toString()).exit());
        Tree.Said devices = ask("devices");
        assertTrue(devices.out().contains("ZWO ASI294MM Pro 0a0b0c0d00000000: camera"),
                devices.out() + devices.err());

        start();
        int[] left = {-1};
        Thread hand = Thread.ofVirtual().start(() -> left[0] = unplugAfterTheBias(standIn));
        Tree.Said said = ask("refresh", "--follow", "--json");
        hand.join();
        String log = Tree.read(folder.resolve("log"));
        assertEquals(0, said.exit(), said.out() + said.err() + log);
        List<String> lines = said.out().lines().toList();
        assertTrue(lines.getLast().contains("\"end\":\"done\",\"masters\":3,\"sets_missed\":0"),
                lines.getLast());
        assertEquals(FRAMES,
                lines.stream().filter(l -> l.startsWith("{\"event\":\"frame-accepted\"")).count(),
                said.out());
        assertTrue(left[0] >= 4, "frames when it was unplugged: " + left[0]);
        assertTrue(log.contains("connection lost: "), log);
        assertTrue(ask("status").out().endsWith("last run: 3 masters\n"));
    }

    /// How many exposures there were when it was unplugged; it stays away for a moment.
    private static int unplugAfterTheBias(StandInAsi standIn) {
        try {
            for (int i = 0; i < 3000; i++) {
                long starts = standIn.calls().stream().filter(call -> call.startsWith("start ")).count();
                if (starts > 9) {
                    standIn.order("removed");
                    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                    standIn.order();
                    return (int) starts;
                }
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        } catch (IOException _) {
            return -2;
        }
        return -3;
    }

    @Test
    void aLibraryThatIsTooOldIsToldByTheCommandAndByTheRun() throws Exception {
        StandInAsi old = configured("-DOLD=2");
        String what = old.file()
                + " is too old, or something else: it lacks ASIGetControlCaps, ASIGetDataAfterExp";
        Tree.Said devices = ask("devices");
        assertTrue((devices.out() + devices.err()).contains(what), devices.out() + devices.err());
        start();
        Tree.Said said = ask("refresh", "bias", "--follow");
        assertTrue(said.exit() == 3 && (said.out() + said.err()).contains(what),
                said.exit() + said.out() + said.err());
        assertEquals(0, ask("status").exit());
    }

    /// The library's calls have as long as usual: a minute for a frame.
    @Tag("slow")
    @Test
    void aDownloadThatNeverEndsEndsTheRunAndNotTheDaemon() throws Exception {
        StandInAsi standIn = configured("-DWIDTH=160", "-DHEIGHT=120");
        standIn.order("hang 5 5");
        start();
        assertEquals(0, ask("refresh").exit());
        String status = awaitEnd();
        String log = Tree.read(folder.resolve("log"));
        assertTrue(status.contains("(if it never does: plug the camera in again, or restart this program)"),
                status + log);
        assertTrue(log.contains("ASIGetDataAfterExp took longer than 60 s"), log);
        assertTrue(log.contains("may still write to the memory of its last frame"), log);

        standIn.order();
        Tree.Said again = ask("refresh", "bias", "--follow");
        assertEquals(0, again.exit(), again.out() + again.err() + Tree.read(folder.resolve("log")));
    }

    /// What `darkbox status` says when no run is left.
    private String awaitEnd() throws IOException, InterruptedException {
        for (int i = 0; i < 100; i++) {
            String status = ask("status").out();
            if (status.contains("last run: ")) {
                return status;
            }
            LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
        }
        return "the run is not over: " + Tree.read(folder.resolve("log"));
    }
}
