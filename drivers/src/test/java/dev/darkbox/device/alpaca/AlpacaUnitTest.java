package dev.darkbox.device.alpaca;

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
import dev.darkbox.device.alpaca.AlpacaBox.Fault;
import dev.darkbox.device.sim.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AlpacaUnitTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T20:00:00Z"));
    private AlpacaBox box;

    @BeforeEach
    void listen() throws Exception {
        box = new AlpacaBox(2, time);
    }

    @AfterEach
    void stop() {
        box.close();
    }

    private AlpacaUnit open() throws DeviceException, InterruptedException {
        return AlpacaUnit.open("127.0.0.1", box.port(), 0, time);
    }

    private String place() {
        return "http://127.0.0.1:%d covercalibrator 0".formatted(box.port());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aCapIsShutAPanelIsLitAndBothAreReadBack(int version) throws Exception {
        try (var other = new AlpacaBox(version, time);
                var unit = AlpacaUnit.open("127.0.0.1", other.port(), 0, time)) {
            assertEquals("Cover Box, driver 1.7, interface " + version, unit.traits().identity());
            assertEquals(version == 2, other.heard().contains("PUT connect"));
            assertEquals(version == 2, other.heard().contains("GET connecting"));
            assertEquals(version == 1, other.heard().contains("PUT connected"));
            var cap = new UnitCap(unit, time);
            var panel = new UnitPanel(unit, time);
            assertEquals(Position.OPEN, cap.read().position());
            cap.moveTo(Position.SHUT);
            assertEquals(Position.SHUT, cap.read().position());
            assertEquals(Evidence.REPORTED, cap.read().evidence());
            assertEquals("shut, \"coverstate 1 (closed)\"", cap.read().said());
            assertEquals(0, other.openPart());
            panel.light(50);
            assertEquals(100, other.level());
            assertEquals(50, panel.read().percent());
            panel.light(0);
            assertEquals(0, other.level());
            assertEquals(0, panel.read().percent());
            assertEquals("calibratorstate 1 (off), brightness 0 of 200", panel.read().said());
            cap.moveTo(Position.OPEN);
            assertEquals(1, other.openPart());
        }
    }

    @Test
    void aFaintLightIsNeverRoundedToNoneEitherWay() throws Exception {
        try (var unit = open()) {
            unit.light(1);
            assertEquals(2, box.level());
            assertEquals(1, unit.lamp().percent());
            unit.light(100);
            assertEquals(200, box.level());
            assertEquals(100, unit.lamp().percent());
        }
    }

    @Test
    void aDeviceThatIsConnectedIsNotConnectedAgainAndNotDisconnected() throws Exception {
        open().close();
        int before = box.heard().size();
        try (var unit = open()) {
            assertEquals(Stand.OPEN, unit.cover().stand());
        }
        var since = box.heard().subList(before, box.heard().size());
        assertTrue(since.contains("GET connected"));
        assertFalse(since.contains("PUT connect") || since.contains("PUT connected"), since.toString());
    }

    @Test
    void whatTheDeviceLacksIsNotThere() throws Exception {
        box.has(true, false);
        try (var unit = open()) {
            assertFalse(unit.traits().lamp());
            var e = assertThrows(DeviceException.Refused.class, unit::lamp);
            assertEquals(place() + ": has no calibrator", e.getMessage());
        }
        box.has(false, true);
        try (var unit = open()) {
            assertFalse(unit.traits().cover());
            unit.light(10);
            assertThrows(DeviceException.Refused.class, unit::cover);
        }
        box.has(false, false);
        assertEquals(place() + ": has neither a cover nor a calibrator",
                assertThrows(DeviceException.Refused.class, this::open).getMessage());
    }

    @Test
    void aLampThatSaysOffAndShinesIsToldWithServerAndAnswer() throws Exception {
        try (var unit = open()) {
            var panel = new UnitPanel(unit, time);
            panel.light(100);
            box.fail(Fault.LAMP_STUCK);
            var e = assertThrows(DeviceException.Refused.class, () -> panel.light(0));
            assertEquals(place() + ": still lit at 100 % after it was put out, "
                    + "\"calibratorstate 1 (off), brightness 200 of 200\"", e.getMessage());
        }
    }

    @Test
    void aStallIsAFaultBeforeTheDeadline() throws Exception {
        try (var unit = open()) {
            box.fail(Fault.STALL);
            Instant began = time.now();
            var e = assertThrows(DeviceException.Refused.class,
                    () -> new UnitCap(unit, time).moveTo(Position.SHUT));
            assertEquals(place() + ": on its way to SHUT: faulty, \"coverstate 5 (error)\"", e.getMessage());
            assertTrue(Duration.between(began, time.now()).toSeconds() < 20);
            assertTrue(box.openPart() > 0);
        }
    }

    @Test
    void anErrorStaysAFaultAndWhatItCannotTellIsUnknown() throws Exception {
        try (var unit = open()) {
            box.fail(Fault.UNKNOWN_COVER);
            assertEquals(Stand.UNKNOWN, unit.cover().stand());
            box.mend();
            box.fail(Fault.BROKEN_COVER);
            assertEquals(Stand.FAULT, unit.cover().stand());
            assertEquals(Position.UNKNOWN, new UnitCap(unit, time).read().position());
        }
    }

    @Test
    void aCoverThatStoppedIsNotWaitedForLong() throws Exception {
        try (var unit = open()) {
            unit.move(Position.SHUT);
            time.skip(Duration.ofSeconds(2));
            assertEquals(Stand.MOVING, unit.cover().stand());
            unit.halt();
            assertEquals(0.6, box.openPart(), 1e-9);
        }
    }

    @Test
    void aCoverMovedByLightingTheLampIsToldAndTheLampPutOut() throws Exception {
        try (var unit = open()) {
            new UnitCap(unit, time).moveTo(Position.SHUT);
            box.fail(Fault.LAMP_MOVES_COVER);
            var e = assertThrows(DeviceException.Disturbed.class, () -> unit.light(30));
            assertTrue(e.what().startsWith(
                    "lighting the lamp moved the cover, which was shut and is moving"), e.what());
            assertEquals(0, box.level());
        }
    }

    @Test
    void anErrorOfTheDriverIsToldWithItsNumberNameAndMessage() throws Exception {
        try (var unit = open()) {
            box.fail(Fault.DRIVER_ERROR);
            var e = assertThrows(DeviceException.Refused.class, unit::cover);
            assertEquals(place() + ": GET coverstate: error 0x512 (driver) \"USB: pipe error\"",
                    e.getMessage());
        }
    }

    @Test
    void oneThatSomebodyDisconnectedIsConnectedAgainByTheNextCall() throws Exception {
        try (var unit = open()) {
            box.fail(Fault.DISCONNECT);
            var e = assertThrows(DeviceException.Lost.class, unit::cover);
            assertEquals(place() + ": connection lost: the server says error 0x407 (not connected) "
                    + "\"Not connected\"", e.getMessage());
            assertEquals(Stand.OPEN, unit.cover().stand());
        }
    }

    @Test
    void aServerThatWentAwayIsAskedOnceMoreAndThenLostUntilItIsBack() throws Exception {
        try (var unit = open()) {
            box.stop();
            var e = assertThrows(DeviceException.Lost.class, unit::cover);
            assertEquals(place(), e.device());
            assertTrue(e.what().contains("GET covermoving: Connection refused"), e.what());
            box.start();
            assertEquals(Stand.OPEN, unit.cover().stand());
        }
    }

    @Test
    void anotherDeviceInItsPlaceIsRefused() throws Exception {
        try (var unit = open()) {
            box.stop();
            assertThrows(DeviceException.Lost.class, unit::cover);
            box.fail(Fault.OTHER_DEVICE);
            box.start();
            var e = assertThrows(DeviceException.Refused.class, unit::cover);
            assertEquals(place() + ": was Cover Box, driver 1.7, interface 2, "
                    + "now it is Cover Box, driver 2.0, interface 2", e.getMessage());
        }
    }

    @Test
    void aDeviceThatDoesNotConnectIsTold() {
        box.fail(Fault.DOES_NOT_CONNECT);
        assertEquals(place() + ": connecting took longer than 30 s",
                assertThrows(DeviceException.TimedOut.class, this::open).getMessage());
    }

    @Test
    void closingPutsTheLampOutAndLeavesTheCover() throws Exception {
        var unit = open();
        unit.light(40);
        unit.close();
        unit.close();
        assertEquals(0, box.level());
        assertEquals(1, box.openPart());
        assertThrows(DeviceException.Lost.class, unit::lamp);
        assertEquals(1, box.heard().stream().filter("PUT calibratoroff"::equals).count());
    }

    @Test
    void theWireLogHasQuestionsAndAnswers() throws Exception {
        try (var unit = open()) {
            unit.cover();
            assertTrue(unit.wire().lastWord().orElseThrow().contains("\"Value\":3"));
            assertTrue(
                    unit.wire().entries().stream().anyMatch(entry -> entry.text().equals("GET coverstate")));
        }
    }
}
