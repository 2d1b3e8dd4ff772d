package dev.darkbox.device.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.Pi4J;
import dev.darkbox.linux.GpioChip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// [GuestJob] in a virtual machine with the kernel's simulated GPIO chip and a PWM chip without hardware: as root, and as
/// the daemon's user in our unit's sandbox, with our udev rules.
///
/// The machine is built by `src/test/vm/build.sh` into `-Ddarkbox.vm=DIR`, `target/vm` by default.
@Tag("slow")
@Tag("vm")
class GpioGuestTest {

    private static final Path SCRIPTS = Path.of("src", "test", "vm");
    private static final Path MACHINE = Path.of(System.getProperty("darkbox.vm", "target/vm"))
            .toAbsolutePath();
    private static final Path JOB = Path.of("target", "vm-job").toAbsolutePath();
    private static final int BUILD_MINUTES = 30;
    private static final int RUN_SECONDS = 900;
    private static final int CANNOT = 3;

    @Test
    void theDriverMovesLightsAndReadsOnARealKernel() throws Exception {
        Ran build = run(BUILD_MINUTES * 60, SCRIPTS.resolve("build.sh").toString(), MACHINE.toString());
        Assumptions.assumeTrue(build.exit != CANNOT, () -> "no virtual machine: " + build.last("cannot: "));
        assertEquals(0, build.exit, build.said);
        pack();
        Ran ran = run(RUN_SECONDS + 60, SCRIPTS.resolve("run.sh").toString(), MACHINE.toString(),
                JOB.toString(),
                System.getProperty("java.home"), Integer.toString(RUN_SECONDS));
        Files.writeString(JOB.resolve("console.log"), ran.said);
        Assumptions.assumeTrue(ran.said.contains("GUEST runs the job"),
                "the virtual machine did not come up, see " + JOB.resolve("console.log"));
        List<String> lines = ran.said.lines().map(String::strip).toList();
        lines.stream().filter(line -> line.startsWith("# ")).forEach(System.out::println);
        assertEquals(List.of(), lines.stream().filter(line -> line.startsWith("not ok ")).toList());
        assertEquals(List.of("checks done as root: 13", "checks done as user: 10"),
                lines.stream().filter(line -> line.startsWith("checks done as ")).toList(), ran.said);
    }

    /// What a program said and how it ended.
    private record Ran(int exit, String said) {
        String last(String prefix) {
            return said.lines().filter(line -> line.startsWith(prefix)).reduce("", (_, line) -> line);
        }
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

    /// The folder that the machine shares: our classes, the libraries, what is installed with the daemon, the job.
    private static void pack() throws Exception {
        Files.createDirectories(JOB);
        for (Class<?> of : List.of(GpioChip.class, GpioUnit.class, GuestJob.class, Pi4J.class,
                LoggerFactory.class)) {
            copy(Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI()), JOB.resolve("lib"));
        }
        for (String file : List.of("darkbox.sysusers", "darkbox-gpio.rules", "darkboxd.service")) {
            Files.copy(Path.of("..", "systemd", file), JOB.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.copy(SCRIPTS.resolve("gpio-job.sh"), JOB.resolve("job.sh"),
                StandardCopyOption.REPLACE_EXISTING);
        assertTrue(Files.exists(JOB.resolve("lib/classes")));
    }

    private static void copy(Path from, Path to) throws IOException, URISyntaxException {
        Files.createDirectories(to);
        if (Files.isRegularFile(from)) {
            Files.copy(from, to.resolve(from.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        try (Stream<Path> all = Files.walk(from)) {
            all.filter(Files::isRegularFile).forEach(file -> {
                Path target = to.resolve("classes").resolve(from.relativize(file).toString());
                try {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
