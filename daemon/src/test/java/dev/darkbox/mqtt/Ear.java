package dev.darkbox.mqtt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Somebody who listens to the broker: `mosquitto_sub`, one line a message.
public final class Ear implements AutoCloseable {

    /// `1 darkbox/site1/status online`: 1 when it comes from the broker's memory, else 0; topic; payload.
    public static final String TEXT = "%r %t %p";

    private final Process process;
    private final Path file;

    Ear(List<String> command, Path file) throws IOException {
        this.file = file;
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file.toFile()).start();
    }

    /// Everything heard so far, whole lines only.
    public List<String> heard() {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for a line.
    public void await(String line) throws InterruptedException {
        Mosquitto.await("\"" + line + "\" to be heard", () -> heard().contains(line));
    }

    /// Waits until that many lines were heard.
    ///
    /// @return all lines
    public List<String> await(int lines) throws InterruptedException {
        Mosquitto.await(lines + " lines to be heard", () -> heard().size() >= lines);
        return heard();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
