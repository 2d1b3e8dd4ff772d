package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Test
    void itDoublesToItsLimitAndStaysWithinAFifth() {
        for (long seed = 0; seed < 200; seed++) {
            var backOff = new BackOff(FIRST, LONGEST, new Random(seed));
            double middle = 0.5;
            for (int failure = 0; failure < 20; failure++) {
                double seconds = backOff.next().toNanos() / 1e9;
                assertTrue(seconds >= 0.8 * middle && seconds <= 1.2 * middle, seed + ": " + seconds);
                middle = Math.min(30, 2 * middle);
            }
        }
    }

    @Test
    void twoClientsDoNotComeAtTheSameTime() {
        var waits = new HashSet<Duration>();
        for (long seed = 0; seed < 100; seed++) {
            waits.add(new BackOff(FIRST, LONGEST, new Random(seed)).next());
        }
        assertTrue(waits.size() > 90, waits.size() + " different ones");
    }

    @Test
    void afterASuccessItBeginsAnew() {
        var backOff = new BackOff(FIRST, LONGEST, () -> 1L << 62);
        Duration first = backOff.next();
        backOff.next();
        backOff.reset();
        assertEquals(first, backOff.next());
    }
}
