package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.LightSensor;
import dev.darkbox.device.LightSensor.Sight;
import dev.darkbox.device.MixedRig;
import dev.darkbox.device.Switch;
import dev.darkbox.device.UnitCap;
import dev.darkbox.device.UnitPanel;
import dev.darkbox.device.serial.BoxLine;
import dev.darkbox.device.serial.SerialUnit;
import dev.darkbox.device.sim.wire.FlipFlatBox;
import dev.darkbox.device.sim.wire.WireFault;
import dev.darkbox.event.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Nights with a Flip-Flat on a serial port as cap and panel, and what can be wrong with it before the first dark.
class BoxNightTest {

    private static final String PORT = "/dev/serial/by-id/usb-FTDI_A8";

    private final Night night;
    private final BoxLine line;
    private List<Switch> contacts = List.of();
    private List<LightSensor> sensors = List.of();

    BoxNightTest(@TempDir Path library) {
        night = new Night(library);
        line = new BoxLine(new FlipFlatBox(99, Duration.ofSeconds(5), 1, night.time.now()), night.time);
    }

    private RunEvent.RunEnded run() throws IOException, InterruptedException, DeviceException {
        try (var unit = SerialUnit.open(PORT, "alnitak", line, night.time)) {
            return run(unit);
        }
    }

    private RunEvent.RunEnded run(SerialUnit unit) throws IOException, InterruptedException {
        night.around = rig -> new MixedRig(rig, Optional.of(new UnitCap(unit, night.time)),
                Optional.of(new UnitPanel(unit, night.time)), List.of(), contacts, sensors, () -> {});
        return night.run(Night.DARK);
    }

    private void sensed() {
        night.probe = new ProbeRule(Duration.ofSeconds(10), 5, 100, false, Evidence.SENSED);
    }

    @Test
    void aHealthyBoxIsShutAndOffBeforeTheFirstFrame() throws Exception {
        assertEquals(RunEvent.End.DONE, run().end());
        assertEquals(0, line.truth().openPart());
        assertEquals(0, line.truth().lampPercent());
        assertEquals(List.of("cap shut REPORTED", "panel off REPORTED"),
                night.only(RunEvent.Checked.class).stream()
                        .filter(c -> c.what().startsWith("cap") || c.what().startsWith("panel"))
                        .map(c -> c.what() + " " + c.evidence()).toList());
    }

    @ParameterizedTest
    @EnumSource(value = WireFault.class, names = {"STALL", "HALF_WAY", "MUTE", "UNPLUG"})
    void aBoxThatDoesNotShutEndsTheRunBeforeAnyFrame(WireFault fault) throws Exception {
        try (var unit = SerialUnit.open(PORT, "alnitak", line, night.time)) {
            line.fail(fault);
            RunEvent.RunEnded ended = run(unit);
            assertEquals(RunEvent.End.FAILED, ended.end());
            assertTrue(ended.how().startsWith(PORT + ": wanted cap shut, asked 2 times, last answer: "),
                    ended.how());
            assertEquals(List.of(), night.only(RunEvent.Exposing.class));
            assertEquals(List.of(), night.only(RunEvent.FrameAccepted.class));
            assertTrue(night.passed().compareTo(Duration.ofMinutes(3)) < 0, night.passed().toString());
        }
    }

    @Test
    void aStallNamesThePortAndTheLastAnswer() throws Exception {
        try (var unit = SerialUnit.open(PORT, "alnitak", line, night.time)) {
            line.fail(WireFault.STALL);
            String how = run(unit).how();
            assertTrue(how.contains("stalled, \"*S99003\""), how);
            assertTrue(line.truth().openPart() < 1, "it was opened");
        }
    }

    @Test
    void aLampThatStaysLitIsNoticedBeforeTheFirstDark() throws Exception {
        try (var unit = SerialUnit.open(PORT, "alnitak", line, night.time)) {
            new UnitCap(unit, night.time).moveTo(Position.SHUT);
            new UnitPanel(unit, night.time).light(100);
            line.fail(WireFault.LAMP_STUCK);
            RunEvent.RunEnded ended = run(unit);
            assertEquals(RunEvent.End.FAILED, ended.end());
            assertTrue(ended.how().contains(PORT) && ended.how().contains("still lit at 1 %"), ended.how());
            assertEquals(List.of(), night.only(RunEvent.FrameAccepted.class));
        }
    }

    @ParameterizedTest
    @EnumSource(value = WireFault.class, names = {"GARBAGE", "SLOW", "WRONG_DIALECT", "RESET_ON_OPEN"})
    void whatIsOnlyAwkwardDoesNotStopTheRun(WireFault fault) throws Exception {
        line.fail(fault);
        assertEquals(RunEvent.End.DONE, run().end());
    }

