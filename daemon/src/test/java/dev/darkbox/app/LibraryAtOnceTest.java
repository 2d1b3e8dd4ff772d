package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.Ledger;
import dev.darkbox.library.LedgerEntry.Word;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.schedule.Feed;
import dev.darkbox.schedule.Scheduler;
import dev.darkbox.schedule.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The daemon and commands that need no daemon change one library at the same time.
@Timeout(120)
class LibraryAtOnceTest {

    /// Words of each process.
    private static final int WORDS = 10;
    private static final int ROWS = 2;

    @TempDir
    private Path folder;

    private final Kit kit = Configs.kit(new VirtualTime(Instant.parse("2025-09-23T18:00:00Z")));

    @Test
    void noWordIsLostAndTheIndexIsWholeAtAnyMoment() throws Exception {
        RigConfig rig = rig();
        RigRun.begin(rig, Configs.plan(rig, RefreshPlan.Scope.ALL, LocalDate.of(2025, 9, 23)), kit, _ -> {})
                .run(new Stop()).run();
        var library = new CalibrationLibrary(rig.library(), kit.disk());
        assertEquals(ROWS, rows(library.index()));

        List<Process> verbs = List.of(verbs(rig, "dark_20s"), verbs(rig, "dark_20s"));
        var said = new ArrayList<String>();
        DaemonDesk desk = desk(rig);
        while (verbs.stream().anyMatch(Process::isAlive) || said.size() % 2 != 0) {
            String why = "daemon-" + said.size();
            say(desk, said.size() % 2 == 0 ? Command.Word.HOLD : Command.Word.PROMOTE, why);
            said.add(why);
            assertEquals(ROWS, rows(library.index()), why);
        }
        for (Process process : verbs) {
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
            for (int n = 0; n < WORDS; n++) {
                said.add("dark_20s-" + n);
            }
        }
        Ledger.Content ledger = library.ledger().read();
        assertEquals(List.of(), ledger.problems());
        assertEquals(said.stream().sorted().toList(), ledger.entries().stream().filter(Word.class::isInstance)
                .map(entry -> ((Word) entry).why()).filter(why -> why.matches("(daemon|dark_20s)-\\d+"))
                .sorted()
                .toList());
        String index = Files.readString(library.index());
        library.writeIndex();
        assertEquals(index, Files.readString(library.index()), "the last to write it had read all words");
        assertEquals(List.of(), library.settle(kit.time().now()), "production is what the words add up to");
        try (Stream<Path> all = Files.walk(rig.library())) {
            assertEquals(List.of(), all.filter(file -> file.toString().endsWith(".part")).toList());
        }
    }

    private static void say(DaemonDesk desk, Command.Word word, String why)
            throws IOException, InterruptedException {
        var problems = new HashSet<Reply>();
        desk.serve(new Command.Say("main", word, "bias", RefreshPlan.Profile.PRODUCTION, false, "anna", why),
                reply -> {
                    if (reply instanceof Reply.Problem) {
                        problems.add(reply);
                    }
                });
        assertEquals(new HashSet<>(), problems);
    }

    private DaemonDesk desk(RigConfig rig) {
        var feed = new Feed(List.of(rig.name()));
        var desk = new DaemonDesk(List.of(rig), kit, new Scheduler(kit.time()), feed, feed);
        desk.open();
        return desk;
    }

    private Process verbs(RigConfig rig, String master) throws IOException {
        Path java = Path.of(System.getProperty("java.home", ""), "bin", "java");
        Path told = Files.createTempFile(folder, "verbs", ".txt");
        return new ProcessBuilder(java.toString(), "-XX:TieredStopAtLevel=1", "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path", ""),
                VerbsProcess.class.getName(), rig.library().toString(), master, Integer.toString(WORDS))
                .redirectErrorStream(true).redirectOutput(told.toFile()).start();
    }

    /// Masters in the index.
    private static long rows(Path index) throws IOException {
        return Files.readAllLines(index).stream().filter(line -> line.contains("GAIN100_OFFSET50")).count();
    }

    private RigConfig rig() throws IOException {
        return Configs.rig(folder, """
                library = "library"
                [[rig]]
                name = "main"
                dark = "cap"
                first_master = "accept"
                profile = "production"
                keep_raw = false
                [rig.camera]
                driver = "sim"
                width_px = 64
                height_px = 48
                [rig.cap]
                [rig.panel]
                [rig.probe]
                exposure = 1
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                target_c = -10
                bias_frames = 10
                bias_discard = 2
                darks = [20]
                dark_frames = 6
                """);
    }
}
