package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.Rig;
import dev.darkbox.event.RunEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a camera whose exposures this machine times needs of a run.
class AttendedExposureTest {

    @TempDir
    private Path library;

    private final List<String> calls = new ArrayList<>();

    @Test
    void aCameraIsAttendedEveryFewSecondsAndAskedForItsFrameBeforeTheExposuresEnd() throws Exception {
        var night = new Night(library);
        night.around = rig -> RigAround.camera(rig, new Recorded(rig, night));
        assertEquals(RunEvent.End.DONE, night.run(Night.DARK).end());
        List<String> dark = calls.subList(calls.indexOf("start 180000"), calls.indexOf("finish 179000") + 1);
        assertEquals(List.of("start 180000", "attend 5000", "attend 10000"), dark.subList(0, 3));
        assertEquals(List.of("attend 175000", "attend 179000", "finish 179000"),
                dark.subList(dark.size() - 3, dark.size()));
        assertEquals(38, dark.size());
    }

    @Test
    void aCameraThatIsGoneIsMissedWhileItExposes() throws Exception {
        var night = new Night(library);
        night.around = rig -> RigAround.camera(rig, new Recorded(rig, night) {
            @Override
            public void attend() throws DeviceException, InterruptedException {
                super.attend();
                if (calls.size() == 20) {
                    throw new DeviceException.Lost(name(), "unplugged");
                }
            }
        });
        assertEquals(RunEvent.End.DONE, night.run(Night.DARK).end());
        assertTrue(night.only(RunEvent.Recovering.class).getFirst().what().contains("unplugged"));
        assertEquals(5, night.only(RunEvent.FrameAccepted.class).size());
    }

    /// Notes what is called, and how many milliseconds after the exposure's start.
    private class Recorded extends RigAround.OtherCamera {

        private final Night night;
        private Instant begun = Instant.MIN;

        Recorded(Rig rig, Night night) {
            super(rig);
            this.night = night;
        }

        private void note(String what) {
            calls.add(what + " " + Duration.between(begun, night.time.now()).toMillis());
        }

        @Override
        public void start(Exposure asked) throws DeviceException, InterruptedException {
            super.start(asked);
            begun = night.time.now();
            calls.add("start " + asked.duration().toMillis());
        }

        @Override
        public void attend() throws DeviceException, InterruptedException {
            note("attend");
        }

        @Override
        public FrameFacts finish(FrameBuffer into) throws DeviceException, InterruptedException {
            note("finish");
            return super.finish(into);
        }
    }
}
