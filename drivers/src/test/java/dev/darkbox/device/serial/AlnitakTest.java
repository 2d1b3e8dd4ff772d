package dev.darkbox.device.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.UnitCap;
import dev.darkbox.device.UnitPanel;
import dev.darkbox.device.serial.Alnitak.Dialect;
import dev.darkbox.device.serial.Alnitak.Reply;
import dev.darkbox.device.serial.Alnitak.Request;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.device.sim.wire.FlipFlatBox;
import dev.darkbox.device.sim.wire.WireFault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlnitakTest {

    private static final String PORT = "/dev/serial/by-id/usb-FTDI_A8";

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T20:00:00Z"));
    private final BoxLine line = new BoxLine(new FlipFlatBox(99, Duration.ofSeconds(5), 1, time.now()), time);

    private SerialUnit open() throws DeviceException, InterruptedException {
        return SerialUnit.open(PORT, "alnitak", line, time);
    }

    @Test
    void requestsAreSpelledInEachDialect() {
        assertEquals(">POOO\r", new Request.Ping().encode(new Dialect('O', "\r")));
        assertEquals(">S000\n", new Request.GetState().encode(new Dialect('0', "\n")));
        assertEquals(">B007\r", new Request.SetLevel(7).encode(new Dialect('O', "\r")));
        assertThrows(IllegalArgumentException.class, () -> new Request.SetLevel(256));
    }

    @Test
    void repliesAreUnderstoodAtEverySplit() {
        byte[] stream = "*P99OOO\r\n*S99012\n\n*J99128\r".getBytes(StandardCharsets.ISO_8859_1);
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                var framing = new Framing("\r\n");
                feed(framing, stream, 0, first);
                feed(framing, stream, first, second);
                feed(framing, stream, second, stream.length);
                assertEquals(Optional.of(new Reply('P', 99, "OOO")), framing.next().flatMap(Reply::decode));
                assertEquals(Optional.of(new Alnitak.State(false, true, 2)),
                        framing.next().flatMap(Reply::decode).flatMap(Alnitak.State::decode));
                assertEquals(Optional.of(128),
                        framing.next().flatMap(Reply::decode).flatMap(Reply::number));
                assertEquals(Optional.empty(), framing.next());
            }
        }
    }

    private static void feed(Framing framing, byte[] stream, int from, int to) {
        byte[] piece = java.util.Arrays.copyOfRange(stream, from, to);
        framing.feed(piece, piece.length);
    }

    @Test
    void otherShapesAreNoReplies() {
        for (String line : new String[]{"", "*P99OO", "*P99OOOO", "P99OOO*", "*p99OOO", "*PXXOOO", "*S012"}) {
            assertEquals(Optional.empty(), Reply.decode(line), line);
        }
    }

    @Test
    void aFlipFlatShutsLightsAndIsReadBack() throws Exception {
        try (var unit = open()) {
            assertEquals("Flip-Flat (99), firmware 044", unit.traits().identity());
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
    void aBoxThatTakesOnlyDigitsAndLfIsFound() throws Exception {
        line.fail(WireFault.WRONG_DIALECT);
        try (var unit = open()) {
            assertEquals(Position.OPEN, new UnitCap(unit, time).read().position());
        }
    }

    @Test
    void aLampThatStaysLitIsToldWithPortAndAnswer() throws Exception {
        try (var unit = open()) {
            var panel = new UnitPanel(unit, time);
            panel.light(100);
            line.fail(WireFault.LAMP_STUCK);
            var e = assertThrows(DeviceException.Refused.class, () -> panel.light(0));
            assertEquals(PORT, e.device());
            assertTrue(e.what().startsWith("still lit") && e.what().contains("*S99012"), e.what());
        }
    }

    @Test
    void aStallIsToldBeforeTheDeadline() throws Exception {
        try (var unit = open()) {
            line.fail(WireFault.STALL);
            var cap = new UnitCap(unit, time);
            var e = assertThrows(DeviceException.Refused.class, () -> cap.moveTo(Position.SHUT));
            assertTrue(e.what().contains("stalled, \"*S99003\""), e.what());
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
    void garbageIsAskedAgainAndSilenceHasALimit() throws Exception {
        try (var unit = open()) {
            var cap = new UnitCap(unit, time);
            line.fail(WireFault.GARBAGE);
            cap.moveTo(Position.SHUT);
            assertEquals(Position.SHUT, cap.read().position());
            line.fail(WireFault.MUTE);
            var e = assertThrows(DeviceException.TimedOut.class, cap::read);
            assertEquals(PORT + ": the answer to \">SOOO\" (last heard \"*S99001\") took longer than 1 s",
                    e.getMessage());
        }
    }

    @Test
    void aLostPortIsOpenedAgainByTheNextCall() throws Exception {
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
