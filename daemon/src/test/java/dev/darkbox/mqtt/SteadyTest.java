package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.Time;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Time that passes, under a clock that is set.
class SteadyTest {

    private Instant shown = Instant.parse("2026-10-01T18:00:00Z");

    private final Steady steady = new Steady(new Time() {
        @Override
        public Instant now() {
            return shown;
        }

        @Override
        public void sleep(Duration duration) {
            throw new AssertionError("nobody sleeps");
        }
    });

    @Test
    void itGoesWithTheClockNeverBackAndTenMinutesForwardAtMost() {
        Instant start = steady.now();
        shown = shown.plusSeconds(60);
        assertEquals(start.plusSeconds(60), steady.now());
        shown = shown.minus(Duration.ofDays(1000));
        assertEquals(start.plusSeconds(60), steady.now());
        shown = shown.plusSeconds(5);
        assertEquals(start.plusSeconds(65), steady.now());
        shown = shown.plus(Duration.ofDays(9000));
        assertEquals(start.plusSeconds(665), steady.now());
        assertEquals(Duration.ZERO, steady.until(start));
        assertEquals(Duration.ofSeconds(35), steady.until(start.plusSeconds(700)));
    }
}
