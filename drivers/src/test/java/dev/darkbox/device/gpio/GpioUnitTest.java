package dev.darkbox.device.gpio;

import static dev.darkbox.device.gpio.FakeBoard.HEATER;
import static dev.darkbox.device.gpio.FakeBoard.OPEN_LIMIT;
import static dev.darkbox.device.gpio.FakeBoard.OPEN_RELAY;
import static dev.darkbox.device.gpio.FakeBoard.SHUT_LIMIT;
import static dev.darkbox.device.gpio.FakeBoard.SHUT_RELAY;
import static dev.darkbox.device.gpio.FakeBoard.SUPPLY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CoverUnit.Cover;
import dev.darkbox.device.CoverUnit.Stand;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.UnitCap;
import dev.darkbox.device.UnitHeater;
import dev.darkbox.device.UnitPanel;
import dev.darkbox.device.gpio.GpioSpec.Drive;
import dev.darkbox.device.gpio.GpioSpec.Input;
import dev.darkbox.device.gpio.GpioSpec.Output;
import dev.darkbox.device.gpio.GpioSpec.Pull;
import dev.darkbox.device.gpio.GpioSpec.Pwm;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every fault of wiring and mechanics, in virtual time.
class GpioUnitTest {

    private static final Input TO_OPEN = Input.toGround(OPEN_LIMIT);
    private static final Input TO_SHUT = Input.toGround(SHUT_LIMIT);
    private static final Duration TRAVEL = Duration.ofSeconds(8);

    private final FakeBoard board = new FakeBoard();

    @AfterEach
    void bothRelaysWereNeverOnAtOnce() {
        assertEquals(0, board.shortCircuits);
    }

    private static GpioSpec.Relay relay(Drive drive) {
        return new GpioSpec.Relay(new Output(OPEN_RELAY, false), new Output(SHUT_RELAY, false), drive,
                Duration.ofMillis(500), Duration.ofMillis(500), TRAVEL);
    }

    private static GpioSpec motor(Optional<Input> open, Optional<Input> shut) {
        return new GpioSpec("", Optional.of(relay(Drive.HOLD)), open, shut, Optional.empty(),
                Optional.empty());
    }

    private static GpioSpec servo(boolean hold, Optional<Input> shut) {
        return new GpioSpec("", Optional.of(new GpioSpec.Servo(new Pwm("", 2), 1_000_000, 2_000_000,
                Duration.ofSeconds(5), Duration.ofSeconds(1), hold)), Optional.empty(), shut,
                Optional.empty(),
                Optional.empty());
    }

    private static GpioSpec panelAndHeater(boolean activeLow) {
        return new GpioSpec("", Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.of(
                        new GpioSpec.Lamp(new Pwm("", 0), 1000, Optional.of(new Output(SUPPLY, activeLow)),
                                Duration.ofSeconds(3))),
                Optional.of(new Output(HEATER, activeLow)));
    }

    private GpioUnit open(GpioSpec spec) throws DeviceException, InterruptedException {
        return GpioUnit.open(spec, board, board);
    }

    private static void is(Stand stand, Evidence evidence, Cover cover) {
        assertEquals(stand + " " + evidence, cover.stand() + " " + cover.evidence(), cover.said());
    }

    @Test
    void aCoverWithBothSwitchesIsSensedAndStopsAtItsEnd() throws Exception {
        try (var unit = open(motor(Optional.of(TO_OPEN), Optional.of(TO_SHUT)))) {
            is(Stand.OPEN, Evidence.SENSED, unit.cover());
            var cap = new UnitCap(unit, board);
            cap.moveTo(Position.SHUT);
            is(Stand.SHUT, Evidence.SENSED, unit.cover());
            assertFalse(board.motorRuns());
            cap.moveTo(Position.OPEN);
            is(Stand.OPEN, Evidence.SENSED, unit.cover());
            assertFalse(board.motorRuns());
            assertEquals(0, board.watchers());
        }
    }

    @Test
    void nothingMovesByConnectingAndWhatIsThereIsNotDrivenAgain() throws Exception {
        var unit = open(motor(Optional.of(TO_OPEN), Optional.of(TO_SHUT)));
        board.sleep(Duration.ofSeconds(2));
        unit.move(Position.OPEN);
        board.sleep(Duration.ofSeconds(2));
        unit.close();
        assertEquals(List.of("5=0@0", "6=0@0"), board.done);
        unit.close();
        assertEquals(1, board.closed);
    }

