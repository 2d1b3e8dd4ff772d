package dev.darkbox.device.serial;

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
import dev.darkbox.device.serial.Gemini.Model;
import dev.darkbox.device.serial.Gemini.Reply;
import dev.darkbox.device.serial.Gemini.Request;
import dev.darkbox.device.serial.Gemini.State;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.device.sim.wire.GeminiBox;
import dev.darkbox.device.sim.wire.GeminiBox.Kind;
import dev.darkbox.device.sim.wire.WireFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GeminiTest {

    private static final String PORT = FaultDrill.PORT;

    private final VirtualTime time = new VirtualTime(FaultDrill.EVENING);

    private BoxLine line(Kind kind, long travelSeconds) {
        return new BoxLine(new GeminiBox(kind, Duration.ofSeconds(travelSeconds), 1, time.now()), time);
    }

    private SerialUnit open(BoxLine line) throws DeviceException, InterruptedException {
        return SerialUnit.open(PORT, "gemini", line, time);
    }

    @Test
    void requestsAreSpelledAsEachModelWants() {
        assertEquals(">P000#", new Request.Ping().encode(Model.REV1));
        assertEquals(">B007#", new Request.SetLevel(7).encode(Model.REV1));
        assertEquals(">H#", new Request.Hello().encode(Model.REV2));
        assertEquals(">B7#", new Request.SetLevel(7).encode(Model.LITE));
        assertEquals(">W0#", new Request.Heat(0).encode(Model.PRO));
        assertThrows(IllegalArgumentException.class, () -> new Request.SetLevel(256));
        assertThrows(IllegalArgumentException.class, () -> new Request.Heat(101));
    }

    @Test
    void statesAreReadByTheShapeOfTheirModelOnly() {
        var plain = Reply.decode("*S99012").orElseThrow();
        var lite = Reply.decode("*S110").orElseThrow();
        var pro = Reply.decode("*S0M0L2C0D76C405O").orElseThrow();
        assertEquals(Optional.of(new State(false, true, 2, 0, 0, 0)), State.decode(Model.REV2, plain));
        assertEquals(Optional.of(new State(false, true, 2, 0, 0, 0)), State.decode(Model.REV1, plain));
        assertEquals(Optional.of(new State(false, true, 0, 0, 0, 0)), State.decode(Model.LITE, lite));
        assertEquals(Optional.of(new State(false, false, 2, 0, 76, 405)), State.decode(Model.PRO, pro));
        for (Reply wrong : List.of(lite, pro)) {
            assertEquals(Optional.empty(), State.decode(Model.REV2, wrong));
        }
        for (Reply wrong : List.of(plain, pro)) {
            assertEquals(Optional.empty(), State.decode(Model.LITE, wrong));
        }
        for (Reply wrong : List.of(plain, lite)) {
            assertEquals(Optional.empty(), State.decode(Model.PRO, wrong));
        }
    }

    @Test
    void otherShapesAreNoReplies() {
        for (String line : new String[]{"", "*", "S99012", "*s99012", "?", "**S99012"}) {
            assertEquals(Optional.empty(), Reply.decode(line), line);
        }
    }

    @Test
    void repliesAreUnderstoodAtEverySplit() {
        var expected = List.of("*HGeminiFlatPanelPro", "*P99OOO", "*S0M0L2C0D76C405O", "*CClosed");
        Splits.each("\r\n#", "*HGeminiFlatPanelPro#*P99OOO\n*S0M0L2C0D76C405O#\r\n*CClosed#",
                lines -> assertEquals(expected, lines));
    }

    @Test
    void eachModelIsFoundShutsAndIsPutOut() throws Exception {
        for (Kind kind : new Kind[]{Kind.REV1, Kind.REV2, Kind.PRO}) {
            BoxLine line = line(kind, 20);
            try (SerialUnit unit = open(line)) {
                var cap = new UnitCap(unit, time);
                var panel = new UnitPanel(unit, time);
                assertEquals(Position.OPEN, cap.read().position(), kind.name());
                cap.moveTo(Position.SHUT);
                assertEquals(0, line.truth().openPart(), kind.name());
                assertEquals(Evidence.REPORTED, cap.read().evidence());
                panel.light(50);
                assertEquals(50, line.truth().lampPercent(), kind.name());
                assertEquals(50, panel.read().percent(), kind.name());
                panel.light(0);
                assertEquals(0, line.truth().lampPercent(), kind.name());
                cap.moveTo(Position.OPEN);
                assertEquals(1, line.truth().openPart(), kind.name());
            }
        }
    }

    @Test
    void modelsAreToldApart() throws Exception {
        assertEquals("Gemini Flat Panel Rev1, firmware not told", identity(Kind.REV1));
        assertEquals("Gemini Flat Panel Rev2, firmware 408", identity(Kind.REV2));
        assertEquals("Gemini Flat Panel Lite, firmware 206", identity(Kind.LITE));
        assertEquals("Gemini Flat Panel Pro, firmware 107", identity(Kind.PRO));
    }

    private String identity(Kind kind) throws Exception {
        try (SerialUnit unit = open(line(kind, 1))) {
            assertEquals(kind != Kind.LITE, unit.traits().cover());
            assertEquals(kind == Kind.PRO, unit.traits().heater());
            return unit.traits().identity();
        }
    }

    @Test
    void whileItMovesItIsMovingAndCannotBeSpokenTo() throws Exception {
        BoxLine line = line(Kind.REV1, 60);
        try (SerialUnit unit = open(line)) {
            unit.move(Position.SHUT);
            assertEquals(Stand.MOVING, unit.cover().stand());
            assertEquals(Evidence.INFERRED, unit.cover().evidence());
            var busy = assertThrows(DeviceException.Refused.class, unit::lamp);
            assertTrue(busy.what().startsWith("cannot be spoken to: moving to SHUT for "), busy.what());
            unit.move(Position.SHUT);
            assertThrows(DeviceException.Refused.class, () -> unit.move(Position.OPEN));
            time.sleep(Duration.ofSeconds(60));
            assertEquals(Stand.SHUT, unit.cover().stand());
        }
    }

    @Test
    void aSlowCoverIsWaitedForAndOneThatNeverEndsHasALimit() throws Exception {
        BoxLine slow = line(Kind.REV1, 110);
        try (SerialUnit unit = open(slow)) {
            new UnitCap(unit, time).moveTo(Position.SHUT);
            assertEquals(0, slow.truth().openPart());
        }
        BoxLine endless = line(Kind.REV1, 3600);
        try (SerialUnit unit = open(endless)) {
            Instant began = time.now();
            assertThrows(DeviceException.class, () -> new UnitCap(unit, time).moveTo(Position.SHUT));
            assertTrue(Duration.between(began, time.now()).toSeconds() < 140);
        }
    }

    @Test
    void aShortWayDoesNotShortenThePatienceWithALongOne() throws Exception {
        var line = new BoxLine(new GeminiBox(Kind.REV2, Duration.ofSeconds(40), 0.05, time.now()), time);
        try (SerialUnit unit = open(line)) {
            var cap = new UnitCap(unit, time);
            cap.moveTo(Position.SHUT);
            cap.moveTo(Position.OPEN);
            assertEquals(1, line.truth().openPart());
        }
    }

    @Test
    void itsWordThatItIsShutIsNotBelievedWhenItsStateSaysOtherwise() throws Exception {
        BoxLine line = line(Kind.REV2, 5);
        try (SerialUnit unit = open(line)) {
            line.fail(WireFault.HALF_WAY);
            Instant began = time.now();
            var e = assertThrows(DeviceException.Refused.class,
                    () -> new UnitCap(unit, time).moveTo(Position.SHUT));
            assertTrue(e.what().contains("stopped half way, \"*S99000\""), e.what());
            assertTrue(unit.wire().entries().stream().anyMatch(w -> w.text().contains("*CClosed#")));
            assertTrue(Duration.between(began, time.now()).toSeconds() < 15);
        }
    }

    @Test
    void aProThatCallsItselfShutHalfWayIsCaughtByItsPosition() throws Exception {
        BoxLine line = line(Kind.PRO, 10);
        try (SerialUnit unit = open(line)) {
            unit.move(Position.SHUT);
            time.sleep(Duration.ofSeconds(4));
            unit.halt();
            time.sleep(Duration.ofSeconds(1));
            assertEquals(Stand.HALF_WAY, unit.cover().stand());
            assertTrue(unit.cover().said().startsWith("*S0M0L1C0D52C801O *G"), unit.cover().said());
            new UnitCap(unit, time).moveTo(Position.SHUT);
            assertEquals(0, line.truth().openPart());
        }
    }

    @Test
    void aStallIsToldBeforeTheDeadline() throws Exception {
        for (Kind kind : new Kind[]{Kind.REV1, Kind.REV2, Kind.PRO}) {
            BoxLine line = line(kind, 10);
            try (SerialUnit unit = open(line)) {
                line.fail(WireFault.STALL);
                var cap = new UnitCap(unit, time);
                Instant began = time.now();
                var e = assertThrows(DeviceException.Refused.class, () -> cap.moveTo(Position.SHUT));
                assertTrue(e.what().contains("stalled, \"*S"), e.what());
                assertFalse(line.truth().openPart() == 0);
                assertTrue(Duration.between(began, time.now()).toSeconds() < 60, kind.name());
            }
        }
    }

    @Test
    void theHeaterOfAProIsSwitchedOffAndGetsItsPowerBack() throws Exception {
        BoxLine line = line(Kind.PRO, 5);
        line.box().hear(">W30#", time.now());
        try (SerialUnit unit = open(line)) {
            var heater = new UnitHeater("dew", unit);
            assertTrue(heater.read().on());
            heater.set(false);
            assertFalse(line.truth().heating());
            heater.set(true);
            assertTrue(unit.heater().said().contains("C30D"), unit.heater().said());
            line.fail(WireFault.HEATER_STUCK);
            var e = assertThrows(DeviceException.Refused.class, () -> heater.set(false));
            assertTrue(e.what().contains(PORT), e.what());
        }
    }

    private SerialUnit twisted(Kind kind, String request, String answer)
            throws DeviceException, InterruptedException {
        var box = new GeminiBox(kind, Duration.ofSeconds(5), 1, time.now());
        return open(new BoxLine(new Twisted(box, Map.of(request, answer)), time));
    }

    @Test
    void oneWithoutStoredEndsIsNotMoved() throws Exception {
        try (SerialUnit unit = twisted(Kind.REV2, ">A#", "*A2#")) {
            var e = assertThrows(DeviceException.Refused.class, () -> unit.move(Position.SHUT));
            assertEquals(PORT
                    + ": its end positions are not stored (\"*A2\"): store them with the maker's program",
                    e.getMessage());
        }
    }

    @Test
    void oldFirmwareIsRefusedWithTheOneThatIsNeeded() {
        var e = assertThrows(DeviceException.Refused.class, () -> twisted(Kind.LITE, ">V#", "*V204#"));
        assertEquals(PORT + ": Gemini Flat Panel Lite has firmware 204 (\"*V204\"); at least 205 is needed",
                e.getMessage());
    }

    @Test
    void aBrightnessBeyondTheScaleIsFullAndNotOut() throws Exception {
        try (SerialUnit unit = twisted(Kind.PRO, ">J#", "*J1281#")) {
            unit.light(10);
            assertEquals(100, unit.lamp().percent());
        }
    }

    @Test
    void anotherGeminiBoxIsNamedInTheError() {
        BoxLine line = line(Kind.REV2, 5);
        line.fail(WireFault.WRONG_ID);
        var e = assertThrows(DeviceException.Garbled.class, () -> open(line));
        assertEquals(PORT + ": expected an answer to \">H#\", got \"*HGeminiPowerBoxPlusV3\"",
                e.getMessage());
    }

    @Test
    void everyFaultEndsInTimeAndNamesThePort() throws Exception {
        for (Kind kind : Kind.values()) {
            List<String> errors = FaultDrill.run("gemini",
                    t -> new GeminiBox(kind, Duration.ofSeconds(8), 1, t.now()));
            for (String fault : new String[]{"mute before", "mute after", "wrong-id before",
                "lamp-stuck after",
                "unplug before", "unplug after"}) {
                assertTrue(errors.stream().anyMatch(e -> e.startsWith(fault)), kind + ": " + fault);
            }
            assertTrue(errors.stream().noneMatch(e -> e.startsWith("garbage") || e.startsWith("slow")
                    || e.startsWith("reset")), kind + ": " + errors);
        }
    }
}
