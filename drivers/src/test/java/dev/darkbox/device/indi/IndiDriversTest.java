package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.State;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Time;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Vendors' own drivers, simulating, behind the machine's own `indiserver`. Skipped where a driver is not installed.
@Tag("indiserver")
class IndiDriversTest {

    private static final Readout BARE = new Readout(Readout.NONE, Readout.NONE, 1, "", Readout.NONE);

    @TempDir
    private Path home;

    private static Rig open(IndiServerPeer server, String camera) throws Exception {
        server.simulate(camera);
        return IndiRig.open(new IndiSpec("test", server.host(), server.port(), camera, "", "", "", List.of(),
                Map.of(), IndiSpec.Bias.BY_DRIVER, Duration.ofMillis(50), Duration.ofSeconds(20)),
                Time.system());
    }

    private static Duration expose(Rig rig, Exposure asked) throws Exception {
        try (Arena arena = Arena.ofShared()) {
            var frame = FrameBuffer.allocate(rig.camera().shape(asked.readout()), arena);
            rig.camera().start(asked);
            return rig.camera().finish(frame).exposure();
        }
    }

    @Test
    void case65AnApogeeHasReadoutQualitiesAndACoolerThatNeverArrives() throws Exception {
        try (var server = IndiServerPeer.with(home, "indi_apogee_ccd");
                Rig rig = open(server, "Apogee CCD")) {
            CameraFacts facts = rig.camera().facts();
            assertEquals(new CameraFacts("Apogee CCD", "", facts.driver(), facts.firmware(),
                    new FrameShape(3326, 2504), 5.4, 0,
                    "", facts.shortest(), facts.epoch()), facts);
            assertTrue(facts.driver().startsWith("indi_apogee_ccd "), facts.driver());
            assertTrue(facts.firmware().contains("CAM_INFO.CAM_FIRMWARE=0x21"), facts.firmware());
            var slow = new Readout(Readout.NONE, Readout.NONE, 2, "QUALITY_LOW", Readout.NONE);
            rig.camera().configure(slow);
            assertEquals(new FrameShape(1663, 1252), rig.camera().shape(slow));
            CameraEpoch epoch = rig.camera().facts().epoch();
            assertEquals("0x21", epoch.parts().get("firmware.CAM_INFO.CAM_FIRMWARE"));
            assertEquals("QUALITY_LOW", epoch.parts().get("readout.READOUT_QUALITY"));
            assertEquals(Duration.ofMillis(200),
                    expose(rig, new Exposure(Exposure.Kind.DARK, Duration.ofMillis(200), slow)));
            assertEquals(epoch, rig.camera().facts().epoch(), "an exposure is no change");
            var noSuchLimit = new Readout(Readout.NONE, Readout.NONE, 1, "", 40);
            assertThrows(DeviceException.Refused.class, () -> rig.camera().configure(noSuchLimit));
            var cooler = rig.camera().cooler().orElseThrow();
            cooler.target(Celsius.of(-10));
            assertEquals("10.0°C at 50.0 %",
                    cooler.read().sensor() + " at " + cooler.read().loadPercent() + " %");
        }
    }

    @Test
    void anFliHasACoolerWithoutASwitchAndEndsExposuresEarly() throws Exception {
        try (var server = IndiServerPeer.with(home, "indi_fli_ccd"); Rig rig = open(server, "FLI CCD")) {
            CameraFacts facts = rig.camera().facts();
            assertEquals(5.4, facts.pixelMicron(), "the driver gives metres");
            assertEquals(Duration.ofMillis(40), facts.shortest());
            rig.camera().configure(BARE);
            CameraEpoch epoch = rig.camera().facts().epoch();
            assertEquals(List.of("camera.Model.Model", "driver.exec", "driver.name", "driver.version"),
                    epoch.parts().keySet().stream().filter(part -> !part.startsWith("shape.")).toList());
            assertEquals(Duration.ofSeconds(1),
                    expose(rig, new Exposure(Exposure.Kind.DARK, Duration.ofSeconds(1), BARE)));
            assertEquals(Duration.ofMillis(40),
                    expose(rig, new Exposure(Exposure.Kind.BIAS, Duration.ZERO, BARE)));
            assertEquals(epoch, rig.camera().facts().epoch(), "an exposure is no change");
            var cooler = rig.camera().cooler().orElseThrow();
            cooler.target(Celsius.of(-5));
            assertEquals(0, cooler.read().loadPercent());
            cooler.off();
        }
    }

