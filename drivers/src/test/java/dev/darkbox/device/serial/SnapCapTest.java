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
import dev.darkbox.device.UnitPanel;
import dev.darkbox.device.serial.SnapCap.Reply;
import dev.darkbox.device.serial.SnapCap.Request;
import dev.darkbox.device.serial.SnapCap.State;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.device.sim.wire.FlipFlatBox;
import dev.darkbox.device.sim.wire.SnapCapBox;
import dev.darkbox.device.sim.wire.WireFault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapCapTest {

    private static final String PORT = "/dev/serial/by-id/usb-SnapCap";

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T20:00:00Z"));
    private final BoxLine line = new BoxLine(new SnapCapBox(Duration.ofSeconds(5), 1, time.now()), time);

    private SerialUnit open() throws DeviceException, InterruptedException {
        return SerialUnit.open(PORT, "snapcap", line, time);
    }

    @Test
    void requestsEndInBothCharacters() {
        assertEquals(">S000\r\n", new Request.GetState().encode());
        assertEquals(">A000\r\n", new Request.Abort().encode());
        assertEquals(">B007\r\n", new Request.SetLevel(7).encode());
        assertThrows(IllegalArgumentException.class, () -> new Request.SetLevel(256));
        assertThrows(IllegalArgumentException.class, () -> new Request.SetLevel(-1));
    }

    @Test
    void repliesAreUnderstoodAtEverySplit() {
        byte[] stream = "*V106\r\n*S012\r\n\r\n*J128\r\n".getBytes(StandardCharsets.ISO_8859_1);
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                var framing = new Framing("\r\n");
                feed(framing, stream, 0, first);
                feed(framing, stream, first, second);
                feed(framing, stream, second, stream.length);
                assertEquals(Optional.of(new Reply('V', "106")), framing.next().flatMap(Reply::decode));
                assertEquals(Optional.of(new State(false, true, 2)),
                        framing.next().flatMap(Reply::decode).flatMap(State::decode));
                assertEquals(Optional.of(128), framing.next().flatMap(Reply::decode).map(Reply::number));
                assertEquals(Optional.empty(), framing.next());
            }
        }
    }

    private static void feed(Framing framing, byte[] stream, int from, int to) {
        byte[] piece = Arrays.copyOfRange(stream, from, to);
        framing.feed(piece, piece.length);
    }

    @Test
    void otherShapesAreNoReplies() {
        for (String line : new String[]{"", "*S01", "*S0123", "S012*", "*s012", "*S99012", "*SOOO",
            "*P99OOO"}) {
            assertEquals(Optional.empty(), Reply.decode(line), line);
        }
        for (String value : new String[]{"200", "020", "007"}) {
            assertEquals(Optional.empty(), State.decode(new Reply('S', value)), value);
        }
        assertEquals(Optional.empty(), State.decode(new Reply('J', "001")));
    }

    @Test
    void everyStateIsReadAsThisFamilyMeansIt() {
        Stand[] still = {Stand.HALF_WAY, Stand.OPEN, Stand.SHUT, Stand.STALLED, Stand.FAULT, Stand.STALLED,
            Stand.HALF_WAY};
        for (int cover = 0; cover < still.length; cover++) {
            assertEquals(still[cover], new State(false, false, cover).stand(), "cover " + cover);
            assertEquals(Stand.MOVING, new State(true, false, cover).stand(), "cover " + cover);
        }
    }

    @Test
    void itShutsLightsAndIsReadBackThoughItsFirstAnswerIsDamaged() throws Exception {
        try (var unit = open()) {
            assertEquals("SnapCap, firmware 106", unit.traits().identity());
            var cap = new UnitCap(unit, time);
            var panel = new UnitPanel(unit, time);
            assertEquals(Position.OPEN, cap.read().position());
            cap.moveTo(Position.SHUT);
            assertEquals(Position.SHUT, cap.read().position());
            assertEquals(Evidence.REPORTED, cap.read().evidence());
            assertEquals(0, line.truth().openPart());
            panel.light(50);
            assertEquals(50, line.truth().lampPercent());
            assertEquals(50, panel.read().percent());
            panel.light(0);
            assertEquals(0, line.truth().lampPercent());
        }
    }

    @Test
    void itIsStoppedHalfWayAndShutAfterwards() throws Exception {
        try (var unit = open()) {
            unit.move(Position.SHUT);
            time.sleep(Duration.ofSeconds(2));
            unit.halt();
            assertEquals(Stand.HALF_WAY, unit.cover().stand());
            assertEquals("*S006: stopped by order", unit.cover().said());
            assertFalse(line.truth().openPart() == 0);
            var cap = new UnitCap(unit, time);
            cap.moveTo(Position.SHUT);
            assertEquals(0, line.truth().openPart());
        }
    }

    @Test
    void aFlipFlatIsNotTakenForASnapCapNorTheOtherWayRound() {
        var flipFlat = new BoxLine(new FlipFlatBox(99, Duration.ofSeconds(5), 1, time.now()), time);
        var e = assertThrows(DeviceException.Garbled.class,
                () -> SerialUnit.open(PORT, "snapcap", flipFlat, time));
        assertEquals(PORT + ": expected an answer to \">V000\", got \"*V99044\"", e.getMessage());
        assertThrows(DeviceException.class, () -> SerialUnit.open(PORT, "alnitak", line, time));
        line.fail(WireFault.WRONG_ID);
        assertThrows(DeviceException.Garbled.class, this::open);
    }

    @Test
    void aBoxOfAnotherSpellingIsTimedOut() {
        line.fail(WireFault.WRONG_DIALECT);
        Instant began = time.now();
        assertThrows(DeviceException.TimedOut.class, this::open);
        assertTrue(Duration.between(began, time.now()).toSeconds() < 10);
    }

    @Test
    void aLampThatStaysLitIsToldWithPortAndAnswer() throws Exception {
        try (var unit = open()) {
            var panel = new UnitPanel(unit, time);
            panel.light(100);
            line.fail(WireFault.LAMP_STUCK);
            var e = assertThrows(DeviceException.Refused.class, () -> panel.light(0));
            assertEquals(PORT, e.device());
            assertTrue(e.what().startsWith("still lit") && e.what().contains("*S011"), e.what());
        }
    }

    @Test
    void tooMuchCurrentIsToldBeforeTheDeadline() throws Exception {
        try (var unit = open()) {
            line.fail(WireFault.STALL);
            var cap = new UnitCap(unit, time);
            var e = assertThrows(DeviceException.Refused.class, () -> cap.moveTo(Position.SHUT));
            assertTrue(e.what().contains("stalled, \"*S005: its motor draws too much current\""), e.what());
            assertFalse(line.truth().openPart() == 0);
        }
    }

    @Test
    void oneThatStoppedHalfWayIsNotWaitedForLong() throws Exception {
        try (var unit = open()) {
            line.fail(WireFault.HALF_WAY);
            var cap = new UnitCap(unit, time);
            Instant began = time.now();
            var e = assertThrows(DeviceException.Refused.class, () -> cap.moveTo(Position.SHUT));
            assertTrue(e.what().contains("stopped half way"), e.what());
            assertTrue(Duration.between(began, time.now()).toSeconds() < 10);
        }
    }

    @Test
    void garbageAndDelayAreAskedAgainAndSilenceHasALimit() throws Exception {
        try (var unit = open()) {
            var cap = new UnitCap(unit, time);
            line.fail(WireFault.GARBAGE);
            cap.moveTo(Position.SHUT);
            assertEquals(Position.SHUT, cap.read().position());
            line.box().mend(time.now());
            line.fail(WireFault.SLOW);
            cap.moveTo(Position.OPEN);
            assertEquals(1, line.truth().openPart());
            line.fail(WireFault.MUTE);
            var e = assertThrows(DeviceException.TimedOut.class, cap::read);
            assertEquals(PORT + ": the answer to \">S000\" (last heard \"*S001\") took longer than 1 s",
                    e.getMessage());
        }
    }

    @Test
    void aBoardThatIsResetByOpeningIsWaitedForAndALostPortIsOpenedAgain() throws Exception {
        line.fail(WireFault.RESET_ON_OPEN);
        try (var unit = open()) {
            var cap = new UnitCap(unit, time);
            line.fail(WireFault.UNPLUG);
            assertThrows(DeviceException.Lost.class, cap::read);
            line.box().mend(time.now());
            assertEquals(Position.OPEN, cap.read().position());
            assertEquals(2, line.opened());
        }
    }
}
