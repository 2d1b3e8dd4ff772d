package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rung;
import dev.darkbox.device.Time;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The orders of events that real servers produce once in a thousand exposures, produced on purpose.
class ScriptedCameraTest {

    private static final Readout READOUT = new Readout(100, Readout.NONE, 1, "", Readout.NONE);
    private static final Exposure TEN = new Exposure(Exposure.Kind.DARK, Duration.ofSeconds(10), READOUT);
    private static final Exposure HALF = new Exposure(Exposure.Kind.DARK, Duration.ofMillis(500), READOUT);

    private ScriptedServer server;
    private IndiConnection connection;
    private IndiCamera camera;

    @BeforeEach
    void open() throws Exception {
        server = new ScriptedServer();
        connection = IndiConnection.to("127.0.0.1", server.port(), ScriptedServer.PACE);
        camera = IndiCamera.connect(IndiSpec.of("test", "127.0.0.1", server.port(), ScriptedServer.CAMERA),
                connection,
                Time.system(), Duration.ofSeconds(5));
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        camera.close();
        server.close();
    }

    /// Finishes the exposure begun last and checks that its pixels are the ones the server sends.
    private FrameFacts finish() throws Exception {
        try (Arena arena = Arena.ofShared()) {
            var frame = FrameBuffer.allocate(camera.shape(READOUT), arena);
            FrameFacts facts = camera.finish(frame);
            for (int i = 0; i < frame.shape().pixels(); i++) {
                assertEquals(i, frame.adu(i % ScriptedServer.WIDTH, i / ScriptedServer.WIDTH));
            }
            return facts;
        }
    }

    private String failure() {
        return String.valueOf(assertThrows(DeviceException.class, this::finish).getMessage());
    }

    @Test
    void theStateMayBeOkLongBeforeTheFrame() throws Exception {
        server.on("CCD_EXPOSURE", (s, _) -> {
            s.exposure("Busy", "0.5");
            s.exposure("Ok", "0");
            sleep(200);
            s.frame(0.5, "Dark");
        });
        camera.start(HALF);
        assertEquals(Duration.ofMillis(500), finish().exposure());
    }

    @Test
    void theFrameMayComeBeforeTheStateIsOk() throws Exception {
        server.on("CCD_EXPOSURE", (s, _) -> {
            s.exposure("Busy", "0.5");
            s.frame(0.5, "Dark");
            sleep(200);
            s.exposure("Ok", "0");
        });
        camera.start(HALF);
        assertEquals("FrameFacts[start=2026-11-22T20:00:00Z, exposure=PT0.5S, sensor=-9.9°C]",
                finish().toString());
    }

    @Test
    void aDriverThatWritesNoExposureGaveTheOneItWasTold() throws Exception {
        server.on("CCD_EXPOSURE", (s, m) -> {
            s.exposure("Busy", "1");
            s.frame(0, "0.5".equals(m.get("CCD_EXPOSURE_VALUE")) ? "Dark" : "Bias");
            s.exposure("Ok", "0");
        });
        camera.start(HALF);
        assertEquals(Duration.ofMillis(500), finish().exposure());
        camera.start(new Exposure(Exposure.Kind.BIAS, Duration.ZERO, READOUT));
        assertEquals(Duration.ofMillis(1), finish().exposure());
    }

    @Test
    void aFrameThatComesAfterItsExposureWasAbortedBelongsToNobody() throws Exception {
        server.on("CCD_EXPOSURE", (s, _) -> s.exposure("Busy", "10"));
        server.on("CCD_ABORT_EXPOSURE", (s, _) -> {
            s.exposure("Idle", "0");
            s.frame(10, "Dark");
        });
        camera.start(TEN);
        camera.abort();
        assertEquals(1, camera.orphans());
    }

    @Test
    void aFrameThatComesEvenLaterIsNotTakenForTheNextOne() throws Exception {
        server.on("CCD_ABORT_EXPOSURE", (s, _) -> s.exposure("Idle", "0"));
        server.on("CCD_EXPOSURE", (s, _) -> s.exposure("Busy", "10"));
        camera.start(TEN);
        camera.abort();
        server.on("CCD_EXPOSURE", (s, _) -> {
            s.exposure("Busy", "0.5");
            s.frame(10, "Dark");
            sleep(200);
            s.frame(0.5, "Dark");
            s.exposure("Ok", "0");
        });
        camera.start(HALF);
        assertEquals(Duration.ofMillis(500), finish().exposure());
        assertEquals(1, camera.orphans());
    }

    @Test
    void anExposureThatFailsIsReportedWithTheDriversWords() throws Exception {
        server.on("CCD_EXPOSURE", (s, _) -> {
            s.exposure("Busy", "0.5");
            s.sendControl("<message device='Cam' message='[ERROR] Failed to download image'/>");
            s.exposure("Alert", "0");
        });
        camera.start(HALF);
        assertEquals("Cam: expected a frame, got \"[ERROR] Failed to download image\"", failure());
    }

