package dev.darkbox.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A small virtual machine with a real kernel and systemd, for what no ordinary machine has: simulated GPIO, PWM and USB.
///
/// Built by `src/test/vm/build.sh` into `-Ddarkbox.vm=DIR`, `drivers/target/vm` by default. It runs one job, a script beside
/// that one, in a folder that is shared with it; what it does to its disk is thrown away. Tests are skipped where it cannot
/// be built.
public final class Guest {

    private static final Path DRIVERS = Path.of("..", "drivers").toAbsolutePath().normalize();
    private static final Path SCRIPTS = DRIVERS.resolve(Path.of("src", "test", "vm"));
    private static final Path SYSTEMD = Path.of("..", "systemd");
    private static final Path MACHINE = Path
            .of(System.getProperty("darkbox.vm", DRIVERS.resolve("target/vm").toString())).toAbsolutePath();
    private static final int BUILD_MINUTES = 30;
    private static final int GRACE_SECONDS = 60;
    private static final int CANNOT = 3;

    private final Path folder;

    /// What a program said and how it ended.
    private record Ran(int exit, String said) {
        String last(String prefix) {
            return said.lines().filter(line -> line.startsWith(prefix)).reduce("", (_, line) -> line);
        }
    }

    private Guest(Path folder) {
        this.folder = folder;
    }

    /// Builds the machine unless that was done.
    ///
    /// @param job names its shared folder, which is empty then: `target/vm-JOB`
    public static Guest built(String job) throws Exception {
        Ran build = run(BUILD_MINUTES * 60, SCRIPTS.resolve("build.sh").toString(), MACHINE.toString());
        Assumptions.assumeTrue(build.exit != CANNOT, () -> "no virtual machine: " + build.last("cannot: "));
        assertEquals(0, build.exit, build.said);
        Path folder = Path.of("target", "vm-" + job).toAbsolutePath();
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path old : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(old);
                }
            }
        }
        Files.createDirectories(folder);
        return new Guest(folder);
    }

    /// `/job` in the machine.
    public Path folder() {
        return folder;
    }

    /// Brings what these classes came from, a folder or a jar, to `lib/classes` or `lib`.
    public Guest classes(Class<?>... classes) throws IOException, URISyntaxException {
        for (Class<?> one : classes) {
            Path from = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
            tree(from, Files.isRegularFile(from) ? "lib/" + from.getFileName() : "lib/classes");
        }
        return this;
    }

    /// Brings files that are installed with the daemon.
    public Guest installed(String... names) throws IOException {
        for (String name : names) {
            tree(SYSTEMD.resolve(name), name);
        }
        return this;
    }

    /// Brings a file, or a folder with all there is in it.
    public Guest tree(Path from, String to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path target = folder.resolve(to).resolve(from.relativize(file).toString()).normalize();
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return this;
    }

    /// Brings the emulated cameras, to `peer`.
    public Guest cameras() throws IOException {
        return tree(DRIVERS.resolve(Path.of("src", "test", "resources", "peer")), "peer");
    }

    /// Runs it, with one of the scripts beside `build.sh` as its job.
    ///
    /// @param seconds after which it is switched off
    /// @return what the job said, a line each; also in `console.log` of the folder
    public List<String> run(String job, int seconds) throws Exception {
        tree(SCRIPTS, "vm");
        tree(SCRIPTS.resolve(job), "job.sh");
        Ran ran = run(seconds + GRACE_SECONDS, SCRIPTS.resolve("run.sh").toString(), MACHINE.toString(),
                folder.toString(), System.getProperty("java.home"), Integer.toString(seconds));
        Path console = folder.resolve("console.log");
        Files.writeString(console, ran.said);
        Assumptions.assumeTrue(ran.said.contains("GUEST runs the job"),
                "the virtual machine did not come up, see " + console);
        List<String> lines = ran.said.lines().map(String::strip).toList();
        lines.stream().filter(line -> line.startsWith("# ")).forEach(System.out::println);
        return lines;
    }

    private static Ran run(int seconds, String... command) throws Exception {
        Path log = Files.createTempFile("vm", ".log");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(Path.of("/dev/null").toFile()).start();
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            if (!ended) {
                process.destroy();
            }
            // a console says what it likes: whatever is no UTF-8 is replaced
            String said = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
            return new Ran(ended ? process.exitValue() : CANNOT, said);
        } finally {
            Files.delete(log);
        }
    }
}