    @Test
    void theSameOrderTwiceIsOneMove() throws Exception {
        try (var unit = open(motor(Optional.of(TO_OPEN), Optional.of(TO_SHUT)))) {
            unit.move(Position.SHUT);
            board.sleep(Duration.ofSeconds(2));
            unit.move(Position.SHUT);
            board.sleep(Duration.ofSeconds(5));
            is(Stand.SHUT, Evidence.SENSED, unit.cover());
            assertEquals(1, board.done.stream().filter(d -> d.startsWith("6=1")).count(),
                    board.done.toString());
        }
    }

    @Test
    void aSwitchThatBouncesIsOutlasted() throws Exception {
        board.bounceMillis = 25;
        try (var unit = open(motor(Optional.of(TO_OPEN), Optional.of(TO_SHUT)))) {
            new UnitCap(unit, board).moveTo(Position.SHUT);
            assertEquals(0, board.stand);
            is(Stand.SHUT, Evidence.SENSED, unit.cover());
            unit.move(Position.OPEN);
            board.sleep(Duration.ofMillis(515)); // the shut switch has just let go, and bounces
            is(Stand.MOVING, Evidence.COMMANDED, unit.cover());
            board.sleep(TRAVEL);
            is(Stand.OPEN, Evidence.SENSED, unit.cover());
        }
    }

    @Test
    void aSwitchThatNeverSettlesIsAFault() throws Exception {
        board.stand = 0.5;
        try (var unit = open(motor(Optional.of(TO_OPEN), Optional.of(TO_SHUT)))) {
            is(Stand.HALF_WAY, Evidence.SENSED, unit.cover());
            board.stand = 0;
            board.sleep(Duration.ofMillis(1));
            board.bounceMillis = 1_000_000;
            is(Stand.FAULT, Evidence.SENSED, unit.cover());
            assertTrue(unit.cover().said().contains("shut=unsteady"), unit.cover().said());
        }
    }

    @Test
    void bothSwitchesAtOnceAreAFaultAndNothingIsMoved() throws Exception {
        board.stuck.put(SHUT_LIMIT, false);
        try (var unit = open(motor(Optional.of(TO_OPEN), Optional.of(TO_SHUT)))) {
            is(Stand.FAULT, Evidence.SENSED, unit.cover());
            var e = assertThrows(DeviceException.Refused.class, () -> unit.move(Position.SHUT));
            assertEquals("gpiochip fake: not moved: limit switches open=1 shut=1", e.getMessage());
            board.sleep(TRAVEL);
            assertEquals(List.of("5=0@0", "6=0@0"), board.done);
        }
    }

    @Test
    void aStuckSwitchStopsTheMotorWhereTheOtherOneIsReached() throws Exception {
        board.stand = 0;
        try (var unit = open(motor(Optional.of(TO_OPEN), Optional.of(TO_SHUT)))) {
            board.stuck.put(SHUT_LIMIT, false);
            unit.move(Position.OPEN);
            board.sleep(Duration.ofSeconds(5));
            assertFalse(board.motorRuns());
            is(Stand.FAULT, Evidence.SENSED, unit.cover());
        }
    }

    @Test
    void aLoneSwitchThatSticksIsToldWhenTheTimeIsOver() throws Exception {
        board.stand = 0;
        try (var unit = open(motor(Optional.empty(), Optional.of(TO_SHUT)))) {
            is(Stand.SHUT, Evidence.SENSED, unit.cover());
            board.stuck.put(SHUT_LIMIT, false);
            unit.move(Position.OPEN);
            board.sleep(Duration.ofSeconds(9));
            assertFalse(board.motorRuns());
            assertTrue(unit.cover().said().contains("shut limit still active after 8000 ms"),
                    unit.cover().said());
            board.stuck.clear();
            is(Stand.STALLED, Evidence.SENSED, unit.cover());
        }
    }

    @Test
    void oneSwitchIsEnoughForItsOwnEnd() throws Exception {
        try (var unit = open(motor(Optional.empty(), Optional.of(TO_SHUT)))) {
            is(Stand.UNKNOWN, Evidence.SENSED, unit.cover());
            unit.move(Position.OPEN);
            board.sleep(Duration.ofSeconds(9));
            is(Stand.OPEN, Evidence.INFERRED, unit.cover());
            new UnitCap(unit, board).moveTo(Position.SHUT);
            is(Stand.SHUT, Evidence.SENSED, unit.cover());
        }
    }