    @Test
    void aGainThatReadsBackOtherwiseIsRefused() {
        server.on("CCD_GAIN", (s, _) -> {
            s.set("CCD_GAIN", "Number", "Alert", Map.of("GAIN", "7"));
            s.sendControl("<message device='Cam' message='[ERROR] gain is locked'/>");
            s.set("CCD_GAIN", "Number", "Ok", Map.of("GAIN", "7"));
        });
        assertEquals("Cam: gain: asked 100; [ERROR] gain is locked",
                assertThrows(DeviceException.Refused.class, () -> camera.configure(READOUT)).getMessage());
        server.on("CCD_GAIN", (s, _) -> s.set("CCD_GAIN", "Number", "Ok", Map.of("GAIN", "7")));
        assertEquals("Cam: gain: asked 100; CCD_GAIN reads OK GAIN=7",
                assertThrows(DeviceException.Refused.class, () -> camera.configure(READOUT)).getMessage());
    }

    @Test
    void echoesOfOldStatesAreNoAnswer() throws Exception {
        server.on("CCD_GAIN", (s, m) -> {
            s.set("CCD_GAIN", "Number", "Alert", m);
            sleep(60);
            s.set("CCD_GAIN", "Number", "Ok", m);
        });
        camera.configure(READOUT);
        server.on("CCD_GAIN", (s, m) -> {
            s.set("CCD_GAIN", "Number", "Ok", Map.of("GAIN", "7"));
            sleep(60);
            s.set("CCD_GAIN", "Number", "Idle", m);
        });
        camera.configure(READOUT);
    }

    @Test
    void aDriverThatSaysNothingIsAskedAgainAndThenGivenUp() throws Exception {
        server.on("CCD_GAIN", (_, _) -> {
            // nothing; asked, it still has the old value
        });
        var device = new IndiDevice(connection, ScriptedServer.CAMERA);
        assertEquals("Rejected[reason=CCD_GAIN reads IDLE GAIN=7]",
                device.set("CCD_GAIN", Map.of("GAIN", "100"),
                        IndiDevice.Manner.AT_ONCE, Duration.ofSeconds(5)).toString());
        assertEquals("Unknown[action=setting CCD_GAIN, limit=PT0.3S]",
                device.set("CCD_GAIN", Map.of("GAIN", "100"),
                        IndiDevice.Manner.AT_ONCE, Duration.ofMillis(300)).toString());
        assertEquals("Rejected[reason=CCD_INFO is a read-only NUMBER]",
                device.set("CCD_INFO", "CCD_MAX_X", 1).toString());
        assertEquals("Rejected[reason=the driver has no property NOPE]",
                device.set("NOPE", "X", 1).toString());
    }

    @Test
    void aServerThatClosesInTheMiddleOfAFrameIsLostAndRecovered() throws Exception {
        camera.configure(READOUT);
        String whole = ScriptedServer.blob(ScriptedServer.fits(0.5, "Dark", 8, 4), ".fits");
        server.on("CCD_EXPOSURE", (s, _) -> {
            s.exposure("Busy", "0.5");
            s.sendFrames(whole.substring(0, 6000));
            sleep(300);
            s.hangUp();
        });
        camera.start(HALF);
        assertThrows(DeviceException.Lost.class, this::finish);
        camera.recover(Rung.WAIT);
        List<String> orders = server.orders();
        assertEquals("CONNECTION{CONNECT=On}", orders.getLast());
        assertEquals("Cam: its settings were not made again",
                assertThrows(DeviceException.Disturbed.class, () -> camera.start(HALF)).getMessage());
        camera.configure(READOUT);
        server.on("CCD_EXPOSURE", (s, _) -> {
            s.exposure("Busy", "0.5");
            s.frame(0.5, "Dark");
            s.exposure("Ok", "0");
        });
        camera.start(HALF);
        finish();
    }

    @Test
    void aLostConnectionComesBackByItself() throws Exception {
        long losses = connection.losses();
        server.hangUp();
        assertTrue(connection.store().await(() -> connection.losses() > losses,
                System.nanoTime() + 5_000_000_000L));
        assertTrue(connection.awaitUp(Duration.ofSeconds(5)));
    }

    @Test
    void anExposureFoundRunningIsAbortedNotAdopted() throws Exception {
        server.on("CCD_ABORT_EXPOSURE", (s, _) -> s.exposure("Idle", "0"));
        server.exposure("Busy", "100");
        connection.store().await(() -> connection.store().find("Cam", "CCD_EXPOSURE").orElseThrow().isBusy(),
                System.nanoTime() + 5_000_000_000L);
        server.on("CCD_EXPOSURE", (s, _) -> {
            s.exposure("Busy", "0.5");
            s.frame(0.5, "Dark");
            s.exposure("Ok", "0");
        });
        camera.start(HALF);
        finish();
        assertTrue(server.orders().contains("CCD_ABORT_EXPOSURE{ABORT=On}"), server.orders().toString());
    }

    @Test
    void noServerAndNoSuchDeviceAreTold() throws Exception {
        var nowhere = new IndiSpec("test", "127.0.0.1", server.port(), "Other", "", "", "", List.of(),
                Map.of(), IndiSpec.Bias.BY_DRIVER,
                Duration.ZERO, Duration.ofMillis(400));
        assertEquals(
                "Other: connection lost: no such device at 127.0.0.1:" + server.port() + ", which has [Cam]",
                assertThrows(DeviceException.Lost.class,
                        () -> IndiRig.open(nowhere, Time.system(), ScriptedServer.PACE))
                        .getMessage());
        server.close();
        String message = String.valueOf(assertThrows(DeviceException.Lost.class,
                () -> IndiRig.open(nowhere, Time.system(), ScriptedServer.PACE)).getMessage());
        assertTrue(message.startsWith("Other: connection lost: no indiserver at 127.0.0.1:"), message);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
