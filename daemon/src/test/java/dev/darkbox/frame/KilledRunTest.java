package dev.darkbox.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.plan.PlannedSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KilledRunTest {

    private static final int KILLS = 10;

    @TempDir
    private Path library;

    /// A child process writes frames as fast as it can and is killed at a random moment, ten times over. What it
    /// said was accepted is there, once; nothing half written is left.
    @Test
    @Timeout(120)
    void everyFrameReportedBeforeTheKillIsThereExactlyOnce() throws Exception {
        Set<Path> reported = new HashSet<>();
        var random = new Random(20_250_923);
        int linesBefore = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            reported.addAll(writeUntilKilled(random.nextInt(60)));
            assertTrue(reported.size() > linesBefore, "kill " + kill);
            linesBefore = reported.size();
            if (kill % 2 == 0) { // every other time the child itself mends what the last one left
                check(reported, "kill " + kill);
            }
        }
    }

    private void check(Set<Path> reported, String when) throws IOException {
        var runs = new Runs(library, Disk.real(), Night.TIME);
        try (RunFolder run = runs.resume(runs.unfinished("main").getFirst().journal())) {
            List<AcceptedFrame> counted = new ArrayList<>();
            for (PlannedSet set : List.of(Night.BIAS, Night.DARK)) {
                counted.addAll(run.accepted(set));
            }
            List<Path> files = counted.stream().map(AcceptedFrame::file).sorted().toList();
            assertEquals(new HashSet<>(files).size(), files.size(), when);
            assertTrue(files.containsAll(reported), when);
            // at most one a kill was accepted without its line reaching us
            assertTrue(files.size() <= reported.size() + KILLS, when);
            try (Stream<Path> there = Files.walk(run.dated())) {
                assertEquals(files, there.filter(Files::isRegularFile).sorted().toList(), when);
            }
            for (AcceptedFrame frame : counted) {
                assertEquals(new Disk.Written(frame.bytes(), frame.crc32()), Disk.read(frame.file()), when);
            }
        }
    }

    /// Kills the child some milliseconds after its first frame; what it reported by then.
    private List<Path> writeUntilKilled(int millis) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home", ""), "bin", "java");
        Process child = new ProcessBuilder(java.toString(), "-XX:TieredStopAtLevel=1", "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path", ""),
                FrameWriterProcess.class.getName(), library.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var said = new ArrayList<Path>();
        try (BufferedReader out = child.inputReader()) {
            said.add(Path.of(String.valueOf(out.readLine())));
            assertTrue(!child.waitFor(millis, TimeUnit.MILLISECONDS), "it ended by itself");
            assertTrue(child.toHandle().destroyForcibly()); // which leaves the pipe readable
            String rest = String.join("\n", out.lines().toList());
            rest.lines().filter(line -> line.endsWith(".fit")).map(Path::of).forEach(said::add);
        } finally {
            child.destroyForcibly();
            assertTrue(child.waitFor(20, TimeUnit.SECONDS), "a killed child ends");
        }
        return said;
    }
}
