package dev.darkbox.device.indi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/// What a child process writes, line by line, in constant memory.
///
/// Threading: a daemon thread `indiserver-log` of its own, which ends with the output.
final class ServerOutput {

    static final int LONGEST_LINE = 500;

    private final InputStream output;
    private final int kept;
    private final Consumer<String> listener;
    private final Thread reader = Thread.ofPlatform().daemon().name("indiserver-log").unstarted(this::read);
    private final Deque<String> last = new ArrayDeque<>();

    /// @param kept how many of the last lines are remembered
    ServerOutput(Process process, int kept, Consumer<String> listener) {
        this.output = process.getInputStream();
        this.kept = kept;
        this.listener = listener;
    }

    void start() {
        reader.start();
    }

    /// Waits for the rest, for a second: a driver that hangs may hold the output open.
    void join() throws InterruptedException {
        reader.join(1000);
    }

    /// The last lines; empty when there were none.
    Optional<String> lastWords() {
        synchronized (last) {
            return last.isEmpty() ? Optional.empty() : Optional.of(String.join(" | ", last));
        }
    }

    private void read() {
        var line = new byte[LONGEST_LINE];
        int length = 0;
        try (output) {
            for (int b = output.read(); b >= 0; b = output.read()) {
                if (b == '\n') {
                    take(new String(line, 0, length, StandardCharsets.UTF_8));
                    length = 0;
                } else if (length < LONGEST_LINE) {
                    line[length] = (byte) b;
                    length++;
                }
            }
        } catch (IOException _) {
            // the process is gone, and what it had to say with it
        }
        take(new String(line, 0, length, StandardCharsets.UTF_8));
    }

    private void take(String raw) {
        String text = raw.replaceAll("\\p{Cntrl}", "?").strip();
        if (text.isEmpty()) {
            return;
        }
        synchronized (last) {
            if (last.size() == kept) {
                last.removeFirst();
            }
            last.addLast(text);
        }
        listener.accept(text);
    }
}
