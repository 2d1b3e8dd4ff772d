package dev.darkbox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimesTest {

    @Test
    void timesAreReadAsPeopleWriteThem() {
        record Case(String text, String duration) {}
        Case[] cases = {
            new Case("10m", "PT10M"), new Case("180s", "PT3M"), new Case("5.4s", "PT5.4S"),
            new Case("1h30m", "PT1H30M"), new Case("0s", "PT0S"), new Case("90m", "PT1H30M"),
            new Case("1h0.5s", "PT1H0.5S"), new Case("0.000000001s", "PT0.000000001S"),
        };
        for (Case c : cases) {
            assertEquals(Optional.of(Duration.parse(c.duration)), Times.parse(c.text), c.text);
        }
    }

    @Test
    void anythingElseIsNoTime() {
        for (String text : List.of("", "10", "m", "10 m", "-5s", "5,4s", "1d", "10M", "1m1h", "1m1m", "0.5m",
                ".5s",
                "5.s", "1e3s", "0.0000000001s", "99999999s", "١s", " 5s")) {
            assertEquals(Optional.empty(), Times.parse(text), text);
        }
    }

    @Test
    void whatIsWrittenIsReadBack() {
        for (long seed = 0; seed < 2000; seed++) {
            var random = new Random(seed);
            Duration time = Duration.ofNanos(random.nextLong(1L << (1 + random.nextInt(52))));
            assertEquals(Optional.of(time), Times.parse(Times.text(time)),
                    "seed " + seed + ": " + Times.text(time));
        }
    }
}
