package dev.darkbox.device.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rung;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimFaultsTest {

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
    void aLateFrameComesLate() throws Exception {
        bench.faults.atFrame(2, new SimFault.ExposureLate(Duration.ofSeconds(20)));
        bench.dark(10);
        assertEquals(Bench.DUSK.plusMillis(10_400), bench.time.now());
        bench.dark(10);
        assertEquals(Bench.DUSK.plusMillis(40_800), bench.time.now());
        assertEquals(List.of(), bench.faults.pending());
    }

    @Test
    void aFrameLaterThanTheGraceDoesNotCome() throws Exception {
        bench.faults.next(new SimFault.ExposureLate(Duration.ofMinutes(2)));
        var late = assertThrows(DeviceException.TimedOut.class, () -> bench.dark(10));
        assertEquals("sim-camera: frame took longer than 40400 ms", late.getMessage());
        assertEquals(Bench.DUSK.plusMillis(40_400), bench.time.now());
        bench.dark(10);
    }

    @Test
    void aLostFrameTimesOutAndTheNextComes() throws Exception {
        bench.faults.atFrame(2, new SimFault.FrameLost());
        bench.bias();
        assertThrows(DeviceException.TimedOut.class, bench::bias);
        bench.bias();
    }

    @Test
    void aGarbledFrameSaysWhatWasExpected() throws Exception {
        bench.faults.next(new SimFault.FrameGarbled());
        var garbled = assertThrows(DeviceException.Garbled.class, bench::bias);
        assertEquals("sim-camera: expected a frame of 256x192, got \"49152 bytes of something else\"",
                garbled.getMessage());
        bench.bias();
    }

    @Test
    void aCameraThatHangsNeedsRecovery() throws Exception {
        bench.faults.next(new SimFault.CameraHangs());
        assertThrows(DeviceException.TimedOut.class, bench::bias);
        assertThrows(DeviceException.TimedOut.class, bench::degrees);
        assertThrows(DeviceException.TimedOut.class, () -> bench.rig.camera().abort());
        assertEquals(Bench.DUSK.plusSeconds(15), bench.time.now());
        bench.rig.camera().recover(Rung.RECONNECT);
        bench.bias();
    }

    @Test
    void aCameraThatHangsDuringAnExposureForgetsIt() throws Exception {
        bench.faults.atFrame(1, new SimFault.CameraHangs());
        assertThrows(DeviceException.TimedOut.class, bench::bias);
        bench.rig.camera().recover(Rung.RECONNECT);
        bench.bias();
    }

    @Test
    void aLostConnectionComesBackAfterAsManyRecoveries() throws Exception {
        bench.faults.next(new SimFault.ConnectionLost(3));
        assertThrows(DeviceException.Lost.class, bench::bias);
        assertThrows(DeviceException.Lost.class, () -> bench.rig.camera().recover(Rung.RECONNECT));
        assertThrows(DeviceException.Lost.class, () -> bench.rig.camera().recover(Rung.RECONNECT));
        assertThrows(DeviceException.Lost.class, bench::degrees);
        bench.rig.camera().recover(Rung.RECONNECT);
        bench.bias();
    }

    @Test
    void aSettingThatIsIgnoredIsFoundByReadBack() throws Exception {
        bench.faults.next(new SimFault.SettingIgnored(SimFault.Setting.GAIN));
        var asked = new Readout(200, 50, 1, "Standard", 80);
        var refused = assertThrows(DeviceException.Refused.class, () -> bench.rig.camera().configure(asked));
        assertEquals("sim-camera: gain: set to 200, reads back 100", refused.getMessage());
        bench.rig.camera().configure(asked);
    }

    @Test
    void aStuckCapStandsHalfWayAndLetsLightIn() throws Exception {
        var cap = bench.rig.cap().orElseThrow();
        cap.moveTo(Position.OPEN);
        bench.faults.next(new SimFault.CapStuck());
        assertThrows(DeviceException.TimedOut.class, () -> cap.moveTo(Position.SHUT));
        assertEquals(Position.UNKNOWN, cap.read().position());
        double halfOpen = Sample.mean(bench.dark(60));
        assertTrue(halfOpen > 700, "level " + halfOpen);
        cap.moveTo(Position.SHUT);
        assertEquals(Position.SHUT, cap.read().position());
    }

    @Test
    void aLyingCapSaysShutAndTheFrameSaysOpen() throws Exception {
        var cap = bench.rig.cap().orElseThrow();
        cap.moveTo(Position.OPEN);
        bench.faults.next(new SimFault.CapLies());
        cap.moveTo(Position.SHUT);
        assertEquals(Position.SHUT, cap.read().position());
        assertEquals(Evidence.REPORTED, cap.read().evidence());
        double open = Sample.mean(bench.dark(60));
        assertTrue(open > 1000, "level " + open);
    }

    @Test
    void aJammedWheelStandsBetweenTwoSlots() throws Exception {
        var wheel = bench.rig.wheel().orElseThrow();
        bench.faults.next(new SimFault.WheelJam());
        assertThrows(DeviceException.TimedOut.class, () -> wheel.select("Ha"));
        assertThrows(DeviceException.Garbled.class, wheel::selected);
        wheel.select("Ha");
        assertEquals("Ha", wheel.selected());
    }

    @Test
    void aHeaterStuckOnReadsBackOnAndGlows() throws Exception {
        var heater = bench.rig.heaters().getFirst();
        double dark = Sample.mean(bench.dark(300));
        bench.faults.at(Bench.DUSK.plusSeconds(400), new SimFault.HeaterStuckOn());
        heater.set(false);
        bench.time.sleep(Duration.ofSeconds(200));
        var garbled = assertThrows(DeviceException.Garbled.class, () -> heater.set(false));
        assertEquals("sim-dew-heater: expected off, got \"on\"", garbled.getMessage());
        assertTrue(heater.read().on());
        assertTrue(Sample.mean(bench.dark(300)) > dark + 50);
        bench.faults.clear();
        heater.set(false);
    }

    @Test
    void aCreepingOffsetCreeps() throws Exception {
        bench.discard(12);
        double before = Sample.mean(bench.bias());
        bench.faults.at(bench.time.now(), new SimFault.OffsetDrift(60));
        for (int i = 0; i < 30; i++) {
            bench.time.sleep(Duration.ofMinutes(1));
            bench.bias();
        }
        assertEquals(before + 30, Sample.mean(bench.bias()), 1);
    }

    @Test
    void aPersonCanOrderFaults() {
        assertEquals(new SimFaults.Order(new SimFaults.When.Next(), new SimFault.FrameLost()),
                SimFaults.Order.parse("next lost"));
        assertEquals(
                new SimFaults.Order(
                        new SimFaults.When.Frame(12), new SimFault.ExposureLate(Duration.ofMillis(2500))),
                SimFaults.Order.parse(" frame 12  late 2.5 "));
        assertEquals(
                new SimFaults.Order(
                        new SimFaults.When.At(Instant.parse("2025-09-23T20:00:00Z")),
                        new SimFault.Gust(8, Duration.ofMinutes(20))),
                SimFaults.Order.parse("at 2025-09-23T20:00:00Z gust 8 1200"));
    }

    @Test
    void aFaultThatIsNoneIsRefusedWithWhatIs() {
        String whens = "expected next, frame N or at INSTANT, got ";
        assertWrong("", whens + "\"\"");
        assertWrong("soon lost", whens + "\"soon\"");
        assertWrong("next", "expected another word, got \"\"");
        assertWrong("next party",
                "expected late S, lost, garbled, torn, hang, hang-driver, server-away S, disconnect N, ignore SETTING, cap-stuck, "
                        + "cap-lies, wheel-jam, cooler-dies, gust K S, heater-stuck, drift ADU, leak E, panel-outside PART, got \"party\"");
        assertWrong("frame x lost", "For input string: \"x\"");
        assertWrong("next lost twice", "expected the end, got \"twice\"");
        assertWrong("next disconnect 0", "recoveries 0, at least 1");
        assertWrong("next ignore size",
                "expected one of [gain, offset, binning, mode, usbLimit], got \"size\"");
        assertWrong("at noon hang", "Text 'noon' could not be parsed at index 0");
    }

    private static void assertWrong(String text, String problem) {
        var wrong = assertThrows(IllegalArgumentException.class, () -> SimFaults.Order.parse(text));
        assertEquals("fault \"" + text + "\": " + problem, wrong.getMessage());
    }
}
