package dev.darkbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs a process to its end under GNU time.
final class Timed {

    private static final long LIMIT_SECONDS = 900;

    private Timed() {}

    /// @param folder for what it prints
    /// @throws IOException it failed, or took more than a quarter of an hour; with what it printed
    static Cost run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path costs = folder.resolve("costs.txt");
        Path log = folder.resolve("run.log");
        var timed = new ArrayList<>(List.of("time", "-f", "%U %S %M", "-o", costs.toString()));
        timed.addAll(command);
        var builder = new ProcessBuilder(timed).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        Process process = builder.start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        double wallSeconds = (System.nanoTime() - start) / 1e9;
        if (!ended || process.exitValue() != 0) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + (ended ? " failed:\n" : " took too long:\n")
                    + Files.readString(log));
        }
        String[] numbers = Files.readString(costs).strip().split(" ", 3);
        return new Cost(wallSeconds, Double.parseDouble(numbers[0]) + Double.parseDouble(numbers[1]),
                Double.parseDouble(numbers[2]) / 1024);
    }
}
