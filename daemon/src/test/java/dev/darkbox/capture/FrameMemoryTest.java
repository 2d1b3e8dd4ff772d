package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.FrameShape;
import dev.darkbox.event.RunEvent;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Memory that a driver which hangs may still write to is neither freed under it nor lost.
class FrameMemoryTest {

    private static final FrameShape SHAPE = new FrameShape(64, 48);

    @Test
    void memoryThatNobodyHasIsFreedAtOnceAndOnce() {
        var memory = new FrameMemory();
        FrameBuffer frame = memory.frame(SHAPE);
        assertTrue(memory.free());
        assertFalse(frame.pixels().scope().isAlive());
        assertTrue(memory.free());
    }

    @Test
    void memoryThatACallMayStillWriteToIsKeptAndFreedWithTheNextOneAfterTheCallIsBack() throws Exception {
        var memory = new FrameMemory();
        FrameBuffer frame = memory.frame(SHAPE);
        frame.setAdu(0, 0, 1);
        var call = new StuckWrite(frame.pixels());
        assertFalse(memory.free());
        assertFalse(memory.free());
        new FrameMemory().free();
        assertTrue(frame.pixels().scope().isAlive());

        call.letGo();
        assertEquals(1, frame.adu(1, 0), "it was written to");
        new FrameMemory().free();
        assertFalse(frame.pixels().scope().isAlive());
    }

    @Test
    void aRunWhoseCameraHangsInADownloadEndsForThatReasonAndSaysWhatIsKept(@TempDir Path library)
            throws Exception {
        var night = new Night(library);
        var calls = new ArrayList<StuckWrite>();
        var pixels = new ArrayList<MemorySegment>();
        night.around = rig -> RigAround.camera(rig, new RigAround.OtherCamera(rig) {
            @Override
            public FrameFacts finish(FrameBuffer into) throws DeviceException, InterruptedException {
                if (calls.isEmpty()) {
                    pixels.add(into.pixels());
                    calls.add(new StuckWrite(into.pixels()));
                }
                throw new DeviceException.TimedOut(name(), "the download", Duration.ofSeconds(60));
            }
        });
        RunEvent.RunEnded ended = night.run(Night.BIAS, Night.DARK);
        assertEquals(RunEvent.End.FAILED, ended.end());
        assertTrue(ended.how().endsWith("sim-camera: the download took longer than 60 s"), ended.how());
        assertEquals(List.of("1 MB stay taken until it lets go of them"),
                night.only(RunEvent.DeviceTrouble.class).stream()
                        .filter(trouble -> trouble.what()
                                .equals("it may still write to the memory of its last frame"))
                        .map(RunEvent.DeviceTrouble::decision).toList());
        assertTrue(pixels.getFirst().scope().isAlive());
        assertTrue(night.events.stream().anyMatch(RunEvent.Warming.class::isInstance));

        night.around = rig -> rig;
        calls.getFirst().letGo();
        assertEquals(RunEvent.End.DONE, night.resume().end());
        assertFalse(pixels.getFirst().scope().isAlive());
    }
}
