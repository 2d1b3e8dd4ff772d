package dev.darkbox.device.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.DeviceException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SimCoolerTest {

    private static SimSettings inAir(double degrees) {
        return SimSettings.small(3).with(SimCooling.at(degrees));
    }

    @Test
    void approachesOvershootsALittleAndStays() throws Exception {
        try (var bench = new Bench(inAir(15))) {
            assertEquals(15, bench.degrees(), 0.2);
            bench.rig.camera().cooler().orElseThrow().target(Celsius.of(-10));
            double coldest = 15;
            int minutesToThere = 0;
            for (int second = 0; second < 1200; second++) {
                bench.time.sleep(Duration.ofSeconds(1));
                coldest = Math.min(coldest, bench.degrees());
                if (minutesToThere == 0 && bench.degrees() <= -9.7) {
                    minutesToThere = second / 60;
                }
            }
            assertTrue(coldest < -10.05 && coldest > -10.9, "coldest " + coldest);
            assertTrue(minutesToThere >= 3 && minutesToThere <= 8, minutesToThere + " min");
            for (int minute = 0; minute < 60; minute++) {
                bench.time.sleep(Duration.ofMinutes(1));
                assertEquals(-10, bench.degrees(), 0.3);
                // 25 K of 40 K
                assertEquals(62.5, bench.loadPercent(), 5);
            }
        }
    }

    @Test
    void aHotNightNeverReachesTheSetPoint() throws Exception {
        try (var bench = new Bench(inAir(34))) {
            bench.cool(-10);
            assertEquals(-6, bench.degrees(), 0.3);
            assertEquals(100, bench.loadPercent());
        }
    }

    @Test
    void switchedOffItWarmsUpToTheAir() throws Exception {
        try (var bench = new Bench(inAir(15))) {
            bench.cool(-10);
            bench.rig.camera().cooler().orElseThrow().off();
            bench.time.sleep(Duration.ofMinutes(4));
            assertEquals(15 - 25 / Math.E, bench.degrees(), 0.4);
            assertEquals(0, bench.loadPercent());
            bench.time.sleep(Duration.ofHours(1));
            assertEquals(15, bench.degrees(), 0.2);
        }
    }

    @Test
    void whatItIsDoesNotDependOnHowOftenItIsAsked() throws Exception {
        try (var watched = new Bench(inAir(15)); var left = new Bench(inAir(15))) {
            watched.rig.camera().cooler().orElseThrow().target(Celsius.of(-10));
            left.rig.camera().cooler().orElseThrow().target(Celsius.of(-10));
            for (int i = 0; i < 3000; i++) {
                watched.time.sleep(Duration.ofMillis(100));
                watched.degrees();
            }
            left.time.sleep(Duration.ofSeconds(300));
            assertEquals(
                    watched.rig.camera().cooler().orElseThrow().read(),
                    left.rig.camera().cooler().orElseThrow().read());
        }
    }

    @Test
    void aSetPointOutOfReachOfTheDriverIsRefused() throws Exception {
        try (var bench = new Bench(inAir(15))) {
            var cooler = bench.rig.camera().cooler().orElseThrow();
            var refused = assertThrows(DeviceException.Refused.class, () -> cooler.target(Celsius.of(-80)));
            assertEquals("sim-camera: set point -80.0°C, the camera takes -40.0°C to 30.0°C",
                    refused.getMessage());
        }
    }

    @Test
    void aGustPushesTheSensorOutAndTheCoolerBringsItBack() throws Exception {
        try (var bench = new Bench(inAir(15))) {
            bench.cool(-10);
            bench.faults.at(bench.time.now().plusSeconds(60), new SimFault.Gust(12, Duration.ofMinutes(20)));
            double warmest = -20;
            for (int second = 0; second < 600; second++) {
                bench.time.sleep(Duration.ofSeconds(1));
                warmest = Math.max(warmest, bench.degrees());
            }
            assertTrue(warmest > -9.7 && warmest < -8.5, "warmest " + warmest);
            assertEquals(-10, bench.degrees(), 0.3);
            assertEquals(92.5, bench.loadPercent(), 5);
            bench.time.sleep(Duration.ofMinutes(30));
            assertEquals(62.5, bench.loadPercent(), 5);
        }
    }

    @Test
    void aDeadCoolerAsksForEverythingAndGetsNothing() throws Exception {
        try (var bench = new Bench(inAir(15))) {
            bench.cool(-10);
            bench.faults.next(new SimFault.CoolerDies());
            bench.time.sleep(Duration.ofHours(1));
            assertEquals(15, bench.degrees(), 0.3);
            assertEquals(100, bench.loadPercent());
        }
    }

    @Test
    void aDayIsColdestAtItsHour() {
        var air = new SimAmbient.Daily(Celsius.of(20), Celsius.of(8), 4);
        assertEquals(8, air.degrees(Instant.parse("2025-09-24T04:00:00Z")), 1e-9);
        assertEquals(20, air.degrees(Instant.parse("2025-09-24T16:00:00Z")), 1e-9);
        assertEquals(14, air.degrees(Instant.parse("2025-09-24T22:00:00Z")), 1e-9);
    }

    @Test
    void halfAYearPassesInAMoment() throws Exception {
        try (var bench = new Bench(inAir(15))) {
            bench.cool(-10);
            bench.time.skip(Duration.ofDays(180));
            assertEquals(-10, bench.degrees(), 0.3);
        }
    }

    @Test
    void readoutsWarmTheSensorWhenTold() throws Exception {
        var warm = new SimCooling(
                new SimAmbient.Constant(Celsius.of(15)), Duration.ofMinutes(4), 40, 0.25, 0.005, 0, 1, 50,
                Celsius.of(-40), Celsius.of(30));
        try (var bench = new Bench(SimSettings.small(3).with(warm))) {
            bench.discard(10);
            assertTrue(bench.degrees() > 15.45, bench.degrees() + " °C");
        }
    }
}