    @Test
    void aMotorThatGetsNowhereIsSwitchedOffThoughNobodyAsks() throws Exception {
        board.blockedBelow = 0.4;
        try (var unit = open(motor(Optional.of(TO_OPEN), Optional.of(TO_SHUT)))) {
            unit.move(Position.SHUT);
            board.sleep(Duration.ofSeconds(8));
            assertTrue(board.motorRuns());
            board.sleep(Duration.ofSeconds(1));
            assertFalse(board.motorRuns());
            is(Stand.STALLED, Evidence.SENSED, unit.cover());
            var e = assertThrows(DeviceException.Refused.class,
                    () -> new UnitCap(unit, board).moveTo(Position.SHUT));
            assertTrue(
                    e.what().contains(
                            "stalled, \"limit switches open=0 shut=0, shut limit not reached in 8000 ms"),
                    e.what());
        }
    }

    @Test
    void aBrokenWireReadsAsNotShut() throws Exception {
        board.stuck.put(SHUT_LIMIT, true); // what the pull-up makes of it
        var spec = motor(Optional.of(TO_OPEN), Optional.of(TO_SHUT));
        assertEquals(List.of(), spec.doubts());
        try (var unit = open(spec)) {
            var e = assertThrows(DeviceException.Refused.class,
                    () -> new UnitCap(unit, board).moveTo(Position.SHUT));
            assertTrue(e.what().contains("stalled"), e.what());
            assertFalse(board.motorRuns());
        }
    }

    @Test
    void aBrokenWireOfASwitchThatOpensAtItsEndIsSeenAtTheOtherEnd() throws Exception {
        board.limitsOpenAtEnd = true;
        var opens = new Input(SHUT_LIMIT, false, Pull.UP, 3, Duration.ofMillis(10));
        var spec = motor(Optional.of(new Input(OPEN_LIMIT, false, Pull.UP, 3, Duration.ofMillis(10))),
                Optional.of(opens));
        assertTrue(spec.doubts().getFirst().startsWith("shut limit: a broken wire reads as shut"));
        try (var unit = open(spec)) {
            is(Stand.OPEN, Evidence.SENSED, unit.cover());
            board.stuck.put(SHUT_LIMIT, true);
            is(Stand.FAULT, Evidence.SENSED, unit.cover());
            assertThrows(DeviceException.Refused.class, () -> unit.move(Position.SHUT));
        }
    }

    @Test
    void theOtherDirectionWaitsForItsDeadTime() throws Exception {
        try (var unit = open(motor(Optional.of(TO_OPEN), Optional.of(TO_SHUT)))) {
            unit.move(Position.SHUT);
            board.sleep(Duration.ofSeconds(2));
            unit.move(Position.OPEN);
            assertFalse(board.motorRuns());
            is(Stand.MOVING, Evidence.COMMANDED, unit.cover());
            board.sleep(Duration.ofSeconds(3));
            is(Stand.OPEN, Evidence.SENSED, unit.cover());
            long off = at("6=0", 1);
            long on = at("5=1", 0);
            assertTrue(on - off >= 500 && on - off < 530, board.done.toString());
        }
    }

    private long at(String what, int which) {
        List<String> all = board.done.stream().filter(d -> d.startsWith(what + "@")).toList();
        return Long.parseLong(all.get(which).split("@", -1)[1]);
    }

    @Test
    void aPulseStartsAMotorWithAControlOfItsOwn() throws Exception {
        board.ownControl = true;
        var spec = new GpioSpec("", Optional.of(relay(Drive.PULSE)), Optional.of(TO_OPEN),
                Optional.of(TO_SHUT),
                Optional.empty(), Optional.empty());
        try (var unit = open(spec)) {
            new UnitCap(unit, board).moveTo(Position.SHUT);
            is(Stand.SHUT, Evidence.SENSED, unit.cover());
            long on = at("6=1", 0);
            long off = at("6=0", 1);
            assertTrue(off - on >= 500 && off - on < 530, board.done.toString());
        }
    }

    @Test
    void withoutSwitchesItIsCommandedAndThenInferred() throws Exception {
        var spec = motor(Optional.empty(), Optional.empty());
        assertTrue(spec.doubts().getFirst().startsWith("no shut limit"));
        try (var unit = open(spec)) {
            is(Stand.UNKNOWN, Evidence.COMMANDED, unit.cover());
            unit.move(Position.SHUT);
            board.sleep(Duration.ofSeconds(5));
            is(Stand.MOVING, Evidence.COMMANDED, unit.cover());
            board.sleep(Duration.ofSeconds(4));
            is(Stand.SHUT, Evidence.INFERRED, unit.cover());
            unit.move(Position.SHUT); // somebody may have moved it by hand
            is(Stand.MOVING, Evidence.COMMANDED, unit.cover());
        }
    }

