package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/// The python3 in the search path and what is installed for it.
final class Python {

    private Python() {}

    /// What a script of the test resources prints. The test is skipped where python or a module of it is missing.
    static String script(String name, String input, List<Path> arguments)
            throws IOException, InterruptedException, URISyntaxException {
        var script = Objects.requireNonNull(Python.class.getResource("/peer/" + name), name);
        var words = new ArrayList<>(List.of("python3", "-B", Path.of(script.toURI()).toString()));
        arguments.forEach(argument -> words.add(argument.toString()));
        return run(input, words);
    }

    private static String run(String input, List<String> command) throws IOException, InterruptedException {
        Path in = Files.writeString(Files.createTempFile("python", ".in"), input);
        Path out = Files.createTempFile("python", ".out");
        try {
            Process process = started(new ProcessBuilder(command).redirectInput(in.toFile())
                    .redirectErrorStream(true).redirectOutput(out.toFile()));
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "no end within 60 s: " + command);
            String said = Files.readString(out);
            assumeFalse(said.contains("ModuleNotFoundError"), said.strip());
            assertEquals(0, process.exitValue(), said);
            return said;
        } finally {
            Files.deleteIfExists(in);
            Files.deleteIfExists(out);
        }
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new TestAbortedException("no python3 here: " + e.getMessage(), e);
        }
    }
}
