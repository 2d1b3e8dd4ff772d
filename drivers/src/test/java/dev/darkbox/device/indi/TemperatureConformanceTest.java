package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Coolers that do not get there, or only say so, case by case. What opens the gate for frames is the daemon's; here is
/// shown that it hears what the sensor reads, and nothing else.
class TemperatureConformanceTest {

    private final ScriptedServer server;
    private final IndiConnection connection;
    private final IndiDevice camera;
    private Instant now = Instant.parse("2026-11-22T20:00:00Z");

    TemperatureConformanceTest() throws IOException {
        server = new ScriptedServer();
        connection = IndiConnection.to("127.0.0.1", server.port(),
                ScriptedServer.PACE.with(Wait.SET_POINT_ECHO, Duration.ofSeconds(3))
                        .with(Wait.COOLER_READ, Duration.ofMillis(600))
                        .with(Wait.PROMPT, Duration.ofSeconds(2)));
        camera = new IndiDevice(connection, ScriptedServer.CAMERA);
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        server.close();
    }

    private IndiCooler cooler() throws Exception {
        camera.connect(List.of("CCD_TEMPERATURE"), Duration.ofSeconds(5));
        return new IndiCooler(camera, Map.of(), new Time() {
            @Override
            public Instant now() {
                return now;
            }

            @Override
            public void sleep(Duration duration) {
                now = now.plus(duration);
            }
        });
    }

    private void says(String state, double sensor) throws IOException {
        server.set("CCD_TEMPERATURE", "Number", state, Map.of("CCD_TEMPERATURE_VALUE", sensor));
    }

    /// What an order to cool makes the driver say, whatever the set point.
    private void answers(String state, double sensor) {
        server.on("CCD_TEMPERATURE", (_, _) -> says(state, sensor));
    }

    /// Readings while the driver says these.
    private List<String> readings(Cooler cooler, String state, double... sensor) throws Exception {
        var readings = new ArrayList<String>();
        for (double value : sensor) {
            says(state, value);
            connection.store().await(() -> Numbers.same(value, camera.find("CCD_TEMPERATURE").orElseThrow()
                    .number("CCD_TEMPERATURE_VALUE")), System.nanoTime() + Duration.ofSeconds(5).toNanos());
            readings.add(cooler.read().sensor().toString());
        }
        return readings;
    }

    @Test
    void case65ASetPointThatIsNeverReachedIsNeverRead() throws Exception {
        IndiCooler cooler = cooler();
        answers("Busy", 10);
        cooler.target(Celsius.of(-40));
        for (int i = 0; i < 5; i++) {
            assertEquals(Celsius.of(10), cooler.read().sensor());
        }
        assertTrue(camera.require("CCD_TEMPERATURE").isBusy(), "for ever");
    }

    @Test
    void case66OkWithoutBeingThereIsNotBeingThere() throws Exception {
        IndiCooler cooler = cooler();
        answers("Ok", 11.5);
        cooler.target(Celsius.of(-10));
        assertEquals(Celsius.of(11.5), cooler.read().sensor());
        assertEquals(List.of("9.0°C", "9.0°C"), readings(cooler, "Ok", 9, 9));
    }

    @Test
    void case67TheSetPointEchoedAsTheFirstValueIsNoReading() throws Exception {
        IndiCooler cooler = cooler();
        answers("Busy", -10);
        cooler.target(Celsius.of(-10));
        assertEquals(List.of("unknown", "unknown"),
                List.of(cooler.read().sensor().isKnown() ? "known" : "unknown",
                        cooler.read().sensor().isKnown() ? "known" : "unknown"));
        cooler.target(Celsius.of(-10)); // told again: still no reading
        assertEquals(Celsius.UNKNOWN, cooler.read().sensor());
        assertEquals(List.of("11.3°C", "-10.0°C"), readings(cooler, "Busy", 11.3, -10),
                "one other value ends it");

        // a sensor that is there already reads what was asked for
        answers("Ok", -10);
        cooler.target(Celsius.of(-10));
        assertEquals(Celsius.of(-10), cooler.read().sensor());
        // and one that gets there unseen is believed after a while
        says("Busy", 5);
        cooler.read();
        answers("Busy", -10);
        cooler.target(Celsius.of(-10));
        assertEquals(Celsius.UNKNOWN, cooler.read().sensor());
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!cooler.read().sensor().isKnown() && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        assertEquals(Celsius.of(-10), cooler.read().sensor());
    }

    @Test
    void case68OvershootAndOscillationAreReadAsTheyAre() throws Exception {
        IndiCooler cooler = cooler();
        answers("Busy", 11);
        cooler.target(Celsius.of(-10));
        assertEquals(List.of("-9.0°C", "-12.0°C", "-8.5°C", "-10.4°C", "-9.9°C"),
                readings(cooler, "Ok", -9, -12, -8.5, -10.4, -9.9));
    }

