package dev.darkbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Other people's programs that read our files. A test that wants one is skipped where it is not installed.
public final class Peers {

    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path FITSVERIFY = Path.of("/usr/bin/fitsverify");
    private static final Path SIRIL = Path.of("/usr/bin/siril-cli");

    private Peers() {}

    public static void assumeAstropy() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(PYTHON) && run(Path.of("."), 0,
                List.of(PYTHON.toString(), "-c", "import importlib.util as u; print(u.find_spec('astropy'))"))
                .getFirst().startsWith("ModuleSpec"), "python3-astropy is not installed");
    }

    public static void assumeSiril() {
        assumeTrue(Files.isExecutable(SIRIL), "siril-cli is not installed");
    }

    public static void assumeFitsverify() {
        assumeTrue(Files.isExecutable(FITSVERIFY), "fitsverify is not installed");
    }

    /// One line a file, `verification OK: …` where there is no error and no warning.
    public static List<String> fitsverify(List<Path> files) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(FITSVERIFY.toString(), "-q"));
        files.forEach(file -> command.add(file.toString()));
        return run(Path.of("."), 0, command);
    }

    /// What the checking script prints about FITS files and their XISF twins; it fails on any warning.
    public static List<String> astropy(List<Path> files)
            throws IOException, InterruptedException, URISyntaxException {
        var script = Objects.requireNonNull(Peers.class.getResource("/peer/check_fits.py"));
        var command = new ArrayList<>(List.of(PYTHON.toString(), "-B", Path.of(script.toURI()).toString()));
        files.forEach(file -> command.add(file.toString()));
        return run(Path.of("."), 0, command);
    }

    /// Siril's words about the commands of a script.
    public static List<String> siril(Path folder, String script) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("peer.ssf"), "requires 1.0.0\n" + script);
        return run(folder, 0,
                List.of("env", "HOME=" + folder, "LC_ALL=C", SIRIL.toString(), "-s", file.toString(),
                        "-d", folder.toString()));
    }

    private static List<String> run(Path folder, int exit, List<String> command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("peer", ".txt");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(out.toFile()).start();
        try {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), () -> "no end within 120 s: " + command);
            List<String> lines = Files.readAllLines(out);
            assertEquals(exit, process.exitValue(), () -> String.join("\n", lines));
            return lines;
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(out);
        }
    }
}