    @Test
    void aLookAtAServerTellsWhatEachDriverIs() throws Exception {
        try (var server = IndiServerPeer.with(home, "indi_simulator_ccd", "indi_simulator_guide",
                "indi_simulator_telescope", "indi_apogee_ccd", "indi_fli_ccd", "indi_gphoto_ccd",
                "indi_flipflat", "indi_sx_wheel")) {
            for (String device : List.of("Apogee CCD", "FLI CCD", "GPhoto CCD", "Flip Flat", "SX Wheel")) {
                server.simulate(device);
            }
            DeviceSurvey before = IndiSurvey.of(server.host(), server.port(), List.of(), false);
            assertTrue(before.devices().stream().allMatch(d -> d.state() == State.NOT_CONNECTED),
                    before::toString);
            assertEquals("Apogee CCD [CAMERA, WHEEL] CCD Simulator [CAMERA, WHEEL] FLI CCD [CAMERA] "
                    + "Flip Flat [PANEL] GPhoto CCD [CAMERA] Guide Simulator [CAMERA] SX Wheel [WHEEL] "
                    + "Telescope Simulator [OTHER]", kinds(before), "by what the drivers say they will be");
            DeviceSurvey after = IndiSurvey.of(server.host(), server.port(), List.of(), true);
            assertEquals("Apogee CCD [CAMERA] CCD Simulator [CAMERA, WHEEL] FLI CCD [CAMERA] "
                    + "Flip Flat [CAP, PANEL] GPhoto CCD [CAMERA] Guide Simulator [CAMERA] SX Wheel [WHEEL] "
                    + "Telescope Simulator [OTHER]", kinds(after), "by what they have");
            assertEquals(State.NOT_CONNECTED, device(after, "Telescope Simulator").state());
            assertEquals("Apogee", trait(after, "Apogee CCD", "family"));
            assertEquals("1280x1024 px, 5.4 µm, mono", trait(after, "FLI CCD", "sensor"));
            assertEquals("100 [100, 200, 400, 800]", trait(after, "GPhoto CCD", "gain"));
            assertEquals("INDI simulator", trait(after, "Guide Simulator", "family"));
            assertTrue(trait(after, "SX Wheel", "filters").startsWith("at 1 [1:"), after::toString);
            assertEquals("0 (0..255)", trait(after, "Flip Flat", "brightness"));
        }
    }

    private static String kinds(DeviceSurvey survey) {
        return String.join(" ", survey.devices().stream()
                .map(d -> d.name() + " " + d.kinds().stream().sorted().toList()).toList());
    }

    private static DeviceSurvey.Device device(DeviceSurvey survey, String name) {
        return survey.devices().stream().filter(d -> d.name().equals(name)).findFirst().orElseThrow();
    }

    private static String trait(DeviceSurvey survey, String device, String what) {
        return device(survey, device).traits().stream().filter(t -> t.what().equals(what)).findFirst()
                .map(DeviceSurvey.Trait::value).orElse("none");
    }

    @Test
    void aLookDuringAnExposureDoesNotSpoilIt() throws Exception {
        try (var server = IndiServerPeer.with(home, "indi_simulator_ccd");
                Rig rig = IndiRig.open(
                        IndiSpec.of("test", server.host(), server.port(), IndiServerPeer.CAMERA),
                        Time.system());
                Arena arena = Arena.ofShared()) {
            rig.camera().configure(BARE);
            var asked = new Exposure(Exposure.Kind.DARK, Duration.ofSeconds(4), BARE);
            var frame = FrameBuffer.allocate(rig.camera().shape(BARE), arena);
            rig.camera().start(asked);
            DeviceSurvey survey = IndiSurvey.of(server.host(), server.port(), List.of(), true);
            assertEquals(State.CONNECTED, device(survey, IndiServerPeer.CAMERA).state());
            assertEquals(Duration.ofSeconds(4), rig.camera().finish(frame).exposure());
        }
    }
}