    @Test
    void stoppedByOrderItIsHalfWayAndAChipThatVanishesIsAFault() throws Exception {
        try (var unit = open(motor(Optional.of(TO_OPEN), Optional.of(TO_SHUT)))) {
            unit.move(Position.SHUT);
            board.sleep(Duration.ofSeconds(2));
            unit.halt();
            assertFalse(board.motorRuns());
            is(Stand.HALF_WAY, Evidence.SENSED, unit.cover());
            unit.move(Position.SHUT);
            board.sleep(Duration.ofSeconds(1));
            board.chipGone = true;
            board.sleep(Duration.ofMillis(100));
            assertThrows(DeviceException.Lost.class, unit::cover);
            board.chipGone = false;
            is(Stand.FAULT, Evidence.REPORTED, unit.cover());
            assertTrue(unit.cover().said().contains("motor not switched off"), unit.cover().said());
            unit.halt();
            assertFalse(board.motorRuns());
        }
    }

    @Test
    void aMistakeOfOursStopsTheMotorAsWell() throws Exception {
        try (var unit = open(motor(Optional.of(TO_OPEN), Optional.of(TO_SHUT)))) {
            unit.move(Position.SHUT);
            board.sleep(Duration.ofSeconds(2));
            board.mistake = true;
            board.sleep(Duration.ofMillis(100));
            board.mistake = false;
            assertFalse(board.motorRuns());
            is(Stand.FAULT, Evidence.REPORTED, unit.cover());
        }
    }

    @Test
    void closingStopsTheMotor() throws Exception {
        try (var unit = open(motor(Optional.of(TO_OPEN), Optional.of(TO_SHUT)))) {
            unit.move(Position.SHUT);
            board.sleep(Duration.ofSeconds(2));
            assertTrue(board.motorRuns());
        }
        assertFalse(board.motorRuns());
    }

    @Test
    void aLidThatLeavesItsEndIsHalfWay() throws Exception {
        try (var unit = open(motor(Optional.of(TO_OPEN), Optional.of(TO_SHUT)))) {
            new UnitCap(unit, board).moveTo(Position.SHUT);
            board.stand = 0.1; // the wind
            is(Stand.HALF_WAY, Evidence.SENSED, unit.cover());
        }
    }

    @Test
    void aServoGoesAlongItsRampAndItsPulsesAreCut() throws Exception {
        try (var unit = open(servo(false, Optional.empty()))) {
            FakeBoard.FakePulses pulses = board.channel(2);
            is(Stand.UNKNOWN, Evidence.COMMANDED, unit.cover());
            assertEquals(List.of(), pulses.duties);
            unit.move(Position.OPEN);
            board.sleep(Duration.ofSeconds(2));
            assertEquals(List.of(1_000_000L), pulses.duties); // from nowhere: there is no ramp
            is(Stand.OPEN, Evidence.INFERRED, unit.cover());
            pulses.duties.clear();
            unit.move(Position.SHUT);
            board.sleep(Duration.ofMillis(2500));
            is(Stand.MOVING, Evidence.COMMANDED, unit.cover());
            assertEquals(1_500_000, pulses.duties.getLast(), 5_000);
            board.sleep(Duration.ofSeconds(4));
            is(Stand.SHUT, Evidence.INFERRED, unit.cover());
            assertEquals(2_000_000L, pulses.duties.getLast());
            assertEquals(pulses.duties.stream().sorted().toList(), pulses.duties);
            assertFalse(pulses.state.enabled());
        }
    }

    @Test
    void aServoThatHoldsIsLeftHoldingAndFoundWhereItStands() throws Exception {
        try (var unit = open(servo(true, Optional.empty()))) {
            unit.move(Position.SHUT);
            board.sleep(Duration.ofSeconds(2));
        }
        FakeBoard.FakePulses pulses = board.channel(2);
        assertEquals(new Pulses.State(20_000_000, 2_000_000, true), pulses.state);
        pulses.duties.clear();
        try (var unit = open(servo(true, Optional.empty()))) {
            assertEquals(List.of(), pulses.duties);
            unit.move(Position.OPEN);
            board.sleep(Duration.ofMillis(100));
            assertTrue(pulses.duties.getFirst() > 1_990_000, pulses.duties.toString());
        }
        assertFalse(pulses.state.enabled()); // closed on its way
    }

    @Test
    void aServoThatDoesNotReachItsSwitchLetsGo() throws Exception {
        try (var unit = open(servo(true, Optional.of(TO_SHUT)))) {
            unit.move(Position.SHUT);
            board.sleep(Duration.ofSeconds(2));
            is(Stand.STALLED, Evidence.SENSED, unit.cover());
            assertFalse(board.channel(2).state.enabled());
            board.pwmBroken = true;
            unit.move(Position.SHUT);
            board.sleep(Duration.ofSeconds(2));
            is(Stand.FAULT, Evidence.REPORTED, unit.cover());
        }
    }

