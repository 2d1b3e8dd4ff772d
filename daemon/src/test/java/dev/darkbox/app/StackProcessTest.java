package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.darkbox.cli.Cli;
import dev.darkbox.cli.Screen;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.linux.ReadOnlyFile;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.SmallFits;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `darkbox stack` as a process of its own, within limits of the system.
class StackProcessTest {

    private static final long LIMIT_SECONDS = 120;

    @TempDir
    private Path folder;

    /// What a process said.
    private record Said(int exit, String out, String err) {}

    @Test
    void thousandsOfFilesAreStackedWithFewDescriptorsAndLittleMemory()
            throws IOException, InterruptedException {
        Path set = Files.createDirectory(folder.resolve("set"));
        for (int f = 0; f < 2000; f++) {
            SmallFits.write(set.resolve("f%04d.fit".formatted(f)), 16, 8, 500, 501, f % 3, 7, 8, 9, 10,
                    65_535);
        }
        Said said = stack("ulimit -n 64", "--memory", "48M", "-o", "m.fit", "set");
        assertEquals(0, said.exit(), said.err());
        assertTrue(said.out().contains("2000 frames of 8x1"), said.out());
        Said refused = stack("ulimit -n 64", "--memory", "8M", "-o", "m.fit", "set");
        assertEquals(2, refused.exit());
        assertTrue(refused.err()
                .matches("darkbox: 2000 frames need at least \\d+\\.\\d MiB of memory for stacking, "
                        + "8\\.0 MiB are allowed\n"),
                refused.err());
    }

    @Test
    void aFullDiskIsOneLineAndNoFileIsLeft() throws IOException, InterruptedException {
        frames(4, 600, 500);
        List<Path> before = files();
        // the scratch file of 1.2 MB does not fit; then the scratch file fits and the master of floats behind it does not
        for (int blocks : new int[]{1000, 1172}) {
            Said said = stack("ulimit -f %d; trap '' XFSZ".formatted(2 * blocks), "--sample", "float", "-o",
                    "m.fit",
                    ".");
            assertEquals(2, said.exit(), said.toString());
            assertEquals(1, said.err().lines().count(), said.err());
            assertTrue(said.err().contains("File too large"), said.err());
            assertEquals(before, files());
        }
    }

    /// The process prints the most it ever had in memory; see [#main].
    @Test
    void aStackStaysWithinItsMemoryAnd64MebibytesHoweverItsFramesAreRead()
            throws IOException, InterruptedException {
        frames(60, 1000, 700);
        for (boolean cached : new boolean[]{false, true}) {
            for (Path file : files()) {
                if (cached) {
                    Files.readAllBytes(file);
                } else {
                    evict(file);
                }
            }
            Said said = run("true", StackProcessTest.class, "--memory", "32M", "--maps", "-o", "../m.fit",
                    ".");
            assertEquals(0, said.exit(), said.err());
            long peakKibibytes = Long.parseLong(said.out().replaceAll("(?s).*VmHWM:\\s*(\\d+) kB.*", "$1"));
            assertTrue(peakKibibytes < (32 + 64) << 10, said.out());
        }
    }

    private static void evict(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        try (ReadOnlyFile bytes = ReadOnlyFile.open(file)) {
            bytes.forget(0, 0);
        }
    }

    /// `darkbox`, and then what it took.
    public static void main(String[] arguments) throws IOException {
        int exit = new Cli(Screen.of(System.out, System.err, "", Map.of()), "Darkbox test", (_, _, _) -> 0,
                () -> new Integration(StackKernels.best()), (_, _, _) -> List.of()).run(arguments);
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            status.filter(line -> line.startsWith("VmHWM")).forEach(System.out::println);
        }
        System.exit(exit);
    }

    @Test
    void ctrlCLeavesNoFile() throws IOException, InterruptedException {
        // a job in the background of a shell is started with Ctrl-C ignored, and so are its children
        assumeFalse(interruptsAreIgnored(), "Ctrl-C is ignored here");
        endedBy("INT", 130);
    }

    @Test
    void aTerminationLeavesNoFile() throws IOException, InterruptedException {
        endedBy("TERM", 143);
    }

    private void endedBy(String signal, int exit) throws IOException, InterruptedException {
        frames(100, 1000, 1000);
        List<Path> before = files();
        Path err = folder.resolveSibling(folder.getFileName() + "-err");
        Process process = builder("true", DarkboxMain.class, "--memory", "2M", "--threads", "1",
                "--rejection",
                "linear:0.5:0.5", "--maps", "-o", "m.fit",
                ".").redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(err.toFile()).start();
        while (files().size() < before.size() + 4 && process.isAlive()) { // until its scratch files are there
            Thread.onSpinWait();
        }
        assertTrue(process.isAlive(), () -> "it ended before it could be interrupted");
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
        assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "it does not end");
        assertEquals(exit, process.exitValue(), Files.readString(err));
        assertEquals(before, files());
    }

    private static boolean interruptsAreIgnored() throws IOException {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1 << 1) != 0);
        }
    }

    private void frames(int count, int width, int height) throws IOException {
        var adu = new double[width * height];
        for (int f = 0; f < count; f++) {
            for (int i = 0; i < adu.length; i++) {
                adu[i] = 500 + (i * 31L + f * 17L) % 23;
            }
            SmallFits.write(folder.resolve("f%03d.fit".formatted(f)), 16, width, adu);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private Said stack(String before, String... words) throws IOException, InterruptedException {
        return run(before, DarkboxMain.class, words);
    }

    private Said run(String before, Class<?> main, String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile("stack", ".out");
        Path err = Files.createTempFile("stack", ".err");
        Process process = builder(before, main, words).redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("not over after " + LIMIT_SECONDS + " s");
        }
        var said = new Said(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
        Files.delete(out);
        Files.delete(err);
        return said;
    }

    /// @param before what the shell does first
    private ProcessBuilder builder(String before, Class<?> main, String... words) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = Stream.concat(Stream.of("sh", "-c", before + "; exec \"$0\" \"$@\"", java,
                "-XX:+UseSerialGC", "-Xms8m", "-Xmn4m", "-Xmx256m", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), main.getName(), "stack"),
                Stream.of(words)).toList();
        return new ProcessBuilder(command).directory(folder.toFile());
    }
}
