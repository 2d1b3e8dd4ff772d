package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The cooler's load and the sensor's drift, one line per reading.
class WatchesTest {

    private static final Instant DUSK = Instant.parse("2025-09-23T18:00:00Z");
    private static final LoadWatch.Rule LOAD = new LoadWatch.Rule(85, Duration.ofMinutes(5), 100);
    private static final DriftWatch.Rule DRIFT = new DriftWatch.Rule(Celsius.of(-10), 300, 500);

    private record Step(double minute, double load, double sensor, String shows) {}

    @Test
    void aHotNightOverloadsTheCoolerOnceTheSensorStopsFalling() {
        play(
                new Step(0, 100, 20, "Straining"),
                new Step(5, 100, 5, "Straining"), // full power on the way down is work
                new Step(10, 100, -4, "Straining"),
                new Step(14.9, 100, -4.4, "Straining"),
                new Step(15, 100, -4.4, "Overloaded"), // 80 mK a minute is no way down
                new Step(16, 86, -4.5, "Overloaded"),
                new Step(17, 85, -4.6, "Easy"), // exactly on the limit
                new Step(18, 85.1, -4.6, "Straining"));
    }

    @Test
    void aSensorThatRisesAtFullPowerIsNotBeingCooledDown() {
        play(new Step(0, 95, -10, "Straining"), new Step(5, 95, -9, "Overloaded"));
    }

    @Test
    void case72ACameraThatDoesNotTellItsLoadIsNeverOverloaded() {
        play(new Step(0, Double.NaN, -10, "Easy"), new Step(60, Double.NaN, -10, "Easy"));
    }

    @Test
    void case69OneExcursionIsOneDrift() {
        double[] sensor = {-10, -9.51, -9.5, -9.499, -9.6, Double.NaN, -9.69, -9.7, -10.5, -10.501,
            Double.NaN};
        String[] shows = {
            "STEADY", "STEADY", "STEADY", "DRIFTED", "DRIFTED", "DRIFTED", "DRIFTED", "STEADY", "STEADY",
            "DRIFTED",
            "DRIFTED"
        };
        DriftWatch drift = DriftWatch.STEADY;
        for (int i = 0; i < sensor.length; i++) {
            drift = drift.next(Celsius.of(sensor[i]), DRIFT);
            assertEquals(shows[i], drift.name(), "reading " + i + " of " + sensor[i]);
        }
    }

    private static void play(Step... story) {
        LoadWatch watch = LoadWatch.start();
        for (Step step : story) {
            Instant at = DUSK.plusMillis((long) (step.minute * 60_000));
            watch = watch.next(new Cooler.Reading(at, Celsius.of(step.sensor), step.load), LOAD);
            assertEquals(step.shows, watch.getClass().getSimpleName(), step.toString());
        }
    }
}
