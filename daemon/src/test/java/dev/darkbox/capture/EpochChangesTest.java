package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Rung;
import dev.darkbox.device.sim.SimFault;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.FitsImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Drivers and firmware that are exchanged between two runs, in the middle of a run, and in the middle of a set.
class EpochChangesTest {

    private static final LocalDate SPRING = LocalDate.of(2025, 3, 25);

    @TempDir
    Path library;

    @AfterEach
    void noInterruptIsLeftOver() {
        assertFalse(Thread.interrupted());
    }

    /// A camera whose driver is of another version after so many exposures and each time it was recovered.
    private static final class Upgraded extends RigAround.OtherCamera {

        private final int afterExposures;
        private final boolean atEachRecovery;
        private int exposures;
        private int version = 1;

        Upgraded(Rig rig, int afterExposures, boolean atEachRecovery) {
            super(rig);
            this.afterExposures = afterExposures;
            this.atEachRecovery = atEachRecovery;
        }

        @Override
        public void start(Exposure asked) throws DeviceException, InterruptedException {
            exposures++;
            if (exposures == afterExposures) {
                version++;
            }
            super.start(asked);
        }

        @Override
        public void recover(Rung rung) throws DeviceException, InterruptedException {
            super.recover(rung);
            if (atEachRecovery) {
                version++;
            }
        }

        @Override
        public CameraFacts facts() throws DeviceException, InterruptedException {
            CameraFacts facts = super.facts();
            var parts = new HashMap<>(facts.epoch().parts());
            parts.put("driver.version", String.valueOf(version));
            return facts.asItWas(facts.driver(), facts.firmware(), CameraEpoch.of(parts));
        }
    }

    private Night night() {
        return new Night(library);
    }

    private static List<String> changes(Night night) {
        return night.only(RunEvent.EpochChanged.class).stream().map(RunEvent.EpochChanged::line).toList();
    }

    private static void assertOneEpoch(Darkroom.Exposed set) throws IOException {
        var epochs = new HashSet<String>();
        for (Path frame : set.frames()) {
            epochs.add(FitsImage.of(frame).header().getOrDefault("DBXEPOCH", ""));
        }
        assertEquals(1, epochs.size(), epochs.toString());
        assertEquals(set.set().set().keep(), set.frames().size());
    }

    @Test
    void aDriverThatComesBackInAnotherVersionMakesTheSetBeginAgain() throws Exception {
        Night night = night();
        night.around = rig -> RigAround.camera(rig, new Upgraded(rig, 0, true));
        night.faults.atFrame(5, new SimFault.ConnectionLost(1));
        RunEvent.RunEnded ended = night.run(Night.DARK, Night.HA);

        assertEquals(RunEvent.End.DONE, ended.end(), ended.how());
        List<String> changes = changes(night);
        assertEquals(1, changes.size(), changes.toString());
        assertTrue(
                changes.getFirst().matches("driver changed since the first (frame|\\d frames) of dark_180s: "
                        + "driver version 1 -> 2; dark_180s begins again"),
                changes.getFirst());
        assertEquals(List.of("begins again: the camera is not what it was", "5 frames", "4 frames"),
                night.only(RunEvent.SetEnded.class).stream().map(RunEvent.SetEnded::how).toList());
        for (Darkroom.Exposed set : night.developed) {
            assertOneEpoch(set);
        }
        assertTrue(night.developed.getFirst().rejected().stream()
                .anyMatch(line -> line.contains("driver version 1 -> 2")),
                night.developed.getFirst().rejected().toString());
    }

    @Test
    void aDriverExchangedBetweenTwoExposuresIsFoundWhenTheSetIsFull() throws Exception {
        Night night = night();
        night.around = rig -> RigAround.camera(rig, new Upgraded(rig, 5, false));
        RunEvent.RunEnded ended = night.run(Night.DARK);

        assertEquals(RunEvent.End.DONE, ended.end(), ended.how());
        assertEquals(List.of("driver changed since the first 5 frames of dark_180s: "
                + "driver version 1 -> 2; dark_180s begins again"), changes(night));
        assertEquals(10, night.only(RunEvent.FrameAccepted.class).size());
        assertOneEpoch(night.developed.getFirst());
    }

    @Test
    void aCameraThatIsAnotherAgainAndAgainEndsTheSet() throws Exception {
        Night night = night();
        night.around = rig -> RigAround.camera(rig, new Upgraded(rig, 0, true));
        for (int frame : new int[]{4, 8, 12, 16}) {
            night.faults.atFrame(frame, new SimFault.ConnectionLost(1));
        }
        RunEvent.RunEnded ended = night.run(Night.DARK);

        assertEquals(RunEvent.End.PARTLY, ended.end(), ended.how());
        assertEquals("dark_180s: the camera's driver, firmware or controls changed 3 times in this set",
                ended.how());
        assertEquals(List.of(), night.developed);
    }

