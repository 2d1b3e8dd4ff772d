package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Evenings in front of the gate, one line per reading.
class TemperatureGateTest {

    private static final Instant DUSK = Instant.parse("2025-09-23T18:00:00Z");
    private static final TemperatureGate.Rule RULE = new TemperatureGate.Rule(
            Celsius.of(-10), 300, Duration.ofMinutes(10), 20);

    private record Step(double minute, double sensor, String shows) {}

    @Test
    void case68OvershootStartsTheClockAgain() {
        play(RULE,
                new Step(0.0, +12.0, "Outside"),
                new Step(4.0, -9.699, "Outside"), // 0.301 K off: still out
                new Step(4.5, -9.70, "Settling"), // exactly on the line: in
                new Step(9.0, -10.0, "Settling"),
                new Step(9.5, -10.4, "Outside"), // overshoot starts the clock again
                new Step(10.0, -10.0, "Settling"),
                new Step(19.9, -10.0, "Settling"),
                new Step(20.0, -10.0, "Open"),
                new Step(60.0, -9.8, "Open"),
                new Step(61.0, -9.0, "Outside"),
                new Step(62.0, -10.0, "Settling"));
    }

    @Test
    void aSensorThatCreepsThroughTheToleranceWaitsUntilItIsFlat() {
        play(RULE,
                new Step(0, -9.70, "Settling"),
                new Step(5, -9.85, "Settling"),
                new Step(10, -10.00, "Settling"), // 30 mK a minute: long enough, not flat
                new Step(15, -10.00, "Open"));
    }

    @Test
    void case74AnUnknownTemperatureNeverOpensTheGateAndShutsAnOpenOne() {
        play(RULE,
                new Step(0, Double.NaN, "Outside"),
                new Step(20, Double.NaN, "Outside"),
                new Step(21, -10, "Settling"),
                new Step(31, -10, "Open"),
                new Step(32, Double.NaN, "Outside"));
    }

    @Test
    void case71AReadingSeenTwiceIsNotASecondReading() {
        TemperatureGate first = TemperatureGate.start().next(reading(0, -10), RULE);
        assertEquals(first, first.next(reading(0, -10), RULE));
        assertEquals(new TemperatureGate.Open(DUSK),
                new TemperatureGate.Open(DUSK).next(reading(0, -10), RULE));
    }

    @Test
    void case65ASetPointThatIsNeverReachedNeverOpensTheGateHoweverFlat() {
        play(RULE, new Step(0, 10, "Outside"), new Step(60, 10, "Outside"), new Step(600, 10, "Outside"));
    }

    @Test
    void case67OneReadingOfTheSetPointOpensNothing() {
        play(RULE, new Step(0, -10, "Settling"), new Step(0.1, 12, "Outside"), new Step(11, 5, "Outside"));
    }

    @Test
    void case68AnOscillationThroughTheSetPointNeverOpens() {
        Step[] story = new Step[120];
        for (int minute = 0; minute < story.length; minute++) {
            double off = minute % 2 == 0 ? 0 : minute % 4 == 1 ? 0.5 : -0.5;
            story[minute] = new Step(minute, -10 + off, off == 0 ? "Settling" : "Outside");
        }
        play(RULE, story);
    }

    @Test
    void case69ADriftShutsAnOpenGate() {
        play(RULE, new Step(0, -10, "Settling"), new Step(10, -10, "Open"), new Step(20, -9.8, "Open"),
                new Step(30, -9.69, "Outside"));
    }

    @Test
    void case70APlateauOnTheWayIsNotTheSetPoint() {
        play(RULE, new Step(0, -8, "Outside"), new Step(15, -8, "Outside"), new Step(16, -9.5, "Outside"),
                new Step(40, -9.5, "Outside"), new Step(41, -10, "Settling"), new Step(51, -10, "Open"));
    }

    @Test
    void case73ASetPointRoundedBeyondTheToleranceNeverOpens() {
        play(RULE, new Step(0, -10.5, "Outside"), new Step(60, -10.5, "Outside"));
    }

    @Test
    void withoutASoakTheSecondFlatReadingOpens() {
        var now = new TemperatureGate.Rule(Celsius.of(-10), 300, Duration.ZERO, 20);
        play(now, new Step(0, -10, "Settling"), new Step(0.1, -10, "Open"));
    }

    @Test
    void theSlopeIsThatOfTheLineTheReadingsWereMadeFrom() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            int milliKPerMin = random.nextInt(-900, 900);
            var readings = new ArrayList<Cooler.Reading>();
            for (int minute = 0; minute < random.nextInt(2, 40); minute++) {
                readings.add(reading(minute, -5 + minute * milliKPerMin / 1000.0));
            }
            double slope = TemperatureGate.slope(readings);
            assertTrue(Math.abs(slope - milliKPerMin) < 1e-6 || readings.size() < 2,
                    "seed " + seed + ": " + slope);
        }
        assertEquals(0, TemperatureGate.slope(List.of(reading(3, -10))));
    }

    private static void play(TemperatureGate.Rule rule, Step... story) {
        TemperatureGate gate = TemperatureGate.start();
        for (Step step : story) {
            gate = gate.next(reading(step.minute, step.sensor), rule);
            assertEquals(step.shows, gate.getClass().getSimpleName(), step.toString());
        }
    }

    private static Cooler.Reading reading(double minute, double sensor) {
        return new Cooler.Reading(DUSK.plusMillis((long) (minute * 60_000)), Celsius.of(sensor), 50);
    }
}
