package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Camera;
import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.EpochChange;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Rung;
import dev.darkbox.device.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A camera's epoch while its driver lives: settled before it is told, and the same through all that is not a change.
@Tag("indiserver")
class IndiEpochPeerTest {

    private static final Readout READOUT = new Readout(50, 20, 1, "", Readout.NONE);

    private static CameraEpoch after(Camera camera, Readout readout) throws Exception {
        camera.configure(readout);
        return camera.facts().epoch();
    }

    @Test
    void settingsReconnectsAndRestartsOfARealDriverAreNoOtherEpoch(@TempDir Path home) throws Exception {
        try (IndiServerPeer server = IndiServerPeer.with(home, "indi_simulator_ccd")) {
            var spec = IndiSpec.of("test", server.host(), server.port(), IndiServerPeer.CAMERA);
            CameraEpoch first;
            try (Rig rig = IndiRig.open(spec, Time.system(),
                    Pace.USUAL.with(Wait.RETRY, Duration.ofMillis(500)))) {
                Camera camera = rig.camera();
                first = after(camera, READOUT);
                assertTrue(first.parts().containsKey("driver.version"), first.text());
                assertEquals("1280", first.parts().get("shape.CCD_INFO.CCD_MAX_X"));
                assertEquals(first, after(camera, new Readout(90, 3, 1, "", Readout.NONE)), "another gain");
                assertEquals(first, after(camera, new Readout(50, 20, 2, "", Readout.NONE)), "binned");
                camera.recover(Rung.RECONNECT);
                assertEquals(first, camera.facts().epoch(), "recovered");
                server.set(IndiServerPeer.CAMERA + ".CONNECTION.DISCONNECT=On");
                camera.recover(Rung.RECONNECT);
                assertEquals(first, camera.facts().epoch(), "disconnected by somebody and connected again");
                server.restart();
                camera.recover(Rung.WAIT);
                assertEquals(first, camera.facts().epoch(), "restarted");
            }
            try (Rig rig = IndiRig.open(spec, Time.system())) {
                assertEquals(first, after(rig.camera(), READOUT), "opened anew");
            }
        }
    }

    /// Some drivers define an exposure from zero and send its true limits a moment later.
    @Test
    void rangesThatComeLateAreWaitedFor() throws Exception {
        try (var server = new ScriptedServer()) {
            server.on("CCD_GAIN", (s, members) -> {
                s.set("CCD_GAIN", "Number", "Ok", members);
                Thread.ofPlatform().daemon().start(() -> {
                    try {
                        Thread.sleep(40);
                        s.set("CCD_EXPOSURE", "Number", "Idle",
                                Map.of("CCD_EXPOSURE_VALUE", "0' min='0.000032' max='2000"));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
            });
            IndiConnection connection = IndiConnection.to("127.0.0.1", server.port(), ScriptedServer.PACE);
            try (connection;
                    var camera = IndiCamera.connect(
                            IndiSpec.of("test", "127.0.0.1", server.port(), ScriptedServer.CAMERA),
                            connection, Time.system(), Duration.ofSeconds(5))) {
                CameraEpoch early = camera.facts().epoch();
                CameraEpoch late = after(camera, new Readout(100, Readout.NONE, 1, "", Readout.NONE));
                assertEquals("CCD_EXPOSURE.CCD_EXPOSURE_VALUE range 0.001..3600 -> 0.000032..2000",
                        EpochChange.line(late.changesFrom(early), 9));
            }
        }
    }
}
