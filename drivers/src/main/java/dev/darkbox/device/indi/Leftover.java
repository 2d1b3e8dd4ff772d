package dev.darkbox.device.indi;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The server of an earlier life of this program, known by its process number and the moment it began.
final class Leftover {

    private static final Duration ENDS = Duration.ofSeconds(5);

    private Leftover() {}

    /// Writes down which process is ours.
    static void note(ServerSpec spec, Process process) throws IOException {
        Files.writeString(spec.pidFile(), process.pid() + " " + began(process.toHandle()) + "\n");
    }

    /// Ends the one written down, if it still runs.
    static void end(ServerSpec spec, IndiServer.Listener listener) throws IOException, InterruptedException {
        Optional<ProcessHandle> left = find(spec);
        if (left.isPresent()) {
            listener.remarked("the indiserver of an earlier start still runs (process %d) and is ended"
                    .formatted(left.get().pid()));
            List<ProcessHandle> drivers = left.get().descendants().toList();
            left.get().destroy();
            if (!ended(left.get())) {
                left.get().destroyForcibly();
                ended(left.get());
            }
            drivers.forEach(ProcessHandle::destroyForcibly);
        }
        Files.deleteIfExists(spec.pidFile());
    }

    private static Optional<ProcessHandle> find(ServerSpec spec) throws IOException {
        if (!Files.isRegularFile(spec.pidFile()) || Files.size(spec.pidFile()) > 100) {
            return Optional.empty();
        }
        String[] words = Files.readString(spec.pidFile()).strip().split(" ", -1);
        if (words.length != 2 || !words[0].matches("[1-9]\\d{0,9}")) {
            return Optional.empty();
        }
        // a number is given out again: only with its beginning it names a process
        return ProcessHandle.of(Long.parseLong(words[0])).filter(ProcessHandle::isAlive)
                .filter(process -> began(process).equals(words[1]));
    }

    private static boolean ended(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(ENDS.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException _) {
            return false;
        }
    }

    private static String began(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }
}
