package dev.darkbox.device.serial;

import static dev.darkbox.device.serial.Told.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CoverUnit.Stand;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.UnitCap;
import dev.darkbox.device.UnitPanel;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.device.sim.wire.WandererV3Box;
import dev.darkbox.device.sim.wire.WireFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WandererV3Test {

    private static final String PORT = "/dev/serial/by-path/usb-wanderer3";

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T20:00:00Z"));
    private final WandererV3Box box = new WandererV3Box(Duration.ofSeconds(20), 1, time.now());
    private final BoxLine line = new BoxLine(box, time);

    private SerialUnit open() throws DeviceException, InterruptedException {
        return SerialUnit.open(PORT, "wanderer", line, time);
    }

    /// What Debian's driver says to it, and what the box it was written for answers.
    @Test
    void theBoxAnswersAnIndependentDriver() {
        var peer = new WandererV3Box(Duration.ofSeconds(2), 1, time.now());
        assertEquals("WandererCoverV3A20220920A1A10500A", peer.hear("1500001\n", time.now()));
        assertEquals("", peer.hear("1000\n\n", time.now()));
        assertEquals("", peer.hear("25\n", time.now()));
        assertEquals(10, peer.truth(time.now()).lampPercent());
        assertEquals("", peer.hear("9999\n\n", time.now()));
        assertEquals(0, peer.truth(time.now()).lampPercent());
        time.skip(Duration.ofSeconds(1));
        assertEquals("", peer.due(time.now()));
        time.skip(Duration.ofSeconds(1));
        assertEquals("0A", peer.due(time.now()));
        assertEquals("", peer.hear("1001\n\n", time.now()));
    }

    @Test
    void aCoverShutsOnItsLateWordAndIsOnlyInferred() throws Exception {
        try (var unit = open()) {
            assertEquals("Wanderer Cover V3, firmware 20220920", unit.traits().identity());
            var cap = new UnitCap(unit, time);
            assertEquals(Position.OPEN, cap.read().position());
            Instant began = time.now();
            cap.moveTo(Position.SHUT);
            assertTrue(Duration.between(began, time.now()).toSeconds() >= 20);
            assertEquals(0, line.truth().openPart());
            assertEquals(Position.SHUT, cap.read().position());
            assertEquals(Evidence.INFERRED, cap.read().evidence());
            assertEquals("shut, \"WandererCoverV3A20220920A0A10500A\"", cap.read().said());
            cap.moveTo(Position.SHUT);
        }
    }

    /// Its state is that of the last finished move until then: asked while it moves, it would say open or shut.
    @Test
    void whileItMovesItIsNotAsked() throws Exception {
        try (var unit = open()) {
            unit.move(Position.SHUT);
            time.skip(Duration.ofSeconds(5));
            var cover = unit.cover();
            assertEquals(Stand.MOVING, cover.stand());
            assertEquals(Evidence.COMMANDED, cover.evidence());
            time.skip(Duration.ofSeconds(15));
            assertEquals(Stand.SHUT, unit.cover().stand());
        }
    }

    @Test
    void theWordOfAnEarlierOrderDoesNotEndALaterOne() throws Exception {
        Deque<String> words = new ArrayDeque<>();
        var slow = new BoxLine(new StubBox(
                heard -> heard.equals("1500001\n") ? "WandererCoverV3A20220920A0A10500A" : "",
                now -> words.isEmpty() ? "" : words.poll()), time);
        try (var unit = SerialUnit.open(PORT, "wanderer", slow, time)) {
            unit.move(Position.SHUT);
            unit.move(Position.OPEN);
            words.add("0A");
            assertEquals(Stand.MOVING, unit.cover().stand());
            words.add("1A");
            assertEquals(Stand.SHUT, unit.cover().stand());
        }
    }

    /// Nothing tells a cover that lost its steps from one that arrived: that is why it is never better than inferred.
    @ParameterizedTest
    @EnumSource(value = WireFault.class, names = {"STALL", "HALF_WAY"})
    void oneThatDidNotArriveReadsShutButIsNeverBetterThanInferred(WireFault fault) throws Exception {
        try (var unit = open()) {
            line.fail(fault);
            var cap = new UnitCap(unit, time);
            cap.moveTo(Position.SHUT);
            assertTrue(line.truth().openPart() > 0);
            assertEquals(Evidence.INFERRED, cap.read().evidence());
        }
    }

    @Test
    void theLampIsOnlyCommandedAndPutOutFromTheStart() throws Exception {
        box.hear("255\n", time.now());
        try (var unit = open()) {
            assertEquals(0, line.truth().lampPercent());
            var panel = new UnitPanel(unit, time);
            assertEquals(0, panel.read().percent());
            panel.light(50);
            assertEquals(50, line.truth().lampPercent());
            assertEquals(50, panel.read().percent());
            assertEquals(Evidence.COMMANDED, panel.read().evidence());
            line.fail(WireFault.LAMP_STUCK);
            panel.light(0);
            assertEquals(50, line.truth().lampPercent());
            assertEquals(Evidence.COMMANDED, panel.read().evidence());
        }
    }

    @ParameterizedTest
    @EnumSource(value = WireFault.class, names = {"GARBAGE", "SLOW", "WRONG_DIALECT", "RESET_ON_OPEN"})
    void itShutsInSpiteOf(WireFault fault) throws Exception {
        line.fail(fault);
        try (var unit = open()) {
            var cap = new UnitCap(unit, time);
            cap.moveTo(Position.SHUT);
            assertEquals(0, line.truth().openPart());
            assertEquals(Position.SHUT, cap.read().position());
        }
    }

    @Test
    void endsThatWereNeverSetAreToldBeforeAnythingMoves() throws Exception {
        box.forgetEnds();
        try (var unit = open()) {
            var cap = new UnitCap(unit, time);
            var e = assertThrows(DeviceException.Refused.class, () -> cap.moveTo(Position.SHUT));
            assertEquals(
                    PORT + ": its open and shut positions were never set, \"WandererCoverV3A20220920A1A0A\"",
                    told(e));
        }
    }

    @Test
    void anErrorOfTheBoxIsToldAndForgottenWithTheNextOrder() throws Exception {
        var line = new BoxLine(new StubBox(heard -> switch (heard) {
            case "1500001\n" -> "WandererCoverV3A20220920A1A10500A";
            case "1000\n" -> "Error: motor";
            case "1001\n" -> "1A";
            default -> "";
        }), time);
        try (var unit = SerialUnit.open(PORT, "wanderer", line, time)) {
            var cap = new UnitCap(unit, time);
            var e = assertThrows(DeviceException.Refused.class, () -> cap.moveTo(Position.SHUT));
            assertEquals(PORT + ": on its way to SHUT: faulty, \"Error: motor\"", told(e));
            assertEquals(Position.UNKNOWN, cap.read().position());
            cap.moveTo(Position.OPEN);
            assertEquals(Position.OPEN, cap.read().position());
        }
    }

    @Test
    void aMoveThatIsNeverSaidToBeOverHasALimitAndLeavesTheCoverUnknown() throws Exception {
        try (var unit = open()) {
            unit.light(0);
            unit.move(Position.SHUT);
            line.fail(WireFault.MUTE);
            time.skip(Duration.ofSeconds(60));
            assertEquals(Stand.MOVING, unit.cover().stand());
            time.skip(Duration.ofSeconds(61));
            line.box().mend(time.now());
            var cover = unit.cover();
            assertEquals(Stand.UNKNOWN, cover.stand());
            assertTrue(cover.said().startsWith("no word since it was ordered to SHUT"), cover.said());
            unit.move(Position.SHUT);
            assertEquals(Stand.SHUT, unit.cover().stand());
        }
    }

    @Test
    void silenceHasALimitAndNamesThePort() throws Exception {
        try (var unit = open()) {
            line.fail(WireFault.MUTE);
            Instant began = time.now();
            var e = assertThrows(DeviceException.TimedOut.class, unit::cover);
            assertTrue(told(e).startsWith(PORT + ": an answer to \"1500001\" (last heard"),
                    told(e));
            assertTrue(Duration.between(began, time.now()).toSeconds() < 10);
        }
    }

    @Test
    void anotherProductIsNotGreeted() {
        line.fail(WireFault.WRONG_ID);
        var e = assertThrows(DeviceException.Garbled.class, this::open);
        assertEquals(PORT + ": expected an answer to \"1500001\", got \"ZXWBProV3A20220920A1A10500A\"",
                told(e));
    }

    @Test
    void oldFirmwareIsRefusedInOneLine() {
        var old = new BoxLine(new StubBox(heard -> "WandererCoverV3A20211231A1A10500A"), time);
        var e = assertThrows(DeviceException.Refused.class,
                () -> SerialUnit.open(PORT, "wanderer", old, time));
        assertEquals(PORT + ": firmware 20211231 is older than 20220920 and must be renewed, "
                + "\"WandererCoverV3A20211231A1A10500A\"", told(e));
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
    void theLampIsPutOutAtTheEnd() throws Exception {
        var unit = open();
        unit.light(30);
        unit.close();
        assertEquals(0, line.truth().lampPercent());
    }
}
