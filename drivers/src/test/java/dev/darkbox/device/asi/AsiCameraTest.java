package dev.darkbox.device.asi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Switch;
import dev.darkbox.device.Time;
import dev.darkbox.sdk.AsiControl;
import dev.darkbox.sdk.AsiImageType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A camera that does as it is told.
class AsiCameraTest {

    static final Readout READOUT = new Readout(100, 50, 1, "", 60);
    static final Exposure BIAS = new Exposure(Exposure.Kind.BIAS, Duration.ZERO, READOUT);

    private static final double ADU = 4; // of 16 bits for one of 14

    @TempDir
    private Path folder;
    private StandInAsi standIn;
    private StandInAsi.Clock time;
    private AsiHub hub;
    private AsiCamera camera;
    private final Arena arena = Arena.ofShared();
    private final FrameBuffer frame = FrameBuffer
            .allocate(new FrameShape(StandInAsi.WIDTH, StandInAsi.HEIGHT), arena);

    @BeforeAll
    static void needsACompiler() throws InterruptedException {
        StandInAsi.needsACompiler();
    }

    @BeforeEach
    void connect() throws Exception {
        standIn = StandInAsi.in(folder);
        time = standIn.clock();
        hub = standIn.hub();
        camera = hub.connect(AsiSpec.any(), time, StandInAsi.noBus());
    }

    @AfterEach
    void noTwoCallsWereMadeAtOnce() throws IOException {
        camera.close();
        arena.close();
        assertFalse(standIn.calls().contains("OVERLAP"));
        assertEquals("close 0", standIn.calls().getLast());
    }

    private static Exposure dark(double seconds) {
        return new Exposure(Exposure.Kind.DARK, Duration.ofMillis(Math.round(seconds * 1000)), READOUT);
    }

    private FrameFacts take(Exposure exposure) throws DeviceException, InterruptedException {
        camera.start(exposure);
        return camera.finish(frame);
    }

    private double mean() {
        double sum = 0;
        for (long i = 0; i < frame.shape().pixels(); i++) {
            sum += Short.toUnsignedInt(frame.pixels().getAtIndex(ValueLayout.JAVA_SHORT, i));
        }
        return sum / frame.shape().pixels();
    }

    private short[] pixels() {
        return frame.pixels().toArray(ValueLayout.JAVA_SHORT);
    }