    @Test
    void case69ADriftAfterOkIsReadThoughTheStateStaysOk() throws Exception {
        IndiCooler cooler = cooler();
        says("Ok", -10);
        assertEquals(Celsius.of(-10), cooler.read().sensor());
        answers("Ok", -10);
        cooler.target(Celsius.of(-10));
        assertEquals(List.of("-10.0°C", "-9.6°C", "-8.0°C", "3.0°C"),
                readings(cooler, "Ok", -10, -9.6, -8, 3));
    }

    @Test
    void case70ARampWithPlateausIsReadAsPlateaus() throws Exception {
        IndiCooler cooler = cooler();
        answers("Busy", 0);
        cooler.target(Celsius.of(-5));
        assertEquals(List.of("-2.0°C", "-2.0°C", "-2.0°C", "-4.0°C", "-4.0°C", "-5.0°C"),
                readings(cooler, "Busy", -2, -2, -2, -4, -4, -5));
    }

    @Test
    void case71ADriverThatIsSilentWhileStableIsAskedAndItsAnswerIsOfNow() throws Exception {
        IndiCooler cooler = cooler();
        int questions = questions();
        for (int i = 1; i <= 3; i++) {
            now = now.plusSeconds(10);
            assertEquals(new Cooler.Reading(now, Celsius.of(11.5), Double.NaN), cooler.read());
            assertEquals(questions + i, questions());
        }
        server.mute(true);
        assertEquals("Cam: reading CCD_TEMPERATURE took longer than 600 ms",
                assertThrows(DeviceException.TimedOut.class, cooler::read).getMessage(),
                "what was known is no reading");
    }

    private int questions() {
        return String.join("", server.heard()).split(
                "<getProperties version='1.7' device='Cam' name='CCD_TEMPERATURE'/>",
                -1).length;
    }

    @Test
    void case72ACameraWhoseTemperatureIsReadOnlyOrMissingHasNoCoolerAndOneWithoutPowerTellsNoLoad()
            throws Exception {
        assertTrue(Double.isNaN(cooler().read().loadPercent()));
        server.define("CCD_TEMPERATURE", "Number", "Ok", "ro", Map.of("CCD_TEMPERATURE_VALUE", "11.5"));
        server.tellAll();
        assertEquals(Optional.empty(), coolerOfARig());
        server.close();
        try (var other = new ScriptedServer()) {
            other.undefine("CCD_TEMPERATURE");
            assertEquals(Optional.empty(), coolerOfARig(other));
        }
    }

    private Optional<Cooler> coolerOfARig() throws Exception {
        return coolerOfARig(server);
    }

    private static Optional<Cooler> coolerOfARig(ScriptedServer server) throws Exception {
        try (var rig = IndiRig.open(IndiSpec.of("test", "127.0.0.1", server.port(), ScriptedServer.CAMERA),
                Time.system(),
                ScriptedServer.PACE)) {
            return rig.camera().cooler();
        }
    }

    @Test
    void case73ASetPointThatTheDriverRoundsIsReadBackAsItCameOut() throws Exception {
        IndiCooler cooler = cooler();
        answers("Busy", 11);
        cooler.target(Celsius.of(-10.5));
        assertEquals("CCD_TEMPERATURE{CCD_TEMPERATURE_VALUE=-10.5}", server.orders().getLast());
        assertEquals(List.of("-5.0°C", "-11.0°C", "-11.0°C"), readings(cooler, "Busy", -5, -11, -11));
        assertTrue(cooler.read().sensor().milliKelvinTo(Celsius.of(-10.5)) == 500);
    }

    @Test
    void case74AlertWhileCoolingIsNoReadingOfItsOwnAndASensorAbove100IsNone() throws Exception {
        IndiCooler cooler = cooler();
        answers("Busy", 11);
        cooler.target(Celsius.of(-10));
        assertEquals(List.of("9.0°C", "8.0°C"), readings(cooler, "Alert", 9, 8));
        for (double nonsense : new double[]{100.1, 4000, -273.15, -4000, Double.NaN,
            Double.POSITIVE_INFINITY}) {
            says("Alert", nonsense);
            connection.store()
                    .await(() -> String.valueOf(nonsense).equals(camera.find("CCD_TEMPERATURE").orElseThrow()
                            .text("CCD_TEMPERATURE_VALUE")),
                            System.nanoTime() + Duration.ofSeconds(5).toNanos());
            assertEquals(Celsius.UNKNOWN, cooler.read().sensor(), String.valueOf(nonsense));
        }
        server.on("CCD_TEMPERATURE", (s, _) -> {
            s.sendControl("<message device='Cam' message='[ERROR] Failed to set temperature'/>");
            says("Alert", 11);
        });
        assertEquals("Cam: [ERROR] Failed to set temperature",
                assertThrows(DeviceException.Refused.class, () -> cooler.target(Celsius.of(-20)))
                        .getMessage());
    }
}
