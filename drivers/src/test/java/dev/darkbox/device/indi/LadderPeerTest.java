package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Camera;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Rung;
import dev.darkbox.device.Time;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every rung on a real driver under a real server.
@Tag("indiserver")
@Tag("slow")
class LadderPeerTest {

    private static final String DRIVER = "indi_simulator_ccd";
    private static final Readout READOUT = new Readout(50, 20, 2, "", Readout.NONE);
    private static final Exposure BIAS = new Exposure(Exposure.Kind.BIAS, Duration.ZERO, READOUT);
    private static final Exposure LONG = new Exposure(Exposure.Kind.DARK, Duration.ofSeconds(60), READOUT);
    private static final Pace PACE = Pace.USUAL.with(Wait.PROMPT, Duration.ofSeconds(3))
            .with(Wait.ABORT, Duration.ofSeconds(2)).with(Wait.RETRY, Duration.ofMillis(500))
            .with(Wait.BACK_SOON, Duration.ofSeconds(2)).with(Wait.BACK_AT_ALL, Duration.ofSeconds(20));

    @TempDir
    private Path home;
    private IndiServerPeer server;
    private Rig rig;
    private Camera camera;

    @BeforeEach
    void open() throws Exception {
        server = IndiServerPeer.withFifo(home, DRIVER);
        var spec = IndiSpec.of("test", server.host(), server.port(), IndiServerPeer.CAMERA);
        rig = IndiRig.open(spec, Time.system(), Optional.of(new FifoStarter(server.fifo(), false)), PACE);
        camera = rig.camera();
        camera.configure(READOUT);
    }

    @AfterEach
    void close() {
        if (rig != null) {
            rig.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private FrameFacts take(Exposure asked) throws DeviceException, InterruptedException {
        try (Arena arena = Arena.ofShared()) {
            camera.start(asked);
            return camera.finish(FrameBuffer.allocate(camera.shape(READOUT), arena));
        }
    }

    private void recovers(Rung rung) throws Exception {
        camera.recover(rung);
        assertThrows(DeviceException.Disturbed.class, () -> camera.start(BIAS), "settings not made again");
        camera.configure(READOUT);
        assertEquals(Duration.ofMillis(10), take(BIAS).exposure());
    }

    private double gain() throws Exception {
        var device = new IndiDevice(IndiConnection.to(server.host(), server.port(), PACE),
                IndiServerPeer.CAMERA);
        try (IndiConnection connection = device.connection()) {
            assertTrue(connection.store().await(() -> device.has("CCD_GAIN"),
                    System.nanoTime() + 10_000_000_000L));
            return device.require("CCD_GAIN").number("GAIN");
        }
    }

    @Test
    void everyRungLeavesAHealthyCameraUsable() throws Exception {
        for (Rung rung : Rung.values()) {
            recovers(rung);
            assertEquals(50, gain(), rung.toString());
        }
        camera.start(LONG);
        recovers(Rung.ABORT);
        camera.start(LONG);
        recovers(Rung.RECONNECT);
        camera.start(LONG);
        recovers(Rung.RESTART_DRIVER);
    }

    @Test
    void aFrozenDriverIsNoticedAndOnlyARestartHelps() throws Exception {
        long pid = server.driver(DRIVER).pid();
        server.freezeDriver(DRIVER, true);
        assertThrows(DeviceException.TimedOut.class, () -> rig.camera().cooler().orElseThrow().read());
        assertThrows(DeviceException.TimedOut.class, () -> camera.recover(Rung.ABORT));
        assertThrows(DeviceException.class, () -> camera.recover(Rung.RECONNECT));
        recovers(Rung.RESTART_DRIVER);
        assertNotEquals(pid, server.driver(DRIVER).pid());
    }

    @Test
    void aDriverThatDiedBetweenTwoFramesDoesNotExposeWithTheSettingsItCameBackWith() throws Exception {
        take(BIAS);
        server.killDriver(DRIVER);
        // whoever else is there connects it at once: to all the world the camera looks as before
        server.set(IndiServerPeer.CAMERA + ".CONNECTION.CONNECT=On");
        for (int i = 0; i < 100 && gain() == 50; i++) {
            Thread.sleep(20);
        }
        assertNotEquals(50, gain());
        DeviceException denied = assertThrows(DeviceException.class, () -> camera.start(BIAS));
        assertTrue(denied instanceof DeviceException.Disturbed || denied instanceof DeviceException.Lost,
                denied.toString());
        camera.recover(Rung.ABORT);
        camera.configure(READOUT);
        assertEquals(50, gain());
        take(BIAS);
    }

    @Test
    void aDriverThatDiesDuringAnExposureIsLostAndReconnected() throws Exception {
        camera.start(LONG);
        server.killDriver(DRIVER);
        try (Arena arena = Arena.ofShared()) {
            var frame = FrameBuffer.allocate(camera.shape(READOUT), arena);
            var lost = assertThrows(DeviceException.Lost.class, () -> camera.finish(frame));
            assertEquals(false, lost.serverToo());
        }
        recovers(Rung.RECONNECT);
    }

    @Test
    void aServerThatIsAwayIsLostToEveryRungButTheLast() throws Exception {
        server.kill();
        for (Rung rung : EnumSet.of(Rung.ABORT, Rung.RECONNECT, Rung.RESTART_DRIVER)) {
            var lost = assertThrows(DeviceException.Lost.class, () -> camera.recover(rung), rung.toString());
            assertTrue(lost.serverToo(), rung.toString());
        }
        Thread back = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(2000);
                server.restart();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        recovers(Rung.WAIT);
        back.join();
    }

    @Test
    void aFifoThatNobodyReadsIsRefused() throws Exception {
        server.kill();
        var starter = new FifoStarter(server.fifo(), true);
        assertEquals("Cam: its driver cannot be restarted: " + server.fifo() + ": nobody reads it",
                assertThrows(DeviceException.Refused.class, () -> starter.stop("Cam", DRIVER)).getMessage());
        assertEquals("Cam: its driver did not tell its program, so it cannot be restarted",
                assertThrows(DeviceException.Refused.class, () -> starter.start("Cam", "")).getMessage());
        var nowhere = new FifoStarter(home.resolve("nowhere"), false);
        assertEquals("Cam: its driver cannot be restarted: " + home.resolve("nowhere")
                + ": No such file or directory",
                assertThrows(DeviceException.Refused.class, () -> nowhere.start("Cam", DRIVER)).getMessage());
        var file = new FifoStarter(home.resolve("indiserver.log"), false);
        assertEquals(
                "Cam: its driver cannot be restarted: " + home.resolve("indiserver.log") + ": not a FIFO",
                assertThrows(DeviceException.Refused.class, () -> file.start("Cam", DRIVER)).getMessage());
    }

    @Test
    void ofTwoDriversOfOneProgramTheNamedOneIsRestarted() throws Exception {
        var starter = new FifoStarter(server.fifo(), true);
        starter.start("East \u00e9", DRIVER);
        starter.start("West", DRIVER);
        try (Rig west = IndiRig.open(IndiSpec.of("west", server.host(), server.port(), "West"), Time.system(),
                Optional.of(starter), PACE)) {
            west.camera().configure(READOUT);
            west.camera().recover(Rung.RESTART_DRIVER);
            west.camera().configure(READOUT);
            take(BIAS);
        }
    }
}
