package dev.darkbox.device.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CoverUnit.Stand;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.LightSensor;
import dev.darkbox.device.LightSensor.Sight;
import dev.darkbox.device.UnitCap;
import dev.darkbox.device.UnitHeater;
import dev.darkbox.device.UnitPanel;
import dev.darkbox.device.serial.FlatMasterNeo.Model;
import dev.darkbox.device.serial.FlatMasterNeo.NeoState;
import dev.darkbox.device.serial.FlatMasterNeo.Request;
import dev.darkbox.device.serial.FlatMasterNeo.WifiState;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.device.sim.wire.FlatMasterNeoBox;
import dev.darkbox.device.sim.wire.WireFault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlatMasterNeoTest {

    private static final String PORT = FaultDrill.PORT;

    private final VirtualTime time = new VirtualTime(FaultDrill.EVENING);

    private BoxLine line(boolean neo) {
        return new BoxLine(new FlatMasterNeoBox(neo, Duration.ofSeconds(12), 1, time.now()), time);
    }

    private SerialUnit open(LineOpener line) throws DeviceException, InterruptedException {
        return SerialUnit.open(PORT, "flatmaster-neo", line, time);
    }

    @Test
    void requestsAreSpelled() {
        assertEquals("F#\n", new Request.Hello().encode());
        assertEquals("FL:7\n", new Request.Level(7).encode());
        assertEquals("FS:0\n", new Request.Move(false).encode());
        assertEquals("DH:0\n", new Request.Heat(0).encode());
        assertThrows(IllegalArgumentException.class, () -> new Request.Level(101));
    }

    @Test
    void statesAreReadByTheirShape() {
        assertEquals(Optional.of(new WifiState(50)), WifiState.decode("FA:50:1"));
        assertEquals(Optional.of(new WifiState(0)), WifiState.decode("FA:50:0"));
        assertEquals(Optional.of(new NeoState(0, 12.5, 270, 2, 30, true, 17)),
                NeoState.decode("FMNEO:50:0:12.5:270:2:30:1:3:17"));
        assertEquals(Optional.empty(), WifiState.decode("FMNEO:50:0:12.5:270:2:30:1:3:17"));
        assertEquals(Optional.empty(), NeoState.decode("FMNEO:50:0:12.5:270:2:30:1:3"));
        assertEquals(Optional.empty(), NeoState.decode("FA:50:1"));
        assertEquals(Optional.of(Model.WIFI), Model.greeting("FMW_1A2B3C4D_B"));
        assertEquals(Optional.of(Model.NEO), Model.greeting("FMNEO"));
        assertEquals(Optional.empty(), Model.greeting("OK_FM"));
    }

    @Test
    void answersAreUnderstoodAtEverySplit() {
        var expected = List.of("FMNEO", "FV:1.2", "FA:5:1", "FMNEO:5:0:12:270:2:30:1:3:17");
        Splits.each("\r\n", "FMNEO\r\nFV:1.2\nFA:5:1\r\nFMNEO:5:0:12:270:2:30:1:3:17\r\n",
                lines -> assertEquals(expected, lines));
    }

    @Test
    void eachIsFoundAtItsRate() throws Exception {
        try (SerialUnit unit = open(new AtBaud(115200, line(false)))) {
            assertEquals("FlatMaster WiFi, firmware 1.2", unit.traits().identity());
            assertFalse(unit.traits().cover() || unit.traits().heater() || unit.lightSensor().isPresent());
        }
        try (SerialUnit unit = open(new AtBaud(9600, line(true)))) {
            assertEquals("FlatMaster Neo, firmware 1.2", unit.traits().identity());
            assertTrue(unit.traits().cover() && unit.traits().heater() && unit.lightSensor().isPresent());
        }
    }

    @Test
    void aWifiPanelIsLitAndReadBack() throws Exception {
        BoxLine line = line(false);
        try (SerialUnit unit = open(line)) {
            var panel = new UnitPanel(unit, time);
            panel.light(30);
            assertEquals(30, line.truth().lampPercent());
            assertEquals(30, panel.read().percent());
            panel.light(0);
            assertEquals(0, line.truth().lampPercent());
            assertEquals(Evidence.REPORTED, panel.read().evidence());
            assertThrows(DeviceException.Refused.class, unit::cover);
        }
    }

    @Test
    void aNeoShutsAndItsLampIsSensedOnceTheSensorSawItLit() throws Exception {
        BoxLine line = line(true);
        try (SerialUnit unit = open(line)) {
            var cap = new UnitCap(unit, time);
            var panel = new UnitPanel(unit, time);
            cap.moveTo(Position.SHUT);
            assertEquals(0, line.truth().openPart());
            panel.light(0);
            assertEquals(Evidence.REPORTED, panel.read().evidence());
            panel.light(60);
            assertEquals(60, panel.read().percent());
            panel.light(0);
            assertEquals(0, panel.read().percent());
            assertEquals(Evidence.SENSED, panel.read().evidence());
        }
    }

    @Test
    void itsSensorSaysNothingUntilTheLampWasLitAndThenTellsLightFromDark() throws Exception {
        BoxLine line = line(true);
        try (SerialUnit unit = open(line)) {
            LightSensor sensor = unit.lightSensor().orElseThrow();
            assertEquals(PORT, sensor.name());
            assertEquals(Sight.NO_EVIDENCE, sensor.read().sight());
            assertTrue(sensor.read().said().startsWith("reads 2, not seen lit, \"FMNEO:"),
                    sensor.read().said());
            unit.light(100);
            assertEquals(Sight.LIGHT, sensor.read().sight());
            unit.light(0);
            assertEquals(Sight.DARK, sensor.read().sight());
            line.fail(WireFault.MUTE);
            assertEquals(Sight.NO_EVIDENCE, sensor.read().sight());
            assertTrue(sensor.read().said().startsWith(PORT + ": the answer to \"FA\""),
                    sensor.read().said());
        }
    }

    @Test
    void aLampThatGlowsBehindTheShutCoverIsSeenAlthoughTheBoxSaysOut() throws Exception {
        BoxLine line = line(true);
        try (SerialUnit unit = open(line)) {
            new UnitCap(unit, time).moveTo(Position.SHUT);
            var panel = new UnitPanel(unit, time);
            panel.light(100);
            line.fail(WireFault.LAMP_STUCK);
            var e = assertThrows(DeviceException.Refused.class, () -> panel.light(0));
            assertEquals(PORT, e.device());
            assertTrue(e.what().startsWith("still lit at 1 %") && e.what().contains("FMNEO:0:0:0:270:1:")
                    && e.what().contains("reads 802, 800 more when lit"), e.what());
        }
    }

    @Test
    void aLampThatGlowsAsDimlyAsItWasLitIsSeen() throws Exception {
        BoxLine line = line(true);
        try (SerialUnit unit = open(line)) {
            new UnitCap(unit, time).moveTo(Position.SHUT);
            var panel = new UnitPanel(unit, time);
            panel.light(100);
            panel.light(0);
            panel.light(3);
            line.fail(WireFault.LAMP_STUCK);
            assertThrows(DeviceException.Refused.class, () -> panel.light(0));
        }
    }

    @Test
    void byDayItsSensorLearnsNothingFromTheLamp() {
        var eye = new NeoEye();
        eye.lit(20_000, 20_800);
        eye.saw(802);
        assertEquals(Sight.NO_EVIDENCE, eye.sight());
        eye.lit(2, 802);
        assertEquals(Sight.LIGHT, eye.sight());
        eye.saw(2);
        assertEquals(Sight.DARK, eye.sight());
    }

    @Test
    void oneThatWasStoppedHalfWayIsNotMovingForEver() throws Exception {
        BoxLine line = line(true);
        try (SerialUnit unit = open(line)) {
            unit.move(Position.SHUT);
            time.sleep(Duration.ofSeconds(4));
            assertEquals(Stand.MOVING, unit.cover().stand());
            unit.halt();
            assertEquals(Stand.MOVING, unit.cover().stand());
            time.sleep(Duration.ofSeconds(6));
            assertEquals(Stand.HALF_WAY, unit.cover().stand());
            assertEquals(Evidence.INFERRED, unit.cover().evidence());
            new UnitCap(unit, time).moveTo(Position.SHUT);
            assertEquals(0, line.truth().openPart());
        }
    }

    @Test
    void aCoverThatIsShutByItsWordButNotByItsAngleIsNotShut() {
        var ajar = NeoState.decode("FMNEO:0:0:11:270:1:0:0:3:0").orElseThrow();
        var shut = NeoState.decode("FMNEO:0:0:1.5:270:1:0:0:3:0").orElseThrow();
        assertEquals(Stand.UNKNOWN, new NeoCap().stand(ajar, 0));
        assertEquals(Stand.SHUT, new NeoCap().stand(shut, 0));
        var barely = NeoState.decode("FMNEO:0:0:9:270:3:0:0:3:0").orElseThrow();
        assertEquals(Stand.UNKNOWN, new NeoCap().stand(barely, 0));
    }

    @Test
    void theHeaterGoesOffByItselfAsWellAndComesBackAsItWas() throws Exception {
        BoxLine line = line(true);
        line.box().hear("PD:1\n", time.now());
        try (SerialUnit unit = open(line)) {
            var heater = new UnitHeater("dew", unit);
            assertTrue(heater.read().on());
            heater.set(false);
            assertFalse(line.truth().heating());
            heater.set(true);
            assertTrue(unit.heater().said().contains(":1:3:"), unit.heater().said());
            line.fail(WireFault.HEATER_STUCK);
            assertThrows(DeviceException.Refused.class, () -> heater.set(false));
        }
    }

    @Test
    void everyFaultEndsInTimeAndNamesThePort() throws Exception {
        for (boolean neo : new boolean[]{true, false}) {
            List<String> errors = FaultDrill.run("flatmaster-neo",
                    t -> new FlatMasterNeoBox(neo, Duration.ofSeconds(8), 1, t.now()));
            for (String fault : new String[]{"mute before", "mute after", "wrong-id before",
                "lamp-stuck after",
                "wrong-dialect before", "unplug after"}) {
                assertTrue(errors.stream().anyMatch(e -> e.startsWith(fault)), neo + ": " + fault);
            }
            assertTrue(errors.stream().noneMatch(e -> e.startsWith("garbage") || e.startsWith("slow")
                    || e.startsWith("reset")), neo + ": " + errors);
        }
    }
}