    @Test
    void aLampIsOutWhenPulsesChannelAndSupplyAre() throws Exception {
        try (var unit = open(panelAndHeater(false))) {
            var panel = new UnitPanel(unit, board);
            FakeBoard.FakePulses pulses = board.channel(0);
            assertEquals(0, panel.read().percent());
            panel.light(40);
            assertEquals(new Pulses.State(1_000_000, 400_000, true), pulses.state);
            assertTrue(board.level(SUPPLY));
            assertEquals(40, panel.read().percent());
            panel.light(0);
            assertEquals(new Pulses.State(1_000_000, 0, false), pulses.state);
            assertFalse(board.level(SUPPLY));
            assertEquals(Evidence.REPORTED, panel.read().evidence());
            board.stuck.put(SUPPLY, true);
            assertEquals(1, panel.read().percent());
        }
    }

    @Test
    void withPulsesThatCannotBeStoppedTheSupplyIsOpenedAllTheSame() throws Exception {
        try (var unit = open(panelAndHeater(false))) {
            var panel = new UnitPanel(unit, board);
            panel.light(100);
            board.pwmBroken = true;
            var e = assertThrows(DeviceException.Lost.class, () -> panel.light(0));
            assertTrue(e.toString().contains("pwm0") && e.toString().contains("Input/output error"),
                    e.getMessage());
            assertFalse(board.level(SUPPLY));
            assertEquals(100, panel.read().percent());
        }
        assertFalse(board.level(SUPPLY));
    }

    @Test
    void aLampThatCannotBePutOutIsNoLampToBeginWith() {
        board.pwmBroken = true;
        assertThrows(DeviceException.Lost.class, () -> open(panelAndHeater(false)));
        assertEquals(1, board.closed);
    }

    @Test
    void anInvertedHeaterIsOffAtHighLevelFromTheFirstMoment() throws Exception {
        try (var unit = open(panelAndHeater(true))) {
            assertTrue(board.done.contains(HEATER + "=1@0"), board.done.toString());
            var heater = new UnitHeater("dew", unit);
            assertFalse(heater.read().on());
            heater.set(true);
            assertFalse(board.level(HEATER));
            assertTrue(heater.read().on());
            board.stuck.put(HEATER, false);
            var e = assertThrows(DeviceException.Refused.class, () -> heater.set(false));
            assertTrue(e.what().startsWith("still on"), e.what());
            board.stuck.clear();
            heater.set(true);
        }
        assertTrue(board.level(HEATER));
    }

    @Test
    void aContactIsBelievedWhenItIsSteadyAndCannotBeSet() throws Exception {
        var spec = new GpioSpec.Contact("box", "", Input.toGround(SHUT_LIMIT));
        try (var contact = GpioContact.open(spec, board, board)) {
            assertFalse(contact.read().on());
            board.stand = 0;
            board.bounceMillis = 25;
            board.sleep(Duration.ofMillis(1));
            assertTrue(contact.read().on());
            assertEquals(Evidence.SENSED, contact.read().evidence());
            board.stand = 1;
            board.bounceMillis = 1_000_000;
            board.sleep(Duration.ofMillis(1));
            assertThrows(DeviceException.Garbled.class, contact::read);
            assertThrows(DeviceException.Refused.class, () -> contact.set(true));
        }
    }

    @Test
    void whatCannotBeWiredSoIsToldInOneLine() {
        told("line is 2000; allowed: 0..1023", () -> new Output(2000, false));
        told("line 17 is open limit and shut limit; allowed: one of them",
                () -> motor(Optional.of(TO_OPEN), Optional.of(TO_OPEN)));
        told("dead time is 20 ms; allowed: 100..10000 ms", () -> new GpioSpec.Relay(new Output(1, false),
                new Output(2, false), Drive.HOLD, Duration.ZERO, Duration.ofMillis(20), TRAVEL));
        told("shut pulse is 3000000 ns; allowed: 500000..2500000 ns", () -> new GpioSpec.Servo(new Pwm("", 0),
                1_000_000, 3_000_000, Duration.ZERO, Duration.ofSeconds(1), false));
        told("cover, lamp or heater is none; allowed: at least one", () -> new GpioSpec("", Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static void told(String what, org.junit.jupiter.api.function.Executable made) {
        assertEquals(what, assertThrows(IllegalArgumentException.class, made).getMessage());
    }
}
