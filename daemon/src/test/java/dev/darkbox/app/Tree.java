package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// The assembled tree, its two programs run as a user runs them.
final class Tree {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final Path bin;
    private final Path folder;
    private int calls;

    /// What a program said.
    record Said(int exit, String out, String err) {}

    /// @param folder for what the programs print
    private Tree(Path bin, Path folder) {
        this.bin = bin;
        this.folder = folder;
    }

    /// The tree, or the test is skipped because it is not built yet.
    static Tree assembled(Path folder) {
        Path bin = Path.of(System.getProperty("darkbox.tree", "no-tree")).resolve("bin");
        Assumptions.assumeTrue(Files.isExecutable(bin.resolve("darkbox")),
                "the assembled tree is not there: mvn package makes it");
        return new Tree(bin, folder);
    }

    Path bin() {
        return bin;
    }

    /// Runs `darkbox` to its end, without a terminal.
    Said darkbox(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), bin.resolve("darkbox"), arguments);
    }

    Said darkboxd(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), bin.resolve("darkboxd"), arguments);
    }

    /// Runs a program with variables of its own; an empty value removes one.
    Said run(Map<String, String> environment, Path program, String... arguments)
            throws IOException, InterruptedException {
        Path out = folder.resolve("out-" + calls);
        Path err = folder.resolve("err-" + calls++);
        Process process = builder(environment, program, arguments)
                .redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        boolean over = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!over) {
            process.destroyForcibly();
        }
        assertTrue(over, () -> program + " " + List.of(arguments) + " is not over after " + LIMIT);
        return new Said(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private static ProcessBuilder builder(Map<String, String> environment, Path program,
            String... arguments) {
        var words = new ArrayList<>(List.of(program.toString()));
        words.addAll(List.of(arguments));
        var builder = new ProcessBuilder(words);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().keySet().removeAll(
                List.of("DARKBOX_CONFIG", "JOURNAL_STREAM", "NOTIFY_SOCKET", "JDK_JAVA_OPTIONS"));
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return builder;
    }

    /// Starts `darkboxd` and returns when it answers.
    ///
    /// @param log gets what it says, appended
    Process daemon(Path config, Path socket, Path log, int speed) throws IOException, InterruptedException {
        return daemon(Map.of(), config, socket, log, speed);
    }

    /// The same with variables of its own.
    Process daemon(Map<String, String> environment, Path config, Path socket, Path log, int speed)
            throws IOException, InterruptedException {
        Files.deleteIfExists(socket);
        Process daemon = builder(environment, bin.resolve("darkboxd"), "--config", config.toString(),
                "--socket",
                socket.toString(), "--speed", Integer.toString(speed))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        for (int i = 0; i < 3000 && daemon.isAlive() && !Files.exists(socket); i++) {
            Thread.sleep(Duration.ofMillis(10));
        }
        assertTrue(Files.exists(socket), () -> "darkboxd does not listen: " + read(log));
        return daemon;
    }

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
