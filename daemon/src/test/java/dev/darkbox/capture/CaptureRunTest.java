package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.event.RunEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
                checked panel off REPORTED
                checked cap shut SENSED
                checked gain 100 REPORTED
                gate open
                checked dark IMAGE_VERIFIED
                3 x bias discarded
                8 x bias accepted
                bias ended with 8, 0 rejected, complete
                master-bias_GAIN100_OFFSET50_T-10C.fit
                darkflat_Ha_5p4s started with 0
                checked sim-dew-heater off REPORTED
                checked panel off REPORTED
                checked cap shut SENSED
                checked filter Ha REPORTED
                checked gain 100 REPORTED
                checked dark IMAGE_VERIFIED
                darkflat_Ha_5p4s discarded
                4 x darkflat_Ha_5p4s accepted
                darkflat_Ha_5p4s ended with 4, 0 rejected, complete
                master-darkflat_Ha_5p4s_GAIN100_OFFSET50_T-10C.fit
                dark_180s started with 0
                checked sim-dew-heater off REPORTED
                checked panel off REPORTED
                checked cap shut SENSED
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
}