    @Test
    void aBoxThatIsUnpluggedInMidRunAndComesBackIsProvenAgain() throws Exception {
        night.onEvent = event -> {
            if (event instanceof RunEvent.FrameAccepted accepted && accepted.n() == 2) {
                line.fail(WireFault.UNPLUG);
            } else if (event instanceof RunEvent.FrameRejected) {
                line.box().mend(night.time.now());
            }
        };
        assertEquals(RunEvent.End.DONE, run().end());
        assertEquals(2, line.opened());
        assertEquals(2, night.only(RunEvent.Checked.class).stream()
                .filter(c -> c.what().equals(RunEvent.Checked.CAP_SHUT)).count());
        String reason = night.only(RunEvent.FrameRejected.class).getFirst().reason();
        assertTrue(reason.contains("connection lost"), reason);
    }

    @Test
    void aBoxThatIsUnpluggedForGoodEndsTheRunWithinMinutes() throws Exception {
        night.onEvent = event -> {
            if (event instanceof RunEvent.FrameAccepted accepted && accepted.n() == 2) {
                line.fail(WireFault.UNPLUG);
            }
        };
        RunEvent.RunEnded ended = run();
        assertEquals(RunEvent.End.FAILED, ended.end());
        assertTrue(
                ended.how()
                        .startsWith(PORT + ": wanted cap shut, asked 2 times, last answer: connection lost"),
                ended.how());
    }

    @Test
    void aCapThatIsOpenedInMidRunIsShutAgainAndItsFrameIsNotKept() throws Exception {
        try (var unit = SerialUnit.open(PORT, "alnitak", line, night.time)) {
            night.onEvent = event -> {
                if (event instanceof RunEvent.FrameAccepted accepted && accepted.n() == 2) {
                    opened(unit);
                }
            };
            assertEquals(RunEvent.End.DONE, run(unit).end());
            assertEquals(0, line.truth().openPart());
            String reason = night.only(RunEvent.FrameRejected.class).getFirst().reason();
            assertTrue(reason.startsWith("cap ") && reason.endsWith(" after the exposure"), reason);
        }
    }

    private static void opened(SerialUnit unit) {
        try {
            unit.move(Position.OPEN);
        } catch (DeviceException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whereASensorIsWantedTheBoxesWordIsNotEnough() throws Exception {
        sensed();
        RunEvent.RunEnded ended = run();
        assertEquals(RunEvent.End.FAILED, ended.end());
        assertEquals(PORT
                + " is known to be shut by \"reported\" only, darks need \"sensed\" (rig.probe.evidence)",
                ended.how());
        assertEquals(List.of(), night.only(RunEvent.FrameAccepted.class));
    }

    @Test
    void aSensorThatSeesNothingIsEvidence() throws Exception {
        sensed();
        sensors = List.of(sensor(Sight.DARK));
        assertEquals(RunEvent.End.DONE, run().end());
    }

    @Test
    void aSensorThatSeesLightStopsTheRun() throws Exception {
        sensors = List.of(sensor(Sight.LIGHT));
        RunEvent.RunEnded ended = run();
        assertEquals(RunEvent.End.FAILED, ended.end());
        assertEquals("lid sees light: 40 lx", ended.how());
    }

    @Test
    void aSensorThatDoesNotAnswerIsNoEvidenceAndNoReasonToStop() throws Exception {
        sensors = List.of(sensor(Sight.NO_EVIDENCE));
        assertEquals(RunEvent.End.DONE, run().end());
        assertTrue(night.only(RunEvent.DeviceTrouble.class).stream()
                .anyMatch(t -> t.device().equals("lid") && t.decision().startsWith("no evidence")));
    }

    @Test
    void anOpenBoxIsNotDark() throws Exception {
        contacts = List.of(contact(false));
        RunEvent.RunEnded ended = run();
        assertEquals(RunEvent.End.FAILED, ended.end());
        assertEquals("door: wanted door closed, asked 2 times, last answer: open (sensed)", ended.how());
    }

    @Test
    void aClosedContactShowsThatItIsShutButNotThatTheLampIsOff() throws Exception {
        sensed();
        contacts = List.of(contact(true));
        String how = run().how();
        assertTrue(how.contains("known to be off by \"reported\" only"), how);
    }

    private LightSensor sensor(Sight sight) {
        return new LightSensor() {
            @Override
            public String name() {
                return "lid";
            }

            @Override
            public LightSensor.Reading read() {
                return new LightSensor.Reading(night.time.now(), sight,
                        sight == Sight.LIGHT ? "40 lx" : "0.1 lx");
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    private Switch contact(boolean closed) {
        return new Switch() {
            @Override
            public String name() {
                return "door";
            }

            @Override
            public Switch.Reading read() {
                return new Switch.Reading(night.time.now(), closed, Evidence.SENSED);
            }

            @Override
            public void set(boolean on) throws DeviceException {
                throw new DeviceException.Refused("door", "a contact cannot be set");
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }
}
