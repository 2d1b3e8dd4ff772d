package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Camera;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Rung;
import dev.darkbox.device.Time;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real server that dies in the middle of an exposure, and comes back.
@Tag("indiserver")
class IndiRecoveryTest {

    private static final Readout READOUT = new Readout(50, 20, 2, "", Readout.NONE);

    @Test
    void aKilledServerIsFoundAgainAndTheSettingsAreMadeAgain(@TempDir Path home) throws Exception {
        try (IndiServerPeer server = IndiServerPeer.with(home, "indi_simulator_ccd",
                "indi_simulator_wheel")) {
            var spec = new IndiSpec("test", server.host(), server.port(), IndiServerPeer.CAMERA,
                    IndiServerPeer.WHEEL, "", "",
                    List.of(),
                    Map.of(), IndiSpec.Bias.BY_DRIVER, Duration.ofMillis(10), Duration.ofSeconds(20));
            try (Rig rig = IndiRig.open(spec, Time.system()); Arena arena = Arena.ofShared()) {
                Camera camera = rig.camera();
                camera.configure(READOUT);
                var frame = FrameBuffer.allocate(camera.shape(READOUT), arena);
                camera.start(new Exposure(Exposure.Kind.DARK, Duration.ofSeconds(60), READOUT));
                server.kill();
                assertThrows(DeviceException.Lost.class, () -> camera.finish(frame));
                server.restart();
                camera.recover(Rung.WAIT);
                camera.configure(READOUT);
                camera.start(new Exposure(Exposure.Kind.BIAS, Duration.ZERO, READOUT));
                assertEquals(Duration.ofMillis(10), camera.finish(frame).exposure());
                assertTrue(frame.adu(3, 3) > 0);
                var wheel = rig.wheel().orElseThrow();
                wheel.select(wheel.filters().get(1));
                assertEquals(wheel.filters().get(1), wheel.selected());
            }
        }
    }
}
