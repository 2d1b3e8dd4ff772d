package dev.darkbox.device.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Time;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimDevicesTest {

    private Bench bench;

    @BeforeEach
    void connect() throws Exception {
        bench = new Bench(SimSettings.small(3));
    }

    @AfterEach
    void disconnect() {
        bench.close();
    }

    @Test
    void settingsTheCameraDoesNotHaveAreRefusedByNameAndRange() {
        assertRefused("gain 700, the camera takes 0 to 600", new Readout(700, 50, 1, "Standard", 80));
        assertRefused("offset 300, the camera takes 0 to 240", new Readout(100, 300, 1, "Standard", 80));
        assertRefused("usbLimit 20, the camera takes 40 to 100", new Readout(100, 50, 1, "Standard", 20));
        assertRefused("mode \"Turbo\", the camera has [Standard, High Gain]",
                new Readout(100, 50, 1, "Turbo", 80));
    }

    private void assertRefused(String reason, Readout readout) {
        var refused = assertThrows(DeviceException.Refused.class,
                () -> bench.rig.camera().configure(readout));
        assertEquals("sim-camera: " + reason, refused.getMessage());
    }

    @Test
    void aSettingLeftAloneStaysAsItIs() throws Exception {
        double before = bench.rig.camera().facts().electronsPerAdu();
        bench.rig.camera().configure(new Readout(Readout.NONE, Readout.NONE, 1, "", Readout.NONE));
        assertEquals(before, bench.rig.camera().facts().electronsPerAdu());
        bench.rig.camera().configure(new Readout(300, 50, 1, "", 80));
        assertEquals(before / 10, bench.rig.camera().facts().electronsPerAdu(), 1e-9);
    }

    @Test
    void anExposureWithOtherSettingsThanConfiguredIsRefused() {
        var asked = new Exposure(Exposure.Kind.DARK, Duration.ofSeconds(1),
                new Readout(0, 50, 1, "Standard", 80));
        assertThrows(DeviceException.Refused.class, () -> bench.rig.camera().start(asked));
        var endless = new Exposure(Exposure.Kind.DARK, Duration.ofHours(3), Bench.GAIN_100);
        assertThrows(DeviceException.Refused.class, () -> bench.rig.camera().start(endless));
    }

    @Test
    void aFrameTakesItsExposureAndItsReadoutAndSaysSo() throws Exception {
        try (var arena = Arena.ofConfined()) {
            var into = FrameBuffer.allocate(new FrameShape(256, 192), arena);
            var camera = bench.rig.camera();
            camera.start(new Exposure(Exposure.Kind.BIAS, Duration.ZERO, Bench.GAIN_100));
            assertEquals(Bench.DUSK, bench.time.now());
            FrameFacts facts = camera.finish(into);
            assertEquals(Bench.DUSK, facts.start());
            assertEquals(Duration.ofNanos(32_000), facts.exposure());
            assertEquals(15, facts.sensor().degrees(), 0.2);
            assertEquals(Bench.DUSK.plusNanos(400_032_000), bench.time.now());
        }
    }

    @Test
    void anAbortedExposureLeavesTheCameraIdle() throws Exception {
        var camera = bench.rig.camera();
        camera.abort();
        var exposure = new Exposure(Exposure.Kind.DARK, Duration.ofMinutes(5), Bench.GAIN_100);
        camera.start(exposure);
        assertThrows(DeviceException.Refused.class, () -> camera.start(exposure));
        camera.abort();
        assertEquals(Bench.DUSK, bench.time.now());
        bench.bias();
    }

    @Test
    void aCancelledRunLeavesTheExposureToBeAborted() throws Exception {
        var camera = bench.rig.camera();
        try (var arena = Arena.ofConfined()) {
            var into = FrameBuffer.allocate(new FrameShape(256, 192), arena);
            camera.start(new Exposure(Exposure.Kind.DARK, Duration.ofMinutes(5), Bench.GAIN_100));
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> camera.finish(into));
        }
        camera.abort();
        bench.bias();
    }

    @Test
    void theCapTakesItsTimeAndKnowsWhereItIs() throws Exception {
        var cap = bench.rig.cap().orElseThrow();
        assertEquals(new DustCap.Reading(Bench.DUSK, Position.SHUT, Evidence.SENSED), cap.read());
        cap.moveTo(Position.OPEN);
        assertEquals(new DustCap.Reading(Bench.DUSK.plusSeconds(15), Position.OPEN, Evidence.SENSED),
                cap.read());
        cap.moveTo(Position.OPEN);
        assertEquals(Bench.DUSK.plusSeconds(15), bench.time.now());
    }

    @Test
    void aCapThatIsInterruptedDoesNotKnow() throws Exception {
        var cap = bench.rig.cap().orElseThrow();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> cap.moveTo(Position.OPEN));
        assertEquals(Position.UNKNOWN, cap.read().position());
    }

    @Test
    void theWheelTurnsSlotBySlot() throws Exception {
        var wheel = bench.rig.wheel().orElseThrow();
        assertEquals("L", wheel.selected());
        wheel.select("Ha");
        assertEquals("Ha", wheel.selected());
        assertEquals(Bench.DUSK.plusMillis(4 * 800), bench.time.now());
        wheel.select("L");
        assertEquals(Bench.DUSK.plusMillis(7 * 800), bench.time.now());
        var refused = assertThrows(DeviceException.Refused.class, () -> wheel.select("Hb"));
        assertEquals("sim-wheel: filter \"Hb\", the wheel has [L, R, G, B, Ha, OIII, SII]",
                refused.getMessage());
    }

    @Test
    void thePanelTakesZeroToAHundred() throws Exception {
        var panel = bench.rig.panel().orElseThrow();
        panel.light(40);
        assertEquals(40, panel.read().percent());
        assertThrows(DeviceException.Refused.class, () -> panel.light(101));
        assertEquals(40, panel.read().percent());
    }

    @Test
    void aBareRigIsACameraOnly() {
        try (var rig = new SimRig(SimSettings.small(1).named("guide").bare(), bench.time, bench.faults)) {
            assertEquals(
                    List.of(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), "guide-camera"),
                    List.of(rig.cap(), rig.panel(), rig.wheel(), rig.heaters(), rig.camera().name()));
        }
    }

    @Test
    void onTheWallClockAFrameTakesItsTime() throws Exception {
        try (var rig = new SimRig(SimSettings.small(1), Time.system(), SimFaults.none());
                var arena = Arena.ofConfined()) {
            var into = FrameBuffer.allocate(new FrameShape(256, 192), arena);
            rig.camera().configure(Bench.GAIN_100);
            long begin = System.nanoTime();
            rig.camera().start(new Exposure(Exposure.Kind.BIAS, Duration.ZERO, Bench.GAIN_100));
            FrameFacts facts = rig.camera().finish(into);
            assertTrue(System.nanoTime() - begin >= 400_000_000);
            assertEquals(Duration.ofNanos(32_000), facts.exposure());
        }
    }

    @Test
    void aClosedCameraIsLostAndClosesTwice() {
        bench.rig.close();
        bench.rig.close();
        assertThrows(DeviceException.Lost.class, bench::bias);
    }
}
