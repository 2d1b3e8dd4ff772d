package dev.darkbox.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TurnTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void threadsComeOneAtATime() throws Exception {
        Path file = folder.resolve(".lock");
        var inside = Collections.synchronizedList(new ArrayList<String>());
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 8; i++) {
                var _ = threads.submit(() -> {
                    try (Turn _ = Turn.take(file, LONG); Turn _ = Turn.take(file, LONG)) {
                        inside.add("in");
                        inside.add("out");
                    }
                    return null;
                });
            }
        }
        assertEquals(Collections.nCopies(8, List.of("in", "out")).stream().flatMap(List::stream).toList(),
                inside);
    }

    @Test
    @Timeout(60)
    void anotherProcessIsWaitedForAndWhenItDiesTheTurnIsFree() throws Exception {
        Path file = folder.resolve(".lock");
        Path java = Path.of(System.getProperty("java.home", ""), "bin", "java");
        Process other = new ProcessBuilder(java.toString(), "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp",
                System.getProperty("java.class.path", ""), Holder.class.getName(), file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var out = other.inputReader()) {
            assertEquals("taken", out.readLine());
            String message = String.valueOf(assertThrows(IOException.class,
                    () -> Turn.take(file, Duration.ofMillis(50))).getMessage());
            assertTrue(message.startsWith(file + ": somebody else"), message);
        } finally {
            other.destroyForcibly().waitFor();
        }
        Turn.take(file, LONG).close();
    }

    @Test
    void anInterruptIsKeptForLater() throws IOException {
        Thread.currentThread().interrupt();
        try (Turn _ = Turn.take(folder.resolve(".lock"), LONG)) {
            assertTrue(Thread.currentThread().isInterrupted());
        } finally {
            Thread.interrupted();
        }
    }

    /// A process that takes the turn and keeps it.
    static final class Holder {

        private Holder() {}

        public static void main(String[] file) throws Exception {
            try (Turn _ = Turn.take(Path.of(file[0]), LONG)) {
                System.out.println("taken");
                System.out.flush();
                int end = System.in.read();
                System.exit(end);
            }
        }
    }
}
