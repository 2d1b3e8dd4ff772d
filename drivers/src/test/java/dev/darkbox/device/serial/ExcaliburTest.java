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
import dev.darkbox.device.UnitPanel;
import dev.darkbox.device.serial.Excalibur.Reply;
import dev.darkbox.device.serial.Excalibur.Request;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.device.sim.wire.ExcaliburBox;
import dev.darkbox.device.sim.wire.WireFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExcaliburTest {

    private static final String PORT = "/dev/serial/by-path/usb-excalibur";

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T20:00:00Z"));
    private final BoxLine line = new BoxLine(new ExcaliburBox(Duration.ofSeconds(5), 1, time.now()), time);

    private SerialUnit open() throws DeviceException, InterruptedException {
        return SerialUnit.open(PORT, "excalibur", line, time);
    }

    @Test
    void requestsAreSpelled() {
        assertEquals("#", new Request.Hello().encode());
        assertEquals("S1#", new Request.Shut().encode());
        assertEquals("S0#", new Request.Open().encode());
        assertEquals("L1500##", new Request.Light(1500).encode());
        assertEquals("O#", new Request.GetLight().encode());
        assertEquals("P#", new Request.GetCover().encode());
        assertThrows(IllegalArgumentException.class, () -> new Request.Light(3001));
    }

    @Test
    void repliesAreUnderstoodAtEverySplit() {
        Splits.each("#\r\n", "FLAT.FLAP!#0#3000#\r\n1#", lines -> assertEquals(
                List.of(new Reply.Name(), new Reply.Figure(0), new Reply.Figure(3000), new Reply.Figure(1)),
                lines.stream().map(Reply::decode).map(Optional::orElseThrow).toList()));
    }

    @Test
    void otherShapesAreNoReplies() {
        for (String line : List.of("", "FLAT.FLAP", "FLAT.FLAP!!", "3001", "00000", "-1", "1a", " 1")) {
            assertEquals(Optional.empty(), Reply.decode(line), line);
        }
    }

    /// What Debian's driver asks of it, and what the box it was written for answers.
    @Test
    void theBoxAnswersAnIndependentDriver() {
        var box = new ExcaliburBox(Duration.ofSeconds(2), 1, time.now());
        assertEquals("FLAT.FLAP!#", box.hear("#", time.now()));
        assertEquals("0#", box.hear("O#", time.now()));
        assertEquals("1#", box.hear("P#", time.now()));
        assertEquals("", box.hear("S1#", time.now()));
        time.skip(Duration.ofSeconds(1));
        assertEquals("1#", box.hear("P#", time.now()));
        time.skip(Duration.ofSeconds(1));
        assertEquals("0#", box.hear("P#", time.now()));
        assertEquals("0#", box.hear("L0##", time.now()));
        assertEquals("100#", box.hear("L100##", time.now()));
        assertEquals("100#", box.hear("O#", time.now()));
        assertEquals("0#", box.hear("L0##", time.now()));
        assertEquals("0#", box.hear("O#", time.now()));
    }

    @Test
    void aCoverShutsAndOpensAndOpenIsOnlyInferred() throws Exception {
        try (var unit = open()) {
            assertEquals("RBF Excalibur", unit.traits().identity());
            var cap = new UnitCap(unit, time);
            assertEquals(Evidence.INFERRED, cap.read().evidence());
            cap.moveTo(Position.SHUT);
            assertEquals(0, line.truth().openPart());
            assertEquals(Position.SHUT, cap.read().position());
            assertEquals(Evidence.REPORTED, cap.read().evidence());
            cap.moveTo(Position.OPEN);
            assertEquals(1, line.truth().openPart());
            assertEquals(Evidence.INFERRED, cap.read().evidence());
        }
    }

    @ParameterizedTest
    @EnumSource(value = WireFault.class, names = {"GARBAGE", "SLOW", "WRONG_DIALECT", "RESET_ON_OPEN"})
    void itShutsAndLightsInSpiteOf(WireFault fault) throws Exception {
        line.fail(fault);
        try (var unit = open()) {
            var cap = new UnitCap(unit, time);
            var panel = new UnitPanel(unit, time);
            cap.moveTo(Position.SHUT);
            assertEquals(0, line.truth().openPart());
            panel.light(50);
            assertEquals(50, line.truth().lampPercent());
            assertEquals(50, panel.read().percent());
            panel.light(0);
            assertEquals(0, line.truth().lampPercent());
            assertEquals(Evidence.REPORTED, panel.read().evidence());
        }
    }

    /// The echo of an order to the lamp, come late, must not be read as its state, nor the lamp's as the cover's.
    @Test
    void aLateAnswerIsNotTakenForAnother() throws Exception {
        try (var unit = open()) {
            var panel = new UnitPanel(unit, time);
            panel.light(100);
            line.fail(WireFault.LAMP_STUCK);
            line.fail(WireFault.SLOW);
            var e = assertThrows(DeviceException.Refused.class, () -> panel.light(0));
            assertEquals(PORT + ": still lit at 100 % after it was put out, \"3000\"", told(e));
            unit.light(0);
            assertEquals(Stand.OPEN, unit.cover().stand());
        }
    }

    @ParameterizedTest
    @EnumSource(value = WireFault.class, names = {"STALL", "HALF_WAY"})
    void oneThatDoesNotArriveIsToldAtItsLimit(WireFault fault) throws Exception {
        try (var unit = open()) {
            line.fail(fault);
            var cap = new UnitCap(unit, time);
            Instant began = time.now();
            var e = assertThrows(DeviceException.class, () -> cap.moveTo(Position.SHUT));
            assertTrue(told(e).startsWith(PORT) && e.what().contains("\"1\""), told(e));
            assertTrue(Duration.between(began, time.now()).toSeconds() < 65);
            assertEquals(Position.UNKNOWN, cap.read().position());
            assertFalse(line.truth().openPart() == 0);
        }
    }

    @Test
    void silenceHasALimitAndNamesThePort() throws Exception {
        try (var unit = open()) {
            line.fail(WireFault.MUTE);
            Instant began = time.now();
            var e = assertThrows(DeviceException.TimedOut.class, unit::cover);
            assertTrue(told(e).startsWith(PORT + ": the answer to "), told(e));
            assertTrue(Duration.between(began, time.now()).toSeconds() < 10);
        }
    }

    @Test
    void anotherProductIsNotGreeted() {
        line.fail(WireFault.WRONG_ID);
        var e = assertThrows(DeviceException.Garbled.class, this::open);
        assertEquals(PORT + ": expected an answer to \"#\", got \"ROOF.FLAP!\"", told(e));
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
        assertEquals(1, line.truth().openPart());
    }
}
