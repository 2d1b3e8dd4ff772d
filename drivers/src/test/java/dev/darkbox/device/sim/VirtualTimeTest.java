package dev.darkbox.device.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

    private static final Instant DUSK = Instant.parse("2025-09-23T18:00:00Z");
    private final VirtualTime time = new VirtualTime(DUSK);

    @Test
    void movesOnlyWhenSomebodySleeps() throws InterruptedException {
        assertEquals(DUSK, time.now());
        time.sleep(Duration.ofMinutes(5));
        time.sleep(Duration.ofNanos(32_000));
        assertEquals(Instant.parse("2025-09-23T18:05:00.000032Z"), time.now());
    }

    @Test
    void neverMovesBack() throws InterruptedException {
        time.sleep(Duration.ofSeconds(-5));
        assertEquals(DUSK, time.now());
    }

    @Test
    void anInterruptedThreadDoesNotSleep() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> time.sleep(Duration.ofSeconds(1)));
        assertEquals(DUSK, time.now());
    }
}
