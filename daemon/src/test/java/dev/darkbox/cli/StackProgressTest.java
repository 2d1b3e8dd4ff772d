package dev.darkbox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StackProgressTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void aPipeGetsALineAtEveryQuarterWithTheTimeLeft() {
        StackProgress progress = progress("");
        for (int done = 1; done <= 20; done++) {
            nanos.addAndGet(1_000_000_000L);
            progress.done(done, 20);
        }
        assertEquals("""
                  integrating 7 frames: 25 %, 15 s left
                  integrating 7 frames: 50 %, 10 s left
                  integrating 7 frames: 75 %, 5 s left
                  integrating 7 frames: 100 %
                """, printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aTerminalGetsABarThatTellsTheTimeLeftOnceASecondHasPassed() {
        StackProgress progress = progress("80");
        nanos.addAndGet(999_999_999);
        progress.done(1, 100);
        assertTrue(printed.toString(StandardCharsets.UTF_8).endsWith("1 %  7 frames"));
        var later = progress("80");
        nanos.addAndGet(4_000_000_000L);
        later.done(1, 100);
        assertTrue(printed.toString(StandardCharsets.UTF_8).endsWith("1 %  7 frames, 7 min left"));
    }

    private StackProgress progress(String columns) {
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Screen screen = Screen.of(out, out, columns, Map.of());
        return new StackProgress(screen, new LiveLine(screen), 7, nanos::get);
    }
}
