package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Epochs;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.ManyMasters;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.master.Masters;
import dev.darkbox.plan.RefreshPlan.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How long a question to a library of ten thousand masters takes from the key to the answer, the start of Java included,
/// beside listing the same folders with `find -printf` in the same run. Prints a table.
@Tag("slow")
@Timeout(1200)
class LibrarySpeedIT {

    private static final int ROUNDS = 5;
    /// What a process that hangs is given.
    private static final long LIMIT_SECONDS = 120;
    private static final List<List<String>> QUESTIONS = List.of(List.of("due"),
            List.of("library", "pick", "--exposure", "180", "--gain", "100", "--set-point", "-10"),
            List.of("library", "audit", "--quick"), List.of("library", "list"));

    @TempDir
    private Path folder;

    /// Best of the rounds.
    private record Cost(double wallSeconds, double processorSeconds) {

        Cost best(Cost other) {
            return new Cost(Math.min(wallSeconds, other.wallSeconds),
                    Math.min(processorSeconds, other.processorSeconds));
        }
    }

    @Test
    void tenThousandMasters() throws Exception {
        Tree tree = Tree.assembled(folder);
        Path root = folder.resolve("library");
        int masters = library(root);
        Path config = Configs.uncooled(folder, """
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                darks = [180]
                """);
        Cost find = best(List.of("find", root.toString(), "-printf", "%p %s %T@ %i\\n"));
        print("%d masters, best of %d; find -printf: %.2f s, %.2f processor seconds; load %s".formatted(
                masters,
                ROUNDS, find.wallSeconds, find.processorSeconds,
                Files.readString(Path.of("/proc/loadavg")).strip()));
        String darkbox = tree.bin().resolve("darkbox").toString();
        Cost start = best(List.of(darkbox, "--version"));
        print("%-28s %5.2f s wall  %5.2f s processor".formatted("darkbox --version", start.wallSeconds,
                start.processorSeconds));
        Path socket = folder.resolve("control.sock");
        Process daemon = tree.daemon(config, socket, folder.resolve("log"), 1);
        try {
            for (List<String> question : QUESTIONS) {
                ask("by the daemon", darkbox, question, List.of("--socket", socket.toString()), find);
                ask("--in", darkbox, question, question.getFirst().equals("due")
                        ? List.of("--in", root.toString(), "--config", config.toString())
                        : List.of("--in", root.toString()), find);
            }
        } finally {
            daemon.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
    }

    private void ask(String way, String darkbox, List<String> question, List<String> where, Cost find)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(darkbox));
        command.addAll(question);
        command.addAll(where);
        Cost cost = best(command);
        String name = String.join(" ", question.subList(0, Math.min(2, question.size())));
        print("%-14s %-14s %5.2f s wall = %4.1f x find  %5.2f s processor".formatted(name, way,
                cost.wallSeconds,
                cost.wallSeconds / find.wallSeconds, cost.processorSeconds));
    }

    private static int library(Path root) throws IOException {
        List<MasterFiles> newest = ManyMasters.make(root, 10, 77);
        CameraEpoch epoch = Masters.camera().epoch();
        new Epochs(root, Disk.real()).keep(epoch);
        var library = new CalibrationLibrary(root, Disk.real());
        Path production = Files.createDirectories(library.folder(Profile.PRODUCTION));
        for (MasterFiles files : newest) {
            for (Path file : files.present()) {
                Files.createLink(production.resolve(file.getFileName()), file);
            }
        }
        return library.writeIndex().masters().size();
    }

    private Cost best(List<String> command) throws IOException, InterruptedException {
        Cost best = run(command);
        for (int round = 1; round < ROUNDS; round++) {
            best = best.best(run(command));
        }
        return best;
    }

    private Cost run(List<String> command) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        var timed = new ArrayList<>(
                List.of("bash", "-c", "TIMEFORMAT='%U %S'; time \"$@\" > /dev/null", "bash"));
        timed.addAll(command);
        var builder = new ProcessBuilder(timed).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        long begin = System.nanoTime();
        Process process = builder.start();
        boolean over = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        double wall = (System.nanoTime() - begin) / 1e9;
        assertTrue(over && process.exitValue() <= 1, () -> command + ": " + Tree.read(said));
        String[] seconds = Tree.read(said).strip().lines().toList().getLast().split(" ", 2);
        return new Cost(wall, Double.parseDouble(seconds[0]) + Double.parseDouble(seconds[1]));
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
