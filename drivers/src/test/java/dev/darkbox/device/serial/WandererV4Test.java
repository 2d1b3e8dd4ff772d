package dev.darkbox.device.serial;

import static dev.darkbox.device.serial.Told.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CoverUnit.Stand;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.UnitCap;
import dev.darkbox.device.UnitHeater;
import dev.darkbox.device.UnitPanel;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.device.sim.wire.WandererV4Box;
import dev.darkbox.device.sim.wire.WireFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WandererV4Test {

    private static final String PORT = "/dev/serial/by-path/usb-wanderer4";
    private static final Duration TRAVEL = Duration.ofSeconds(20);

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T20:00:00Z"));
    private WandererV4Box box = new WandererV4Box(false, 20240618, TRAVEL, 1, time.now());
    private BoxLine line = new BoxLine(box, time);

    private void firmware(boolean pro, int day, double openPart) {
        box = new WandererV4Box(pro, day, TRAVEL, openPart, time.now());
        line = new BoxLine(box, time);
    }

    private SerialUnit open() throws DeviceException, InterruptedException {
        return SerialUnit.open(PORT, "wanderer", line, time);
    }

    @ParameterizedTest
    @CsvSource({"false, 20240101", "false, 20240618", "false, 20250404", "true, 20250405"})
    void eachModelShutsAndStandsStillByItsAngle(boolean pro, int day) throws Exception {
        firmware(pro, day, 1);
        try (var unit = open()) {
            assertEquals("WandererCover V4%s-EC, firmware %d".formatted(pro ? " Pro" : "", day),
                    unit.traits().identity());
            var cap = new UnitCap(unit, time);
            assertEquals(Position.OPEN, cap.read().position());
            cap.moveTo(Position.SHUT);
            assertEquals(0, line.truth().openPart());
            assertEquals(Position.SHUT, cap.read().position());
            assertEquals(Evidence.REPORTED, cap.read().evidence());
            assertTrue(
                    cap.read().said()
                            .startsWith("shut, \"20.0 degrees, shut is 20.0, open is 270.0: Wanderer"),
                    cap.read().said());
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0059, SHUT", "0.0061, HALF_WAY", "0.02, HALF_WAY", "0.9941, OPEN", "0.9939, HALF_WAY"})
    void itIsAtAnEndWithinOneAndAHalfDegreesOnly(double openPart, Stand stand) throws Exception {
        firmware(false, 20250404, openPart);
        try (var unit = open()) {
            var cover = unit.cover();
            assertEquals(stand, cover.stand(), cover.said());
            assertEquals(Evidence.REPORTED, cover.evidence());
        }
    }

    /// A box whose cover shows one angle after the other, a line a second, and then nothing.
    private SerialUnit streaming(Deque<Double> degrees) throws DeviceException, InterruptedException {
        var said = new Instant[]{Instant.MIN};
        degrees.addAll(List.of(145.0, 145.0, 145.0));
        var stream = new BoxLine(new StubBox(heard -> "", now -> {
            if (degrees.isEmpty() || now.isBefore(said[0].plusSeconds(1))) {
                return "";
            }
            said[0] = now;
            return "WandererCoverV4A20250404A20.00A270.00A%.2fA12.10A0A0A0A\r\n".formatted(degrees.poll());
        }), time);
        SerialUnit unit = SerialUnit.open(PORT, "wanderer", stream, time);
        degrees.clear();
        return unit;
    }

    @Test
    void shutIsInferredUntilTheAngleIsSeenToStandStill() throws Exception {
        var degrees = new ArrayDeque<Double>();
        try (var unit = streaming(degrees)) {
            time.skip(Duration.ofSeconds(60));
            degrees.addAll(List.of(145.0, 20.0)); // the first is old and thrown away
            var once = unit.cover();
            assertEquals(Stand.SHUT, once.stand());
            assertEquals(Evidence.INFERRED, once.evidence());
            degrees.addAll(List.of(20.0, 20.1, 20.0));
            var thrice = unit.cover();
            assertEquals(Stand.SHUT, thrice.stand());
            assertEquals(Evidence.REPORTED, thrice.evidence());
        }
    }

    @Test
    void whatIsToldOfItIsItsStatusAndNoOtherLine() throws Exception {
        line.fail(WireFault.WRONG_DIALECT);
        try (var unit = open()) {
            unit.move(Position.SHUT);
            for (int look = 0; look < 30; look++) {
                String said = unit.cover().said();
                assertTrue(said.contains("WandererCoverV4A"), said);
                time.sleep(Duration.ofMillis(300));
            }
            assertEquals(Stand.SHUT, unit.cover().stand());
        }
    }

    @Test
    void aCoverThatPassesItsShutAngleMoves() throws Exception {
        var degrees = new ArrayDeque<Double>();
        try (var unit = streaming(degrees)) {
            degrees.addAll(List.of(24.0, 21.0, 20.0, 19.0, 19.0, 19.0));
            for (int look = 1; look <= 4; look++) {
                assertEquals(Stand.MOVING, unit.cover().stand(), "look " + look);
            }
            assertEquals(Stand.SHUT, unit.cover().stand());
        }
    }

    @Test
    void onItsWayItMoves() throws Exception {
        try (var unit = open()) {
            unit.move(Position.SHUT);
            for (int second = 1; second < 19; second++) {
                assertEquals(Stand.MOVING, unit.cover().stand());
            }
        }
    }

    @Test
    void withoutSupplyItDoesNotMoveAndSaysSo() throws Exception {
        box.supply(4.9);
        try (var unit = open()) {
            var cap = new UnitCap(unit, time);
            var e = assertThrows(DeviceException.Refused.class, () -> cap.moveTo(Position.SHUT));
            assertTrue(told(e).startsWith(
                    PORT + ": cannot move with 4.9 V at its supply, more than 7 V are needed, \"WandererCoverV4A"),
                    told(e));
        }
    }

    @Test
    void supplyLostOnTheWayIsAFault() throws Exception {
        try (var unit = open()) {
            unit.move(Position.SHUT);
            time.skip(Duration.ofSeconds(5));
            line.fail(WireFault.HALF_WAY);
            box.supply(5);
            unit.cover();
            assertEquals(Stand.FAULT, unit.cover().stand());
        }
    }

    @ParameterizedTest
    @EnumSource(value = WireFault.class, names = {"GARBAGE", "SLOW", "WRONG_DIALECT", "RESET_ON_OPEN"})
    void itShutsLightsAndCoolsInSpiteOf(WireFault fault) throws Exception {
        firmware(true, 20250405, 1);
        line.fail(fault);
        try (var unit = open()) {
            var cap = new UnitCap(unit, time);
            var panel = new UnitPanel(unit, time);
            var heater = new UnitHeater("dew", unit);
            cap.moveTo(Position.SHUT);
            assertEquals(0, line.truth().openPart());
            panel.light(50);
            assertEquals(50, line.truth().lampPercent());
            assertEquals(50, panel.read().percent());
            panel.light(0);
            assertEquals(0, line.truth().lampPercent());
            assertEquals(Evidence.REPORTED, panel.read().evidence());
            heater.set(true);
            heater.set(false);
            assertFalse(line.truth().heating());
        }
    }

    @ParameterizedTest
    @EnumSource(value = WireFault.class, names = {"STALL", "HALF_WAY"})
    void oneThatStopsHalfWayIsNotWaitedForToTheLimit(WireFault fault) throws Exception {
        try (var unit = open()) {
            line.fail(fault);
            var cap = new UnitCap(unit, time);
            Instant began = time.now();
            var e = assertThrows(DeviceException.Refused.class, () -> cap.moveTo(Position.SHUT));
            assertTrue(told(e).startsWith(PORT + ": does not move to SHUT: stopped half way, \""),
                    told(e));
            assertTrue(Duration.between(began, time.now()).toSeconds() < 60);
        }
    }

    @Test
    void theLampAndTheHeaterAreReadBackFromTheStream() throws Exception {
        try (var unit = open()) {
            var panel = new UnitPanel(unit, time);
            var heater = new UnitHeater("dew", unit);
            panel.light(100);
            line.fail(WireFault.LAMP_STUCK);
            var lit = assertThrows(DeviceException.Refused.class, () -> panel.light(0));
            assertTrue(
                    told(lit).startsWith(PORT + ": still lit at 100 % after it was put out, \"Wanderer"),
                    told(lit));
            box.hear("2070\n", time.now());
            assertTrue(heater.read().on());
            line.fail(WireFault.HEATER_STUCK);
            var warm = assertThrows(DeviceException.Refused.class, () -> heater.set(false));
            assertTrue(told(warm).endsWith(" at " + PORT), told(warm));
            line.box().mend(time.now());
            heater.set(false);
            heater.set(true);
            assertTrue(heater.read().on() && unit.heater().said().endsWith("A70A0A"), unit.heater().said());
        }
    }

    /// A line that was begun before an order does not know of it.
    @Test
    void aLineThatIsStillOfTheTimeBeforeAnOrderIsNotItsAnswer() throws Exception {
        int[] levels = {0, 0}; // told, ordered
        var said = new Instant[]{time.now()};
        var late = new BoxLine(new StubBox(heard -> {
            levels[1] = heard.equals("9999\n") ? 0 : Integer.parseInt(heard.strip());
            return "";
        }, now -> {
            if (now.isBefore(said[0].plusSeconds(1))) {
                return "";
            }
            said[0] = now;
            int told = levels[0];
            levels[0] = levels[1];
            return "WandererCoverV4A20250404A20.00A270.00A20.00A12.10A%dA0A0A\r\n".formatted(told);
        }), time);
        try (var unit = SerialUnit.open(PORT, "wanderer", late, time)) {
            var panel = new UnitPanel(unit, time);
            panel.light(100);
            assertEquals(100, panel.read().percent());
            panel.light(0);
            assertEquals(0, panel.read().percent());
        }
    }

    @Test
    void oldFirmwareTellsNeitherSoBothArePutOutAndOnlyCommanded() throws Exception {
        firmware(false, 20240101, 0);
        box.hear("255\n2100\n", time.now());
        assertTrue(line.truth().heating());
        try (var unit = open()) {
            assertEquals(0, line.truth().lampPercent());
            assertFalse(line.truth().heating());
            assertEquals(Evidence.COMMANDED, unit.lamp().evidence());
            assertEquals(Evidence.COMMANDED, unit.heater().evidence());
            unit.light(50);
            unit.heat(true);
            assertEquals(50, unit.lamp().percent());
            assertTrue(unit.heater().on() && line.truth().heating());
        }
    }

    @Test
    void aLampThatTheFirmwareKeepsOutWhileOpenIsExplained() throws Exception {
        firmware(false, 20250404, 1);
        try (var unit = open()) {
            var e = assertThrows(DeviceException.Refused.class, () -> new UnitPanel(unit, time).light(50));
            assertTrue(
                    told(e).startsWith(PORT + ": dark after it was lit at 50 %, \"this firmware keeps"),
                    told(e));
        }
    }

    @Test
    void silenceHasALimitAndNamesThePort() throws Exception {
        try (var unit = open()) {
            line.fail(WireFault.MUTE);
            Instant began = time.now();
            var e = assertThrows(DeviceException.TimedOut.class, unit::cover);
            assertTrue(told(e).startsWith(PORT + ": its status (last heard \"WandererCoverV4A")
                    && told(e).endsWith("A0A0A0A\") took longer than 3 s"), told(e));
            assertTrue(Duration.between(began, time.now()).toSeconds() < 10);
        }
    }

    @Test
    void silenceOnTheWayIsWaitedForAndHasALimit() throws Exception {
        try (var unit = open()) {
            var cap = new UnitCap(unit, time);
            unit.move(Position.SHUT);
            line.fail(WireFault.MUTE);
            var moving = unit.cover();
            assertEquals(Stand.MOVING, moving.stand());
            assertEquals(Evidence.COMMANDED, moving.evidence());
            Instant began = time.now();
            assertThrows(DeviceException.TimedOut.class, () -> cap.moveTo(Position.SHUT));
            assertTrue(Duration.between(began, time.now()).toSeconds() < 130);
            assertEquals(Stand.MOVING, moving.stand());
            time.skip(Duration.ofSeconds(120));
            assertThrows(DeviceException.TimedOut.class, unit::cover);
        }
    }

    @Test
    void anotherProductIsNotGreeted() {
        line.fail(WireFault.WRONG_ID);
        var e = assertThrows(DeviceException.Garbled.class, this::open);
        assertTrue(told(e).startsWith(PORT + ": expected an answer to \"1500001\", got \"ZXWBProV3A"),
                told(e));
    }

    @Test
    void aLostPortIsOpenedAgainByTheNextCall() throws Exception {
        try (var unit = open()) {
            line.fail(WireFault.UNPLUG);
            assertThrows(DeviceException.Lost.class, unit::cover);
            line.box().mend(time.now());
            assertEquals(Stand.OPEN, unit.cover().stand());
            assertEquals(2, line.opened());
        }
    }

    @Test
    void theLampIsPutOutAtTheEndAndTheHeaterIsLeft() throws Exception {
        box.hear("2100\n", time.now());
        var unit = open();
        unit.light(30);
        unit.close();
        assertEquals(0, line.truth().lampPercent());
        assertTrue(line.truth().heating());
    }
}