    /// Of one frame, by the difference of two.
    private static double noise(short[] one, short[] other) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < one.length; i++) {
            double difference = Short.toUnsignedInt(one[i]) - Short.toUnsignedInt(other[i]);
            sum += difference;
            squares += difference * difference;
        }
        double mean = sum / one.length;
        return Math.sqrt((squares / one.length - mean * mean) / 2);
    }

    @Test
    void aSetOfBiasFramesHasTheOffsetAndTheReadNoise() throws Exception {
        camera.configure(READOUT);
        short[] before = {};
        for (int i = 0; i < 10; i++) {
            FrameFacts facts = take(BIAS);
            assertEquals(Duration.ofNanos(32_000), facts.exposure());
            assertEquals(50 * 10 * ADU, mean(), 0.5);
            short[] now = pixels();
            if (before.length > 0) {
                assertEquals(3 * ADU, noise(before, now), 0.3);
            }
            before = now;
        }
        assertTrue(standIn.calls().contains("start 10 dark 1 us 32"));
    }

    @Test
    void aSetOfDarksHasTheDarkCurrentOfItsTemperatureAndTakesItsTime() throws Exception {
        camera.configure(READOUT);
        take(dark(600));
        assertEquals(StandInAsi.DUSK.plusSeconds(600), time.now());
        double warm = mean() - 50 * 10 * ADU;
        Cooler cooler = camera.cooler().orElseThrow();
        cooler.target(Celsius.of(-10));
        time.sleep(Duration.ofMinutes(2));
        assertEquals(Celsius.of(-10), cooler.read().sensor());
        for (int i = 0; i < 3; i++) {
            FrameFacts facts = take(dark(600));
            assertEquals(Celsius.of(-10), facts.sensor());
            assertEquals(Duration.ofMinutes(10), facts.exposure());
            double cold = mean() - 50 * 10 * ADU;
            assertEquals(Math.pow(2, 28.0 / 6), warm / cold, 3);
        }
    }

    @Test
    void aCoolerIsSwitchedOnWithItsFanAndTellsItsLoad() throws Exception {
        Cooler cooler = camera.cooler().orElseThrow();
        cooler.target(Celsius.of(0));
        assertEquals(
                Map.of(AsiControl.FAN_ON, 1L, AsiControl.COOLER_ON, 1L, AsiControl.TARGET_TEMPERATURE, 0L),
                values(AsiControl.FAN_ON, AsiControl.COOLER_ON, AsiControl.TARGET_TEMPERATURE));
        time.sleep(Duration.ofMinutes(2));
        Cooler.Reading reading = cooler.read();
        assertEquals(Celsius.of(0), reading.sensor());
        assertEquals(51, reading.loadPercent());
        cooler.off();
        time.sleep(Duration.ofMinutes(3));
        assertEquals(Celsius.of(18), cooler.read().sensor());
        assertEquals(0, cooler.read().loadPercent());
    }

    @Test
    void aSetPointBetweenWholeDegreesOrOutsideTheRangeIsRefused() throws Exception {
        Cooler cooler = camera.cooler().orElseThrow();
        var between = assertThrows(DeviceException.Refused.class, () -> cooler.target(Celsius.of(-9.5)));
        assertEquals("set point -9.5°C: the camera takes whole degrees; allowed: -10 or -9 °C",
                between.what());
        var outside = assertThrows(DeviceException.Refused.class, () -> cooler.target(Celsius.of(-41)));
        assertEquals("TargetTemp -41, allowed: -40..30", outside.what());
    }

    @Test
    void aCoolerThatDoesNotReachShowsItsTemperatureAndFullLoad() throws Exception {
        standIn.order("warmest-cold -3");
        Cooler cooler = camera.cooler().orElseThrow();
        cooler.target(Celsius.of(-10));
        time.sleep(Duration.ofMinutes(5));
        assertEquals(Celsius.of(-3), cooler.read().sensor());
        assertEquals(100, cooler.read().loadPercent());
    }

    @Test
    void aBinnedFrameIsSmallerAndCutToWhatTheLibraryTakes() throws Exception {
        var binned = new Readout(100, 50, 2, "", Readout.NONE);
        assertEquals(new FrameShape(320, 240), camera.shape(binned));
        camera.configure(binned);
        FrameBuffer small = FrameBuffer.allocate(new FrameShape(320, 240), arena);
        camera.start(new Exposure(Exposure.Kind.BIAS, Duration.ZERO, binned));
        camera.finish(small);
        assertEquals(50 * 10 * ADU, small.adu(160, 120), 200);
        var refused = assertThrows(DeviceException.Refused.class,
                () -> camera.configure(new Readout(100, 50, 3, "", 60)));
        assertEquals("binning 3, allowed: [1, 2]", refused.what());
    }

    @Test
    void modesAreSetAndThoseThatAreNotNamedAreOff() throws Exception {
        camera.configure(new Readout(100, 50, 2, "HighSpeedMode=1, hardwarebin=1", 60));
        assertEquals("1", camera.facts().epoch().parts().get("readout.HighSpeedMode"));
        assertEquals("1", camera.facts().epoch().parts().get("readout.HardwareBin"));
        camera.configure(READOUT);
        assertEquals("0", camera.facts().epoch().parts().get("readout.HighSpeedMode"));
        var refused = assertThrows(DeviceException.Refused.class,
                () -> camera.configure(new Readout(100, 50, 1, "MonoBin=1", 60)));
        assertEquals("readout mode \"MonoBin=1\", allowed: HardwareBin=0 or 1, HighSpeedMode=0 or 1",
                refused.what());
    }

    @Test
    void whatChangesPixelsIsMadeToDoNothing() throws Exception {
        hub.library().setControlValue(0, AsiControl.FLIP, 2, false);
        hub.library().setControlValue(0, AsiControl.GAMMA, 80, false);
        camera.configure(READOUT);
        assertEquals(Map.of(AsiControl.FLIP, 0L, AsiControl.GAMMA, 50L),
                values(AsiControl.FLIP, AsiControl.GAMMA));
    }

    /// Past the camera: what the library has.
    private Map<AsiControl, Long> values(AsiControl... controls) {
        var values = new EnumMap<AsiControl, Long>(AsiControl.class);
        var value = arena.allocate(ValueLayout.JAVA_LONG);
        var auto = arena.allocate(ValueLayout.JAVA_INT);
        for (AsiControl control : controls) {
            assertEquals(0, hub.library().controlValue(0, control, value, auto));
            values.put(control, value.get(ValueLayout.JAVA_LONG, 0));
        }
        return values;
    }

    @Test
    void aSettingOutsideItsRangeOrThatDoesNotTakeIsRefusedByName() throws Exception {
        var outside = assertThrows(DeviceException.Refused.class,
                () -> camera.configure(new Readout(571, 50, 1, "", 60)));
        assertEquals("Gain 571, allowed: 0..570", outside.what());
        standIn.order("deaf 5");
        var deaf = assertThrows(DeviceException.Refused.class, () -> camera.configure(READOUT));
        assertEquals("Offset set to 50, reads back 8", deaf.what());
        assertThrows(DeviceException.Disturbed.class, () -> camera.start(BIAS));
    }

    @Test
    void anExposureThatIsNearlyWhatWasAskedIsToldAsItIs() throws Exception {
        camera.configure(READOUT);
        standIn.order("coarse 300");
        assertEquals(Duration.ofNanos(999_900_000), take(dark(1)).exposure());
        standIn.order("coarse 700000");
        var refused = assertThrows(DeviceException.Refused.class, () -> camera.start(dark(1)));
        assertEquals("Exposure set to 1000000, reads back 700000", refused.what());
    }

    @Test
    void aWindowThatIsNotWhatWasAskedIsRefused() throws Exception {
        standIn.order("shrink");
        var refused = assertThrows(DeviceException.Refused.class, () -> camera.configure(READOUT));
        assertEquals(
                "window set to 640x482, binning 1, image type 2, reads back 632x482, binning 1, image type 2",
                refused.what());
    }

    @Test
    void aWindowThatSomebodyElseChangedIsADisturbanceAndNoFrameIsWritten() throws Exception {
        camera.configure(READOUT);
        camera.start(BIAS);
        time.sleep(Duration.ofSeconds(1));
        assertEquals(0, hub.library().expStatus(0, arena.allocate(4))); // it is over, and the window can be set
        assertEquals(0, hub.library().setRoiFormat(0, 320, 240, 2, AsiImageType.RAW16));
        frame.setAdu(0, 0, 4711);
        assertThrows(DeviceException.Disturbed.class, () -> camera.finish(frame));
        assertEquals(4711, frame.adu(0, 0));
        assertThrows(DeviceException.Disturbed.class, () -> camera.start(BIAS));
        camera.configure(READOUT);
        take(BIAS);
    }

    @Test
    void theHeaterOfTheWindowMustBeOffForDarksOnly() throws Exception {
        Switch heater = camera.heater().orElseThrow();
        assertFalse(heater.read().on());
        heater.set(true);
        assertTrue(heater.read().on());
        camera.configure(READOUT);
        var refused = assertThrows(DeviceException.Refused.class, () -> camera.start(dark(1)));
        assertEquals(
                "ZWO ASI294MM Pro AntiDewHeater: it is on, and warms what the sensor sees; DARK frames need it off",
                refused.getMessage());
        assertThrows(DeviceException.Refused.class, () -> camera.start(BIAS));
        take(new Exposure(Exposure.Kind.LIGHT, Duration.ofSeconds(1), READOUT));
        heater.set(false);
        take(dark(1));
        assertEquals(List.of("start 1 dark 0 us 1000000", "start 2 dark 1 us 1000000"),
                standIn.calls().stream().filter(call -> call.startsWith("start")).toList());
    }

    @Test
    void theFactsNameCameraSerialNumberSdkAndFirmware() throws Exception {
        Path device = Files.createDirectories(folder.resolve("bus/2-1"));
        Files.writeString(device.resolve("idVendor"), "03c3\n");
        Files.writeString(device.resolve("product"), "ASI294MM Pro\n");
        Files.writeString(device.resolve("bcdDevice"), "0110\n");
        camera.close();
        var bus = new AsiBus(folder.resolve("bus"), folder, folder);
        camera = hub.connect(AsiSpec.any(), time, bus);
        camera.configure(new Readout(200, 50, 1, "", 60));
        CameraFacts facts = camera.facts();
        assertEquals("ZWO ASI294MM Pro", facts.model());
        assertEquals("0a0b0c0d00000000", facts.serial());
        assertEquals("SDK 1, 37, 0, 1; camera 0110", facts.firmware());
        assertEquals(new FrameShape(644, 482), facts.sensor());
        assertEquals(0.3162, facts.electronsPerAdu(), 0.001);
        assertEquals(Duration.ofNanos(32_000), facts.shortest());
        CameraEpoch epoch = facts.epoch();
        assertEquals("1, 37, 0, 1", epoch.parts().get("sdk.ASICamera2"));
        assertEquals("0110", epoch.parts().get("firmware.bcdDevice"));
        assertEquals("0..570", epoch.parts().get("shape.Gain"));
        camera.configure(READOUT);
        take(BIAS);
        assertEquals(epoch, camera.facts().epoch());
    }

    @Test
    void theSameFrameNumberGivesTheSamePixelsInANewLibrary() throws Exception {
        camera.configure(READOUT);
        take(BIAS);
        short[] first = pixels();
        take(BIAS);
        assertTrue(noise(first, pixels()) > 1);
        Path other = Files.createDirectory(folder.resolve("other"));
        StandInAsi again = StandInAsi.in(other);
        try (AsiCamera twin = again.camera(again.clock())) {
            twin.configure(READOUT);
            twin.start(BIAS);
            twin.finish(frame);
        }
        assertArrayEquals(first, pixels());
    }

    @Test
    void anAbortedExposureIsStoppedAndTheNextOneHasNothingOfIt() throws Exception {
        camera.configure(READOUT);
        camera.start(dark(600));
        time.sleep(Duration.ofSeconds(5));
        camera.abort();
        assertEquals("stop", standIn.calls().getLast());
        camera.abort();
        assertThrows(IllegalStateException.class, () -> camera.finish(frame));
        take(BIAS);
        assertEquals(50 * 10 * ADU, mean(), 0.5);
    }

    @Test
    void aHundredExposuresLeaveNoMemoryBehind() throws Exception {
        camera.configure(READOUT);
        for (int i = 0; i < 30; i++) {
            take(BIAS);
        }
        long before = residentKb();
        for (int i = 0; i < 100; i++) {
            take(BIAS);
        }
        // a frame each would be 60 MB
        assertTrue(residentKb() - before < 20_000, "grown by " + (residentKb() - before) + " kB");
    }

    private static long residentKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssAnon"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
    }

    @Test
    void inRealTimeItIsTheSame() throws Exception {
        camera.close();
        StandInAsi real = StandInAsi.in(Files.createDirectory(folder.resolve("real")));
        AsiHub its = AsiHub.load(Optional.of(real.file()), AsiPatience.usual());
        try (AsiCamera there = its.connect(AsiSpec.any(), Time.system(), StandInAsi.noBus())) {
            there.configure(READOUT);
            long began = System.nanoTime();
            there.start(dark(0.3));
            FrameFacts facts = there.finish(frame);
            assertTrue(System.nanoTime() - began >= 300_000_000L);
            assertEquals(Duration.ofMillis(300), facts.exposure());
        }
        assertEquals(50 * 10 * ADU, mean(), 0.5);
    }
}