    @Test
    void aRunCutAndGoneOnWithAfterAnUpdateBeginsItsOpenSetAgain() throws Exception {
        Night night = night();
        night.onEvent = event -> {
            if (event instanceof RunEvent.FrameAccepted f && f.set().label().equals("dark_180s")
                    && f.n() == 3) {
                Thread.currentThread().interrupt();
            }
        };
        assertThrows(InterruptedException.class, () -> night.run(Night.BIAS, Night.DARK));
        assertEquals(List.of(), changes(night));
        String before = night.developed.getFirst().camera().epoch().id();
        night.events.clear();
        night.developed.clear();
        night.onEvent = _ -> {};
        night.settings = night.settings.withFirmware("2");
        RunEvent.RunEnded ended = night.resume();

        assertEquals(RunEvent.End.DONE, ended.end(), ended.how());
        List<String> changes = changes(night);
        assertEquals(1, changes.size(), changes.toString());
        assertTrue(changes.getFirst()
                .matches("firmware changed since the first (frame|\\d frames) of dark_180s: "
                        + "version 1 -> 2; dark_180s begins again"),
                changes.getFirst());
        assertEquals(5, night.only(RunEvent.FrameAccepted.class).size(), "all of the darks");
        Darkroom.Exposed bias = night.developed.getFirst();
        Darkroom.Exposed dark = night.developed.getLast();
        assertOneEpoch(bias);
        assertOneEpoch(dark);
        assertEquals(before, FitsImage.of(bias.frames().getFirst()).header().get("DBXEPOCH"),
                "a full set stays what it is");
        assertEquals(dark.camera().epoch().id(),
                FitsImage.of(dark.frames().getFirst()).header().get("DBXEPOCH"));
    }

    @Test
    void aRunGoneOnWithWithoutAChangeKeepsItsFrames() throws Exception {
        Night night = night();
        night.onEvent = event -> {
            if (event instanceof RunEvent.FrameAccepted f && f.n() == 3) {
                Thread.currentThread().interrupt();
            }
        };
        assertThrows(InterruptedException.class, () -> night.run(Night.DARK));
        int before = night.only(RunEvent.FrameAccepted.class).size();
        night.events.clear();
        night.onEvent = _ -> {};
        night.resume();
        assertEquals(List.of(), changes(night));
        assertEquals(5 - before, night.only(RunEvent.FrameAccepted.class).size());
    }

    @Test
    void thePresentEpochIsComparedWithTheNewestMastersOnceForEachPreset() throws Exception {
        Night night = night();
        night.archive = _ -> Optional.of(new Archive.Made(SPRING,
                CameraEpoch.of(Map.of("driver.exec", "darkbox-sim", "driver.version", "0.9"))));
        night.run(Night.DARK, Night.HA);
        assertEquals(1, changes(night).size());
        assertTrue(changes(night).getFirst().startsWith(
                "driver, firmware, camera and controls changed since the masters of 2025-03-25: "
                        + "driver version 0.9 -> 1, version 1 is new, model Darkbox Simulated Camera is new, serial"),
                changes(night).getFirst());
        assertTrue(changes(night).getFirst().endsWith(
                "; bias, darks and dark flats made before are of another epoch"),
                changes(night).getFirst());
    }

    @Test
    void theSameAndTheUnknownEpochAreSaidAndChangeNothing() throws Exception {
        Night first = night();
        first.run(Night.BIAS);
        CameraEpoch epoch = first.developed.getFirst().camera().epoch();
        for (CameraEpoch before : List.of(epoch, CameraEpoch.UNKNOWN)) {
            var night = new Night(Files.createDirectory(library.resolve("n" + before.id())));
            night.archive = _ -> Optional.of(new Archive.Made(SPRING, before));
            night.run(Night.BIAS);
            assertEquals(List.of(), changes(night));
            assertEquals(List.of("epoch %s, that of the masters of 2025-03-25%s".formatted(epoch.id(),
                    before.isKnown() ? "" : " is unknown")),
                    night.only(RunEvent.Checked.class).stream().map(RunEvent.Checked::what)
                            .filter(what -> what.startsWith("epoch")).toList());
        }
    }

    @Test
    void aLibraryThatCannotBeReadDoesNotStopTheRun() throws Exception {
        Night night = night();
        night.archive = _ -> {
            throw new IOException("Calibration: Input/output error");
        };
        assertEquals(RunEvent.End.DONE, night.run(Night.BIAS).end());
        assertEquals(List.of("Calibration: Input/output error"),
                night.only(RunEvent.DeviceTrouble.class).stream().map(RunEvent.DeviceTrouble::what).toList());
    }
}
