package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Camera;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FlatPanel;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Time;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A whole rig behind the machine's own `indiserver`.
@Tag("indiserver")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IndiRigTest {

    private static final Readout PLAIN = new Readout(50, 20, 1, "", Readout.NONE);

    @TempDir
    private static Path home;
    private IndiServerPeer server;
    private Rig rig;

    @BeforeAll
    void open() throws Exception {
        server = IndiServerPeer.rig(home);
        rig = IndiRig.open(spec(server), Time.system(), Pace.USUAL.with(Wait.SETTLED, Duration.ofMillis(250))
                .with(Wait.QUIET_AFTER_ABORT, Duration.ofMillis(300)));
    }

    @AfterAll
    void close() throws Exception {
        if (rig != null) {
            rig.close();
        }
        if (server != null) {
            server.close();
        }
    }

    static IndiSpec spec(IndiServerPeer server) {
        return new IndiSpec("test", server.host(), server.port(), IndiServerPeer.CAMERA, IndiServerPeer.WHEEL,
                IndiServerPeer.COVER, IndiServerPeer.COVER, List.of(), Map.of(), IndiSpec.Bias.BY_DRIVER,
                Duration.ofMillis(10),
                Duration.ofSeconds(20));
    }

    private static Exposure bias(Readout readout) {
        return new Exposure(Exposure.Kind.BIAS, Duration.ZERO, readout);
    }

    private static Exposure dark(Duration duration, Readout readout) {
        return new Exposure(Exposure.Kind.DARK, duration, readout);
    }

    /// Mean of a frame, ADU.
    private static double mean(FrameBuffer frame) {
        double sum = 0;
        for (int y = 0; y < frame.shape().heightPx(); y++) {
            for (int x = 0; x < frame.shape().widthPx(); x++) {
                sum += frame.adu(x, y);
            }
        }
        return sum / frame.shape().pixels();
    }

    @Test
    void theCameraSaysWhatItIs() throws Exception {
        CameraFacts facts = rig.camera().facts();
        assertTrue(facts.driver().matches("indi_simulator_ccd \\d.*"), facts.driver());
        assertEquals(new CameraFacts("CCD Simulator", "", facts.driver(), facts.firmware(),
                new FrameShape(1280, 1024), 5.2, 0, "",
                Duration.ofMillis(10), facts.epoch()), facts);
    }

    @Test
    void biasAndDarkArriveWithWhatTheHardwareReported() throws Exception {
        Camera camera = rig.camera();
        camera.configure(PLAIN);
        try (Arena arena = Arena.ofShared()) {
            var frame = FrameBuffer.allocate(camera.shape(PLAIN), arena);
            camera.start(bias(PLAIN));
            FrameFacts bias = camera.finish(frame);
            assertEquals(Duration.ofMillis(10), bias.exposure());
            assertTrue(bias.sensor().isKnown(), bias.toString());
            assertTrue(mean(frame) > 0, "mean " + mean(frame));

            camera.start(dark(Duration.ofMillis(300), PLAIN));
            FrameFacts dark = camera.finish(frame);
            assertEquals(Duration.ofMillis(300), dark.exposure());
            assertTrue(dark.start().isAfter(bias.start()), bias + " " + dark);
        }
    }

    @Test
    void aFrameThatCameBeforeItWasAskedForIsTheSame() throws Exception {
        Camera camera = rig.camera();
        camera.configure(PLAIN);
        camera.start(dark(Duration.ofMillis(50), PLAIN));
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!((IndiCamera) camera).hasFrame() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertTrue(((IndiCamera) camera).hasFrame(), "no frame in 10 s");
        // a buffer only this thread may touch: the reader cannot have filled it
        try (Arena arena = Arena.ofConfined()) {
            var frame = FrameBuffer.allocate(camera.shape(PLAIN), arena);
            assertEquals(Duration.ofMillis(50), camera.finish(frame).exposure());
            assertTrue(mean(frame) > 0, "mean " + mean(frame));
        }
    }

    @Test
    void binningChangesTheFrameAndIsReadBack() throws Exception {
        Camera camera = rig.camera();
        var binned = new Readout(50, 20, 2, "", Readout.NONE);
        camera.configure(binned);
        assertEquals(new FrameShape(640, 512), camera.shape(binned));
        try (Arena arena = Arena.ofShared()) {
            camera.start(bias(binned));
            camera.finish(FrameBuffer.allocate(camera.shape(binned), arena));
        }
        camera.configure(PLAIN);
        assertEquals(new FrameShape(1280, 1024), camera.shape(PLAIN));
    }

    @Test
    void aSettingTheCameraDoesNotTakeIsRefusedByName() {
        var tooMuch = new Readout(99_999, 20, 1, "", Readout.NONE);
        assertEquals("CCD Simulator: gain: asked 99999; CCD_GAIN.GAIN 99999, allowed 0..100",
                assertThrows(DeviceException.Refused.class, () -> rig.camera().configure(tooMuch))
                        .getMessage());
        var noSuchMode = new Readout(50, 20, 1, "Turbo", Readout.NONE);
        var refused = assertThrows(DeviceException.Refused.class, () -> rig.camera().configure(noSuchMode));
        assertEquals(
                "readout mode \"Turbo\": the camera has no readout modes; write mode = \"\", or name their place: "
                        + "mode_control",
                refused.what());
    }

    @Test
    void theCoolerGoesToItsSetPointAndIsReadAfresh() throws Exception {
        Cooler cooler = rig.camera().cooler().orElseThrow();
        Celsius target = Celsius.of(cooler.read().sensor().degrees() - 1);
        cooler.target(target);
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        Cooler.Reading reading = cooler.read();
        while (reading.sensor().milliKelvinTo(target) > 100 && System.nanoTime() < deadline) {
            Thread.sleep(200);
            reading = cooler.read();
        }
        assertTrue(reading.sensor().milliKelvinTo(target) <= 100, reading.toString());
        assertThrows(DeviceException.Refused.class, () -> cooler.target(Celsius.of(-80)));
        cooler.off();
    }

    @Test
    void anExposureCanBeAbortedAndTheNextOneIsItsOwn() throws Exception {
        Camera camera = rig.camera();
        camera.configure(PLAIN);
        camera.abort();
        camera.start(dark(Duration.ofSeconds(60), PLAIN));
        camera.abort();
        try (Arena arena = Arena.ofShared()) {
            camera.start(dark(Duration.ofMillis(200), PLAIN));
            assertEquals(Duration.ofMillis(200),
                    camera.finish(FrameBuffer.allocate(camera.shape(PLAIN), arena))
                            .exposure());
        }
    }

    @Test
    void theWheelTurnsToAFilterByName() throws Exception {
        var wheel = rig.wheel().orElseThrow();
        assertEquals(8, wheel.filters().size());
        for (String filter : List.of(wheel.filters().get(2), wheel.filters().get(0))) {
            wheel.select(filter);
            assertEquals(filter, wheel.selected());
        }
        assertThrows(DeviceException.Refused.class, () -> wheel.select("Cheese"));
    }

    @Test
    void theCapMovesAndThePanelShinesOnlyWhenItIsShut() throws Exception {
        DustCap cap = rig.cap().orElseThrow();
        FlatPanel panel = rig.panel().orElseThrow();
        cap.moveTo(DustCap.Position.OPEN);
        assertEquals(DustCap.Position.OPEN, cap.read().position());
        var refused = assertThrows(DeviceException.Refused.class, () -> panel.light(50));
        assertEquals("Flip Flat: [ERROR] Cannot control light while cap is unparked.", refused.getMessage());
        cap.moveTo(DustCap.Position.SHUT);
        assertEquals(DustCap.Position.SHUT, cap.read().position());
        panel.light(50);
        assertEquals(50, panel.read().percent());
        panel.light(0);
        assertEquals(0, panel.read().percent());
    }
}
