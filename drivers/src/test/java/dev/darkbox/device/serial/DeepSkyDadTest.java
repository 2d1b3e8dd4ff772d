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
import dev.darkbox.device.serial.DeepSkyDad.Reply;
import dev.darkbox.device.serial.DeepSkyDad.Request;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.device.sim.wire.DeepSkyDadBox;
import dev.darkbox.device.sim.wire.WireFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeepSkyDadTest {

    private static final String PORT = "/dev/serial/by-id/usb-Deep_Sky_Dad_FP";

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T20:00:00Z"));
    private BoxLine line = box(false, true);

    private BoxLine box(boolean fp2, boolean heater) {
        return new BoxLine(new DeepSkyDadBox(fp2, heater, Duration.ofSeconds(5), 1, time.now()), time);
    }

    private SerialUnit open() throws DeviceException, InterruptedException {
        return SerialUnit.open(PORT, "deepskydad", line, time);
    }

    @Test
    void requestsAreSpelled() {
        assertEquals("[GFRM]", new Request.GetFirmware().encode());
        assertEquals("[STRG270]", new Request.Target(270).encode());
        assertEquals("[SLBR0100]", new Request.SetLevel(100).encode());
        assertEquals("[SLON0]", new Request.Light(false).encode());
        assertEquals("[SHTM2]", new Request.SetHeater(2).encode());
        assertThrows(IllegalArgumentException.class, () -> new Request.SetLevel(4097));
        assertThrows(IllegalArgumentException.class, () -> new Request.Target(271));
        assertThrows(IllegalArgumentException.class, () -> new Request.SetHeater(3));
    }

    @Test
    void repliesAreUnderstoodAtEverySplit() {
        Splits.each(")\r\n", "(Board=DeepSkyDad.FP2, Version=1.0.14.2)(OK)\r\n( 26.104242)(-127)!100)(270)",
                lines -> assertEquals(
                        List.of(new Reply.Firmware("DeepSkyDad.FP2", "1.0.14.2"), new Reply.Ok(),
                                new Reply.Figure(26.104242), new Reply.Figure(-127),
                                new Reply.Unknown("!100"), new Reply.Figure(270)),
                        lines.stream().map(Reply::decode).map(Optional::orElseThrow).toList()));
    }

    @Test
    void otherShapesAreNoReplies() {
        for (String line : List.of("", "(", "270", "(27O", "(OK!", "x(270", "(Board=, Version=1", "!",
                "(1.")) {
            assertEquals(Optional.empty(), Reply.decode(line), line);
        }
        assertEquals(Optional.empty(), Reply.whole("(-1"));
        assertEquals(Optional.empty(), Reply.whole("(0.5"));
    }

    /// What Debian's driver asks of an FP1, and what the box it was written for answers.
    @Test
    void theBoxAnswersAnIndependentDriver() {
        var box = new DeepSkyDadBox(false, false, Duration.ofSeconds(2), 1, time.now());
        assertEquals("(0)", box.hear("[GPOS]", time.now()));
        assertEquals("(Board=DeepSkyDad.FP1, Version=1.0.3)", box.hear("[GFRM]", time.now()));
        assertEquals("(0)(0)", box.hear("[GMOV][GLON]", time.now()));
        assertEquals("(-127)(0)(0)", box.hear("[GHTT][GHTM][GLBR]", time.now()));
        assertEquals("(OK)", box.hear("[STRG270]", time.now()));
        assertEquals("(OK)", box.hear("[SMOV]", time.now()));
        time.skip(Duration.ofMillis(615));
        assertEquals("(1)(83)", box.hear("[GMOV][GPOS]", time.now()));
        time.skip(Duration.ofMillis(1400));
        assertEquals("(0)(270)", box.hear("[GMOV][GPOS]", time.now()));
        assertEquals("(OK)", box.hear("[SLON1]", time.now()));
        assertEquals("(OK)", box.hear("[SLBR0100]", time.now()));
        assertEquals("(1)(100)", box.hear("[GLON][GLBR]", time.now()));
        assertEquals("(OK)", box.hear("[SLON0]", time.now()));
        assertEquals("(0)", box.hear("[GLON]", time.now()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bothModelsShutLightAndStopWarming(boolean fp2) throws Exception {
        line = box(fp2, true);
        try (var unit = open()) {
            assertEquals(fp2 ? "DeepSkyDad.FP2, firmware 1.0.14.2" : "DeepSkyDad.FP1, firmware 1.0.3",
                    unit.traits().identity());
            var cap = new UnitCap(unit, time);
            var panel = new UnitPanel(unit, time);
            var heater = new UnitHeater("dew", unit);
            cap.moveTo(Position.SHUT);
            assertEquals(0, line.truth().openPart());
            assertEquals(Evidence.REPORTED, cap.read().evidence());
            panel.light(50);
            assertEquals(50, line.truth().lampPercent());
            assertEquals(50, panel.read().percent());
            assertTrue(heater.read().on() && line.truth().heating());
            heater.set(false);
            assertFalse(heater.read().on() || line.truth().heating());
            panel.light(0);
            assertEquals(0, line.truth().lampPercent());
            heater.set(true);
            assertEquals("(2)", unit.heater().said());
        }
    }

    @ParameterizedTest
    @EnumSource(value = WireFault.class, names = {"GARBAGE", "SLOW", "WRONG_DIALECT", "RESET_ON_OPEN"})
    void itShutsAndLightsInSpiteOf(WireFault fault) throws Exception {
        line = box(true, true);
        line.fail(fault);
        try (var unit = open()) {
            var cap = new UnitCap(unit, time);
            var panel = new UnitPanel(unit, time);
            cap.moveTo(Position.SHUT);
            assertEquals(0, line.truth().openPart());
            panel.light(100);
            assertEquals(100, line.truth().lampPercent());
            panel.light(0);
            assertEquals(0, panel.read().percent());
            assertEquals(0, line.truth().lampPercent());
        }
    }

    @Test
    void aLampThatStaysLitIsToldWithPortAndAnswer() throws Exception {
        try (var unit = open()) {
            var panel = new UnitPanel(unit, time);
            panel.light(100);
            line.fail(WireFault.LAMP_STUCK);
            var e = assertThrows(DeviceException.Refused.class, () -> panel.light(0));
            assertTrue(
                    told(e).startsWith(
                            PORT + ": still lit at 1 % after it was put out, \"lit (1), level (0)\""),
                    told(e));
        }
    }

    @Test
    void aHeaterThatStaysWarmIsToldWithPortAndAnswer() throws Exception {
        try (var unit = open()) {
            line.fail(WireFault.HEATER_STUCK);
            var e = assertThrows(DeviceException.Refused.class, () -> new UnitHeater("dew", unit).set(false));
            assertEquals("dew: still on after it was switched off, \"(2)\" at " + PORT, told(e));
        }
    }

    @Test
    void withoutAHeaterNoneIsClaimed() throws Exception {
        line = box(true, false);
        try (var unit = open()) {
            assertFalse(unit.traits().heater());
            assertThrows(DeviceException.Refused.class, unit::heater);
        }
    }

    @ParameterizedTest
    @CsvSource({"(nan), (0), false", "!100), !100), false", "(nan), (1), true", "(-127), (2), true"})
    void aHeaterWhoseSensorFailsCountsOnlyWhereItIsOn(String celsius, String mode, boolean counts)
            throws Exception {
        line = new BoxLine(new StubBox(heard -> switch (heard) {
            case "[GFRM]" -> "(Board=DeepSkyDad.FP1, Version=0.9)";
            case "[GHTT]" -> celsius;
            default -> mode;
        }), time);
        try (var unit = open()) {
            assertEquals(counts, unit.traits().heater());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneThatStopsHalfWayIsNotWaitedForLong(boolean fp2) throws Exception {
        line = box(fp2, true);
        try (var unit = open()) {
            for (WireFault fault : List.of(WireFault.HALF_WAY, WireFault.STALL)) {
                line.fail(fault);
                var cap = new UnitCap(unit, time);
                Instant began = time.now();
                var e = assertThrows(DeviceException.Refused.class, () -> cap.moveTo(Position.SHUT));
                assertTrue(told(e).startsWith(PORT + ": does not move to SHUT: stopped half way, \""),
                        told(e));
                assertTrue(Duration.between(began, time.now()).toSeconds() < 20);
                line.box().mend(time.now());
                cap.moveTo(Position.OPEN);
            }
        }
    }

    /// Its word for the end is not enough.
    @Test
    void anFp2ThatWasStoppedSaysOpenAndIsNotBelieved() throws Exception {
        line = box(true, true);
        try (var unit = open()) {
            unit.move(Position.SHUT);
            time.skip(Duration.ofSeconds(2));
            unit.halt();
            var cover = unit.cover();
            assertEquals(Stand.HALF_WAY, cover.stand());
            assertEquals("degrees (108), end (1)", cover.said());
        }
    }

    @Test
    void anFp1CannotBeStopped() throws Exception {
        try (var unit = open()) {
            var e = assertThrows(DeviceException.Refused.class, unit::halt);
            assertEquals(PORT + ": this box cannot be stopped half way", told(e));
        }
    }

    @Test
    void anOrderItDoesNotKnowIsToldWithItsAnswer() throws Exception {
        line = new BoxLine(new StubBox(heard -> switch (heard) {
            case "[GFRM]" -> "(Board=DeepSkyDad.FP1, Version=0.9)";
            case "[GHTT]", "[GHTM]" -> "(0)";
            default -> "!100)";
        }), time);
        try (var unit = open()) {
            Instant began = time.now();
            var e = assertThrows(DeviceException.Refused.class, () -> unit.move(Position.SHUT));
            assertEquals(PORT + ": does not know [STRG270], \"!100)\"", told(e));
            assertTrue(Duration.between(began, time.now()).toSeconds() < 1);
        }
    }

    @Test
    void silenceHasALimitAndNamesThePort() throws Exception {
        try (var unit = open()) {
            line.fail(WireFault.MUTE);
            Instant began = time.now();
            var e = assertThrows(DeviceException.TimedOut.class, unit::cover);
            assertTrue(told(e).startsWith(PORT + ": the answer to \"[G"), told(e));
            assertTrue(Duration.between(began, time.now()).toSeconds() < 10);
        }
    }

    @Test
    void aFocuserOfTheSameMakerIsNotGreeted() {
        line.fail(WireFault.WRONG_ID);
        var e = assertThrows(DeviceException.Garbled.class, this::open);
        assertEquals(
                PORT + ": expected an answer to \"[GFRM]\", got \"(Board=DeepSkyDad.AF3, Version=1.0.3\"",
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
        var unit = open();
        unit.light(30);
        unit.close();
        assertEquals(0, line.truth().lampPercent());
        assertTrue(line.truth().heating());
    }
}
