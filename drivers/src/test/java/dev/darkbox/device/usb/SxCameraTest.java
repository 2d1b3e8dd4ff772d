package dev.darkbox.device.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rung;
import dev.darkbox.device.sim.VirtualTime;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SxCameraTest {

    private static final int EEPROM = 0x04;
    private static final int COOLER = 0x10;
    private static final int SHUTTER = 0x20;
    private static final Instant START = Instant.parse("2026-01-10T20:00:00Z");
    private static final SxSpec.Which ONLY = new SxSpec.Which.TheOnly();

    private final VirtualTime time = new VirtualTime(START);
    private final FakeSx h694 = new FakeSx(time, 0x57, 96, 60, COOLER);

    private SxCamera camera(FakeSx fake) throws Exception {
        SxCamera camera = SxCamera.open(new SxSpec("cam", ONLY), fake, time);
        fake.told();
        return camera;
    }

    private static Readout bin(int binning) {
        return new Readout(Readout.NONE, Readout.NONE, binning, "", Readout.NONE);
    }

    private static Exposure dark(double seconds) {
        return new Exposure(Exposure.Kind.DARK, Duration.ofMillis(Math.round(seconds * 1000)), bin(1));
    }

    private static final Exposure BIAS = new Exposure(Exposure.Kind.BIAS, Duration.ZERO, bin(1));

    private static FrameFacts expose(SxCamera camera, Exposure asked, FrameBuffer into) throws Exception {
        camera.configure(asked.readout());
        camera.start(asked);
        return camera.finish(into);
    }

    private static FrameFacts expose(SxCamera camera, Exposure asked) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            return expose(camera, asked, FrameBuffer.allocate(camera.shape(asked.readout()), arena));
        }
    }

    private static int[] pixels(SxCamera camera, Exposure asked, int... xy) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            FrameBuffer frame = FrameBuffer.allocate(camera.shape(asked.readout()), arena);
            expose(camera, asked, frame);
            int[] adu = new int[xy.length / 2];
            for (int i = 0; i < adu.length; i++) {
                adu[i] = frame.adu(xy[2 * i], xy[2 * i + 1]);
            }
            return adu;
        }
    }

    @Test
    void aBiasIsOneMillisecondByTheCamerasOwnClock() throws Exception {
        SxCamera camera = camera(h694);
        FrameFacts facts = expose(camera, BIAS);
        assertEquals(List.of("8/0", "31/0", "2/3 96x60 1x1 1ms"), h694.told());
        assertEquals(Duration.ofMillis(1), facts.exposure());
        assertEquals(new Celsius(10_000), facts.sensor());
    }

    @Test
    void aLongDarkIsClearedWaitedForAndReadAtItsEnd() throws Exception {
        SxCamera camera = camera(h694);
        FrameFacts facts = expose(camera, dark(2));
        assertEquals(List.of("8/0", "31/0", "1/0", "31/0", "3/3 96x60 1x1"), h694.told());
        assertEquals(Duration.ofSeconds(2), facts.exposure());
        assertEquals(START, facts.start());
        assertEquals(START.plusSeconds(2), time.now());
    }

    @Test
    void pixelsLandWhereTheyBelong() throws Exception {
        SxCamera camera = camera(h694);
        int[] adu = pixels(camera, dark(0.5), 0, 0, 5, 0, 0, 1, 95, 2);
        assertEquals(List.of(30_000, 30_005, 30_100, 30_295), java.util.Arrays.stream(adu).boxed().toList());
    }

    @Test
    void longExposuresEmptyTheVerticalRegistersButNotNearTheEnd() throws Exception {
        SxCamera camera = camera(h694);
        camera.configure(bin(1));
        h694.told();
        camera.start(dark(100));
        Instant begun = time.now();
        var sweeps = new ArrayList<Long>();
        try (Arena arena = Arena.ofConfined()) {
            for (int n = 0; n < 19; n++) { // as a run does that watches the sensor
                time.skip(Duration.ofSeconds(5));
                camera.cooler().orElseThrow().read();
                if (h694.told().contains("1/8")) {
                    sweeps.add(Duration.between(begun, time.now()).toSeconds());
                }
            }
            camera.finish(FrameBuffer.allocate(new FrameShape(96, 60), arena));
        }
        assertEquals(List.of(30L, 60L, 90L), sweeps);
        expose(camera, dark(60));
        assertEquals(2, h694.told().stream().filter("1/8"::equals).count(), "finish does it alone too");
    }

    @Test
    void aLateFinishIsToldInTheFacts() throws Exception {
        SxCamera camera = camera(h694);
        camera.configure(bin(1));
        camera.start(dark(2));
        time.skip(Duration.ofSeconds(3));
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(Duration.ofSeconds(3),
                    camera.finish(FrameBuffer.allocate(new FrameShape(96, 60), arena)).exposure());
        }
    }

    @Test
    void anInterlacedFrameIsTwoFieldsClearedAsFarApartAsTheyAreRead() throws Exception {
        var m7 = new FakeSx(time, 0x47, 80, 30, COOLER);
        SxCamera camera = camera(m7);
        assertEquals(new FrameShape(80, 60), camera.shape(bin(1)));
        Instant before = time.now();
        int[] adu = pixels(camera, BIAS, 0, 0, 3, 1, 0, 2, 7, 3, 79, 58, 79, 59);
        assertEquals(List.of("8/0", "31/0", "1/a", "1/9", "3/6 80x30 1x1", "3/5 80x30 1x1"), m7.told());
        // odd field 1, even field 2: rows 0, 2 .. are odd
        assertEquals(List.of(10_000, 20_003, 10_100, 20_107, 12_979, 22_979),
                java.util.Arrays.stream(adu).boxed().toList());
        assertEquals(Duration.ofMillis(130), Duration.between(before, time.now()));
        m7.slowness = Duration.ofMillis(200);
        expose(camera, dark(1));
        Instant then = time.now();
        m7.slowness = Duration.ZERO;
        expose(camera, dark(1));
        assertEquals(Duration.ofMillis(1200), Duration.between(then, time.now()), "as the even field took");
    }

    @Test
    void binnedFieldsAreReadAddedByTheCamera() throws Exception {
        var m7 = new FakeSx(time, 0x47, 80, 30, 0);
        SxCamera camera = camera(m7);
        expose(camera, new Exposure(Exposure.Kind.DARK, Duration.ofMillis(500), bin(4)));
        assertEquals(List.of("8/0", "2/3 80x30 4x2 500ms"), m7.told());
    }

    @Test
    void theM25CIsAskedForItsSquares() throws Exception {
        var m25c = new FakeSx(time, 0x59, 3000, 2000, 0);
        SxCamera camera = camera(m25c);
        expose(camera, BIAS);
        assertEquals(List.of("8/0", "2/3 6064x1008 1x1 1ms"), m25c.told());
        assertEquals(new FrameShape(3032, 2016), camera.facts().sensor());
    }

    @Test
    void theCoStarTimesItselfHoweverLong() throws Exception {
        var costar = new FakeSx(time, 39, 96, 60, 0);
        SxCamera camera = camera(costar);
        expose(camera, dark(5));
        assertEquals(List.of("8/0", "1/8", "2/1 96x60 1x1 5000ms"), costar.told());
        assertEquals(START.plusSeconds(5), time.now());
        camera.configure(bin(1));
        camera.start(dark(300));
        time.skip(Duration.ofSeconds(300)); // as a run does that waits itself
        try (Arena arena = Arena.ofConfined()) {
            FrameBuffer frame = FrameBuffer.allocate(new FrameShape(96, 60), arena);
            assertEquals(Duration.ofSeconds(300), camera.finish(frame).exposure());
            assertEquals(START.plusSeconds(305), time.now(), "it was exposed meanwhile");
            costar.told();
            camera.start(dark(300));
            camera.abort();
            assertEquals(List.of("1/8", "2/1 96x60 1x1 300000ms", "6/0", "255/0"), costar.told());
        }
    }

    @Test
    void aSensorWhosePixelOrderIsNotKnownIsRefused() {
        var m26c = new FakeSx(time, 0x5A, 96, 60, 0);
        var e = assertThrows(DeviceException.Refused.class, () -> camera(m26c));
        assertEquals(
                "in which order the Starlight Xpress M26C's pixels come is not known here; use INDI's indi_sx_ccd for it",
                e.what());
        assertEquals("close", m26c.told().getLast());
        var untold = new FakeSx(time, 0xFFFF, 96, 60, 0);
        untold.product = 0x0200;
        assertEquals(
                "neither its model word nor its product 0200 says which camera it is; use INDI's indi_sx_ccd"
                        + " for it",
                assertThrows(DeviceException.Refused.class, () -> camera(untold)).what());
    }

    @Test
    void aShutterIsShutForDarksAndOpenForLightsOnly() throws Exception {
        var h16 = new FakeSx(time, 0x10, 96, 60, SHUTTER);
        SxCamera camera = camera(h16);
        expose(camera, BIAS);
        assertEquals(List.of("8/0", "32/8000", "2/3 96x60 1x1 1ms"), h16.told());
        expose(camera, new Exposure(Exposure.Kind.LIGHT, Duration.ofMillis(300), bin(1)));
        assertEquals(List.of("8/0", "32/4000", "1/0", "32/8000", "3/3 96x60 1x1"), h16.told());
    }

    @Test
    void theCoolerIsToldAndAskedInTenthsAndRepeatsItsSetPoint() throws Exception {
        SxCamera camera = camera(h694);
        Cooler cooler = camera.cooler().orElseThrow();
        cooler.target(new Celsius(-10_000));
        assertEquals(new Celsius(10_000), cooler.read().sensor());
        assertTrue(Double.isNaN(cooler.read().loadPercent()));
        cooler.off();
        assertEquals(List.of("30/a46", "30/a46", "30/a46", "30/c08"), h694.told());
        var e = assertThrows(DeviceException.Refused.class, () -> cooler.target(new Celsius(-41_000)));
        assertEquals("set point -41.0°C, allowed -40.0°C..35.0°C", e.what());
    }

    @Test
    void firmwareThatCannotOnlyLookIsAskedTheOldWay() throws Exception {
        h694.unknown.add(31);
        SxCamera camera = camera(h694);
        Cooler cooler = camera.cooler().orElseThrow();
        assertEquals(new Celsius(10_000), cooler.read().sensor());
        assertEquals(List.of("31/0", "31/0", "30/c08"), h694.told());
        cooler.read();
        assertEquals(List.of("30/c08"), h694.told());
    }

    @Test
    void aCameraWithoutACoolerHasNone() throws Exception {
        SxCamera camera = camera(new FakeSx(time, 0x57, 96, 60, 0));
        assertTrue(camera.cooler().isEmpty());
        assertFalse(expose(camera, BIAS).sensor().isKnown());
    }

    @Test
    void factsAndEpochTellModelFirmwareAndSerial() throws Exception {
        var fake = new FakeSx(time, 0x57, 96, 60, EEPROM);
        fake.serial = "SX0042";
        CameraFacts facts = camera(fake).facts();
        assertEquals("Starlight Xpress H694", facts.model());
        assertEquals("SX0042", facts.serial());
        assertEquals("1.18 build 1108", facts.firmware());
        assertEquals(new FrameShape(96, 60), facts.sensor());
        assertEquals(4.54, facts.pixelMicron(), 0.01);
        assertEquals("1.18", facts.epoch().parts().get("firmware.version"));
        assertEquals("SX0042", facts.epoch().parts().get("camera.serial"));
        assertEquals("1, 2, 4", facts.epoch().parts().get("shape.binning"));
    }

    @Test
    void firmwareThatDoesNotKnowItsBuildIsFineWithoutOne() throws Exception {
        h694.unknown.add(19);
        assertEquals("1.18", camera(h694).facts().firmware());
    }

    @Test
    void settingsItDoesNotHaveAreRefused() throws Exception {
        SxCamera camera = camera(h694);
        var gain = assertThrows(DeviceException.Refused.class,
                () -> camera.configure(new Readout(100, Readout.NONE, 1, "", Readout.NONE)));
        assertEquals("gain 100, the camera has none", gain.what());
        var binning = assertThrows(DeviceException.Refused.class, () -> camera.configure(bin(3)));
        assertEquals("binning 3, allowed [1, 2, 4]", binning.what());
        var mode = assertThrows(DeviceException.Refused.class,
                () -> camera.configure(new Readout(Readout.NONE, Readout.NONE, 1, "fast", Readout.NONE)));
        assertEquals("readout mode \"fast\", the camera has none", mode.what());
        assertThrows(DeviceException.Disturbed.class, () -> camera.start(BIAS));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 16})
    void answersInPiecesArePutTogether(int pieceBytes) throws Exception {
        var fake = new FakeSx(time, 0x57, 96, 60, COOLER | EEPROM);
        fake.serial = "SX7";
        fake.pieceBytes = pieceBytes;
        assertEquals("SX7", camera(fake).facts().serial());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 511, 512, 513, 4096})
    void framesInPiecesArePutTogether(int mostBytes) throws Exception {
        h694.mostBytes = mostBytes;
        int[] adu = pixels(camera(h694), BIAS, 0, 0, 95, 59);
        assertEquals(List.of(30_000, 35_995), java.util.Arrays.stream(adu).boxed().toList());
    }

    @Test
    void bytesOfNobodysBeforeAnAnswerAreThrownAway() throws Exception {
        SxCamera camera = camera(h694);
        h694.stale = 100;
        assertEquals(new Celsius(10_000), camera.cooler().orElseThrow().read().sensor());
        assertEquals(List.of("31/0", "31/0"), h694.told());
    }

    @Test
    void aStalledCommandIsGivenOnceMoreAndNotTwice() throws Exception {
        SxCamera camera = camera(h694);
        h694.stalls = 1;
        expose(camera, BIAS);
        h694.stalls = 100;
        var e = assertThrows(DeviceException.Garbled.class, () -> expose(camera, BIAS));
        assertTrue(e.what().contains("a stall"), e.what());
        assertEquals(96, h694.stalls, "two questions of two attempts");
        h694.stalls = 0;
        expose(camera, BIAS);
    }

    @Test
    void aShortFrameTimesOutAndTheNextOneIsWhole() throws Exception {
        SxCamera camera = camera(h694);
        h694.lacking = 1000;
        var e = assertThrows(DeviceException.TimedOut.class, () -> expose(camera, BIAS));
        assertEquals("reading a frame, of which 10520 bytes of 11520 came, took longer than 10 s",
                e.what());
        h694.told();
        expose(camera, BIAS);
        assertEquals(List.of("6/0", "255/0", "8/0", "31/0", "2/3 96x60 1x1 1ms"), h694.told(),
                "put right first");
    }

    @Test
    void aSlowFrameIsWaitedForAndATooSlowOneIsNot() throws Exception {
        SxCamera camera = camera(h694);
        h694.mostBytes = 512;
        h694.slowness = Duration.ofMillis(1900);
        expose(camera, BIAS); // 23 reads of 1.9 s
        h694.mostBytes = 100;
        var e = assertThrows(DeviceException.TimedOut.class, () -> expose(camera, BIAS));
        assertTrue(e.what().startsWith("reading a frame, of which 6400 bytes of 11520 came"), e.what());
    }

    @Test
    void aFrameInTheWayIsReadToItsEndBeforeAnythingIsAsked() throws Exception {
        SxCamera camera = camera(h694);
        h694.mostBytes = 512;
        camera.configure(bin(1));
        camera.start(BIAS);
        h694.duringRead = () -> Thread.currentThread().interrupt();
        try (Arena arena = Arena.ofConfined()) {
            assertThrows(InterruptedException.class,
                    () -> camera.finish(FrameBuffer.allocate(new FrameShape(96, 60), arena)));
        }
        h694.duringRead = () -> {};
        assertFalse(Thread.interrupted());
        camera.abort();
        assertEquals(new Celsius(10_000), camera.cooler().orElseThrow().read().sensor());
        expose(camera, BIAS);
    }

    @Test
    void aDumbCameraFailsInBoundedTimeAndRecoversWhenReset() throws Exception {
        SxCamera camera = camera(h694);
        h694.dumb = true;
        Instant before = time.now();
        assertThrows(DeviceException.TimedOut.class, () -> camera.configure(bin(1)));
        assertThrows(DeviceException.TimedOut.class, () -> camera.recover(Rung.ABORT));
        assertTrue(Duration.between(before, time.now()).compareTo(Duration.ofSeconds(30)) < 0);
        assertThrows(DeviceException.TimedOut.class, () -> camera.recover(Rung.RECONNECT));
        assertTrue(h694.told().contains("bus reset"));
        h694.resetHelps = true;
        camera.recover(Rung.RECONNECT);
        assertThrows(DeviceException.Disturbed.class, () -> camera.start(BIAS),
                "settings are to be made again");
        expose(camera, BIAS);
    }

    @Test
    void rungsAreThoseItCanTake() throws Exception {
        SxCamera camera = camera(h694);
        assertEquals(Set.of(Rung.ABORT, Rung.RECONNECT, Rung.WAIT), camera.rungs());
        assertThrows(DeviceException.Refused.class, () -> camera.recover(Rung.RESTART_DRIVER));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void unpluggedAtAnyMomentItIsLostAndComesBack(int moment) throws Exception {
        var fake = new FakeSx(time, 0x57, 96, 60, COOLER);
        SxCamera camera = camera(fake);
        fake.mostBytes = 4096;
        int[] left = {moment};
        fake.duringRead = () -> {
            if (left[0]-- == 0) {
                fake.unplug();
            }
        };
        boolean lost = false;
        for (int n = 0; n < 3 && !lost; n++) {
            try {
                expose(camera, dark(2));
            } catch (DeviceException.Lost e) {
                assertEquals("connection lost: unplugged", e.what());
                lost = true;
            }
        }
        assertTrue(lost);
        assertThrows(DeviceException.Lost.class, camera.cooler().orElseThrow()::read);
        assertThrows(DeviceException.Lost.class, () -> camera.recover(Rung.RECONNECT));
        Instant before = time.now();
        var away = assertThrows(DeviceException.Lost.class, () -> camera.recover(Rung.WAIT));
        assertEquals(
                "connection lost: not back within 120 s: no Starlight Xpress camera is plugged in; there is none",
                away.what());
        assertEquals(Duration.ofMinutes(2), Duration.between(before, time.now()));
        fake.duringRead = () -> {};
        fake.plugIn();
        camera.recover(Rung.WAIT);
        expose(camera, dark(2));
    }

    @Test
    void whatMayNotBeOpenedYetIsTriedAgain() throws Exception {
        SxCamera camera = camera(h694);
        h694.refusals = 2;
        camera.recover(Rung.RECONNECT);
        expose(camera, BIAS);
        h694.refusals = 3;
        var e = assertThrows(DeviceException.Lost.class, () -> camera.recover(Rung.RECONNECT),
                "so that it is waited for");
        assertEquals("connection lost: in use", e.what());
        h694.refusals = 50;
        camera.recover(Rung.WAIT);
        expose(camera, BIAS);
    }

    @Test
    void inAnotherSocketItIsFoundUnlessItsSocketIsNamed() throws Exception {
        SxCamera anywhere = camera(h694);
        h694.unplug();
        h694.plugIn();
        h694.position = "1-1.3";
        anywhere.recover(Rung.RECONNECT);
        expose(anywhere, BIAS);
        SxCamera there = SxCamera.open(new SxSpec("cam", new SxSpec.Which.At("1-1.3")), h694, time);
        h694.position = "1-2";
        assertThrows(DeviceException.Lost.class, () -> there.recover(Rung.RECONNECT));
        var e = assertThrows(DeviceException.Lost.class, () -> there.recover(Rung.WAIT));
        assertEquals(
                "connection lost: not back within 120 s: no Starlight Xpress camera at 1-1.3 is plugged in;"
                        + " there is 1278:0194 at 1-2",
                e.what());
    }

    @Test
    void aLongExposureWithoutACoolerIsSweptWhenItIsAttended() throws Exception {
        var lodestar = new FakeSx(time, 0x57, 96, 60, 0);
        SxCamera camera = camera(lodestar);
        camera.configure(bin(1));
        lodestar.told();
        camera.start(dark(100));
        for (int n = 0; n < 19; n++) {
            time.skip(Duration.ofSeconds(5));
            camera.attend();
        }
        assertEquals(List.of("1/0", "1/8", "1/8", "1/8"), lodestar.told());
        camera.start(dark(100));
        lodestar.unplug();
        time.skip(Duration.ofSeconds(30));
        assertThrows(DeviceException.Lost.class, camera::attend);
    }

    @ParameterizedTest
    @CsvSource({"1,0,1000", "1,9,1000", "1,11,1011", "0.1,2,100", "0.1,3,103", "10,20,10000", "10,21,10021",
        "0,20,1",
        "0,30,30"})
    void aLittleLateIsOnTimeAndMoreIsTold(double seconds, int lateMilli, int toldMilli) throws Exception {
        var m7 = new FakeSx(time, 0x47, 80, 30, 0);
        SxCamera camera = camera(m7);
        camera.configure(bin(1));
        camera.start(seconds == 0 ? BIAS : dark(seconds));
        time.skip(Duration.ofMillis(Math.round(seconds * 1000) + lateMilli));
        try (Arena arena = Arena.ofConfined()) {
            FrameFacts facts = camera.finish(FrameBuffer.allocate(new FrameShape(80, 60), arena));
            assertEquals(toldMilli, facts.exposure().toMillis());
        }
    }

    @Test
    void partsOfMillisecondsAreRoundedOrRefused() throws Exception {
        SxCamera camera = camera(h694);
        assertEquals(Duration.ofMillis(813), expose(camera, micros(812_500)).exposure());
        var e = assertThrows(DeviceException.Refused.class, () -> expose(camera, micros(1_400)));
        assertEquals("an exposure of PT0.0014S, the camera times whole milliseconds", e.what());
    }

    private static Exposure micros(int micros) {
        return new Exposure(Exposure.Kind.DARK, Duration.ofNanos(1000L * micros), bin(1));
    }

    @Test
    void firmwareThatTellsItsBuildInFourBytesIsUnderstood() throws Exception {
        h694.buildBytes = 4;
        assertEquals("1.18 build 1108", camera(h694).facts().firmware());
    }

    @Test
    void oneFieldHeldUpOnTheBusDoesNotSpoilTheNextFrame() {
        var field = new SxFieldTime();
        assertEquals(Duration.ofMillis(130), field.expected());
        for (int milli : new int[]{200, 3000, 210, 9000, 205}) {
            field.measured(Duration.ofMillis(milli));
        }
        assertEquals(Duration.ofMillis(210), field.expected(), "of 3000, 210, 205; nobody takes 9000");
    }

    @Test
    void anotherCameraInItsPlaceIsNotTaken() throws Exception {
        var fake = new FakeSx(time, 0x57, 96, 60, EEPROM);
        fake.serial = "A";
        SxCamera camera = camera(fake);
        fake.serial = "B";
        var e = assertThrows(DeviceException.Refused.class, () -> camera.recover(Rung.RECONNECT));
        assertEquals("another camera is there: Starlight Xpress H694 B, before Starlight Xpress H694 A",
                e.what());
    }

    @Test
    void aClosedCameraIsLost() throws Exception {
        SxCamera camera = camera(h694);
        camera.configure(bin(1));
        camera.close();
        camera.close();
        assertThrows(DeviceException.Lost.class, () -> camera.configure(bin(1)));
    }
}
