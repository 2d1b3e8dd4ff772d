package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.FrameSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole runs on nights when little goes wrong.
class CaptureRunTest {

    @TempDir
    Path library;

    @Test
    void aColdNightReadsLikeTheNotesTapedToTheTelescope() throws Exception {
        var night = new Night(library);
        night.run(Night.BIAS, Night.HA, Night.DARK);

        assertEquals("""
                run started, 0 frames kept
                bias started with 0
                checked sim-dew-heater off REPORTED
                checked cap shut SENSED
                checked panel off REPORTED
                checked gain 100 REPORTED
                gate open
                checked dark IMAGE_VERIFIED
                3 x bias discarded
                8 x bias accepted
                bias ended with 8, 0 rejected, complete
                master-bias_GAIN100_OFFSET50_T-10C.fit
                darkflat_Ha_5p4s started with 0
                checked sim-dew-heater off REPORTED
                checked cap shut SENSED
                checked panel off REPORTED
                checked filter Ha REPORTED
                checked gain 100 REPORTED
                checked dark IMAGE_VERIFIED
                darkflat_Ha_5p4s discarded
                4 x darkflat_Ha_5p4s accepted
                darkflat_Ha_5p4s ended with 4, 0 rejected, complete
                master-darkflat_Ha_5p4s_GAIN100_OFFSET50_T-10C.fit
                dark_180s started with 0
                checked sim-dew-heater off REPORTED
                checked cap shut SENSED
                checked panel off REPORTED
                checked gain 100 REPORTED
                checked dark IMAGE_VERIFIED
                dark_180s discarded
                5 x dark_180s accepted
                dark_180s ended with 5, 0 rejected, complete
                master-dark_180s_GAIN100_OFFSET50_T-10C.fit
                run DONE, 3 masters, 0 missed: 3 masters""", String.join("\n", night.story()));
    }

    @Test
    void theVaultHoldsExactlyTheAcceptedFrames() throws Exception {
        var night = new Night(library);
        night.run(Night.BIAS, Night.DARK);

        assertEquals(List.of(8, 5), night.developed.stream().map(set -> set.frames().size()).toList());
        for (Darkroom.Exposed set : night.developed) {
            assertEquals(List.of(), set.rejected());
            for (Path frame : set.frames()) {
                assertTrue(Files.isRegularFile(frame), frame.toString());
            }
        }
        assertEquals(13, night.only(RunEvent.FrameAccepted.class).size());
    }

    @Test
    void theFirstFrameWaitsTenMinutesInsideTheTolerance() throws Exception {
        var night = new Night(library);
        night.run(Night.DARK);

        Instant opened = night.only(RunEvent.GateOpened.class).getFirst().at();
        Instant arrived = night.only(RunEvent.Soaking.class).getFirst().at();
        assertEquals(Duration.ofMinutes(10), Duration.between(arrived, opened));
        assertTrue(night.only(RunEvent.Exposing.class).stream().noneMatch(e -> e.at().isBefore(opened)));
    }

    @Test
    void theCameraHasItsBreatherBetweenGroupsAndNotAfterTheLast() throws Exception {
        var without = new Night(library.resolve("without"));
        without.run(Night.BIAS, Night.HA, Night.OIII);
        var with = new Night(library.resolve("with"));
        with.cooldown = Duration.ofMinutes(7);
        with.run(Night.BIAS, Night.HA, Night.OIII);

        List<RunEvent.SetStarted> starts = with.only(RunEvent.SetStarted.class);
        List<RunEvent.MasterReady> masters = with.only(RunEvent.MasterReady.class);
        for (int i = 1; i < starts.size(); i++) {
            assertEquals(Duration.ofMinutes(7),
                    Duration.between(masters.get(i - 1).at(), starts.get(i).at()));
        }
        Duration longer = with.passed().minus(without.passed());
        assertTrue(longer.minusMinutes(14).abs().toSeconds() < 60, longer.toString());
    }

    @Test
    void aMasterThatFailsIsReportedAndTheRunGoesOn() throws Exception {
        var night = new Night(library);
        night.darkroom = set -> set.set().set() instanceof FrameSet.Bias
                ? new Darkroom.Developed.Failed("frame 3 is truncated")
                : night.develop(set);
        night.run(Night.BIAS, Night.HA);

        assertEquals(List.of("frame 3 is truncated"),
                night.only(RunEvent.MasterFailed.class).stream().map(RunEvent.MasterFailed::why).toList());
        assertEquals("run PARTLY, 1 masters, 1 missed: bias: frame 3 is truncated", night.story().getLast());
    }

    @Test
    void aBugInTheDarkroomStillLeavesTheSensorWarm() {
        var night = new Night(library);
        night.darkroom = _ -> {
            throw new IllegalStateException("a bug");
        };
        assertThrows(IllegalStateException.class, () -> night.run(Night.BIAS));
        assertTrue(night.only(RunEvent.Warming.class).getLast().sensor().milliC() > 8_000);
    }

    @Test
    void aCapFoundOpenBeforeASetIsReportedAndShutAgain() throws Exception {
        var night = new Night(library);
        var caps = new ArrayList<DustCap>();
        night.around = rig -> {
            caps.add(rig.cap().orElseThrow());
            return rig;
        };
        night.darkroom = set -> {
            if (set.set().set() instanceof FrameSet.Bias) {
                open(caps.getFirst());
            }
            return night.develop(set);
        };
        assertEquals(RunEvent.End.DONE, night.run(Night.BIAS, Night.HA).end());
        assertTrue(night.story().contains("sim-cap: found OPEN during the run; shut again"),
                night.story().toString());
        assertEquals(DustCap.Position.SHUT, caps.getFirst().read().position());
    }

    private static void open(DustCap cap) throws InterruptedException {
        try {
            cap.moveTo(DustCap.Position.OPEN);
        } catch (DeviceException e) {
            throw new AssertionError(e);
        }
    }
}
