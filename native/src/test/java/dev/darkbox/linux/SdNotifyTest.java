package dev.darkbox.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SdNotifyTest {

    private static final String PYTHON = "/usr/bin/python3";
    private static final String LISTENER = """
            import socket, sys
            name = sys.argv[1]
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind('\\0' + name[1:] if name[0] == '@' else name)
            s.settimeout(20)
            print('bound', flush=True)
            print(repr(s.recv(4096).decode()), flush=True)
            """;

    @TempDir
    private Path folder;

    @Test
    void aDatagramArrivesWholeAtAPathAndAtAnAbstractAddress() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of(PYTHON)), "python3 is not installed");
        for (String name : List.of(folder.resolve("notify").toString(),
                "@darkbox-test-" + folder.hashCode())) {
            Process listener = new ProcessBuilder(PYTHON, "-c", LISTENER, name).redirectErrorStream(true)
                    .start();
            try (BufferedReader said = listener.inputReader(StandardCharsets.UTF_8)) {
                assertEquals("bound", said.readLine());
                assertTrue(SdNotify.of(Map.of("NOTIFY_SOCKET", name)).orElseThrow()
                        .send("READY=1\nSTATUS=10 °C"), name);
                assertEquals("'READY=1\\nSTATUS=10 °C'", said.readLine());
                assertTrue(listener.waitFor(20, TimeUnit.SECONDS));
            } finally {
                listener.destroy();
            }
        }
    }

    @Test
    void nobodyListeningIsSaidNotThrown() throws IOException {
        var systemd = SdNotify.of(Map.of("NOTIFY_SOCKET", folder.resolve("nobody").toString()));
        assertFalse(systemd.orElseThrow().send("READY=1"));
    }

    @Test
    void anEnvironmentWithoutAUsableSocketMeansNobodyWantsToHear() {
        assertEquals(Optional.empty(), SdNotify.of(Map.of()));
        for (String socket : List.of("", "/", "relative", "vsock:2:1234", "/" + "x".repeat(108))) {
            assertEquals(Optional.empty(), SdNotify.of(Map.of("NOTIFY_SOCKET", socket)), socket);
        }
    }

    @Test
    void theWatchdogIsPettedAtHalfItsTimeAndOnlyForThisProcess() {
        assertEquals(Optional.of(Duration.ofSeconds(15)),
                SdNotify.watchdog(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "42"), 42));
        assertEquals(Optional.of(Duration.ofSeconds(15)),
                SdNotify.watchdog(Map.of("WATCHDOG_USEC", "30000000"), 42));
        assertEquals(Optional.empty(),
                SdNotify.watchdog(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "41"), 42));
        for (String micros : List.of("", "0", "-5", "soon", "99999999999999999999")) {
            assertEquals(Optional.empty(), SdNotify.watchdog(Map.of("WATCHDOG_USEC", micros), 42), micros);
        }
    }
}
