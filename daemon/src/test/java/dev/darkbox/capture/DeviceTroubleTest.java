package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FlatPanel;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Rung;
import dev.darkbox.device.Switch;
import dev.darkbox.device.sim.SimFault;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.plan.CoolingRules;
import dev.darkbox.plan.FrameSet;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Devices that do not do their part, each with the story it must make.
class DeviceTroubleTest {

    @TempDir
    Path library;

    @Test
    void case75ACapThatSticksTwiceEndsTheRunBeforeAnyFrame() throws Exception {
        var night = new Night(library);
        night.settings = night.settings.withCap(DustCap.Position.OPEN);
        night.faults.next(new SimFault.CapStuck()).next(new SimFault.CapStuck());
        night.run(Night.DARK, Night.HA);

        assertEquals(
                """
                        run started, 0 frames kept
                        dark_180s started with 0
                        checked sim-dew-heater off REPORTED
                        sim-cap: wanted cap shut, last answer: moving to SHUT took longer than 15 s; asked again
                        sim-cap: wanted cap shut, last answer: moving to SHUT took longer than 15 s; the run ends, \
                        nothing is captured in the light
                        run FAILED, 0 masters, 2 missed: sim-cap: wanted cap shut, asked 2 times, \
                        last answer: moving to SHUT took longer than 15 s""",
                String.join("\n", night.story()));
        assertEquals(List.of(), night.only(RunEvent.Exposing.class));
        assertEquals(List.of("CAP false"), leaks(night), "it may be shut: it did not tell");
    }

    /// Where it was not dark, and whether that was seen.
    private static List<String> leaks(Night night) {
        return night.only(RunEvent.NotDark.class).stream().map(e -> e.leak() + " " + e.seen()).toList();
    }

    @Test
    void aCapThatSticksOnceIsShutAtTheSecondTry() throws Exception {
        var night = new Night(library);
        night.settings = night.settings.withCap(DustCap.Position.OPEN);
        night.faults.next(new SimFault.CapStuck());
        assertEquals(RunEvent.End.DONE, night.run(Night.BIAS).end());
        assertEquals(1, night.only(RunEvent.DeviceTrouble.class).size());
    }

    @Test
    void aCapThatLiesIsFoundOutByThePicture() throws Exception {
        var night = new Night(library);
        night.settings = night.settings.withCap(DustCap.Position.OPEN);
        night.faults.next(new SimFault.CapLies());
        RunEvent.RunEnded ended = night.run(Night.DARK);

        assertEquals(RunEvent.End.FAILED, ended.end());
        assertTrue(ended.how().matches("sim-camera: \\d+\\.\\d\\d ADU/s in a probe dark of 10 s, "
                + "at most 5.00 may be: light gets in, whatever cap and panel say"), ended.how());
        assertTrue(night.story().contains("checked cap shut REPORTED"), night.story().toString());
        RunEvent.NotDark lit = night.only(RunEvent.NotDark.class).getFirst();
        assertEquals(RunEvent.Leak.UNKNOWN, lit.leak());
        assertTrue(lit.seen());
        assertEquals(ended.how(), lit.device() + ": " + lit.what());
        assertEquals(List.of(), night.only(RunEvent.FrameAccepted.class));
    }

    @Test
    void case75ACapThatIsOpenedBetweenFramesCostsAFrameAndIsShutAgain() throws Exception {
        var night = new Night(library);
        var caps = new ArrayList<DustCap>();
        night.around = rig -> {
            caps.add(rig.cap().orElseThrow());
            return rig;
        };
        night.onEvent = event -> {
            if (event instanceof RunEvent.FrameAccepted accepted && accepted.n() == 2) {
                open(caps.getFirst());
            }
        };
        assertEquals(RunEvent.End.DONE, night.run(Night.DARK).end());
        assertEquals(List.of("cap open after the exposure"), night.only(RunEvent.FrameRejected.class).stream()
                .map(RunEvent.FrameRejected::reason).toList());
        assertTrue(night.story().contains("sim-cap: found OPEN during the run; shut again"),
                night.story().toString());
        assertEquals(5, night.only(RunEvent.FrameAccepted.class).size());
        assertEquals(List.of("CAP true"), leaks(night));
    }

    private static void open(DustCap cap) {
        try {
            cap.moveTo(DustCap.Position.OPEN);
        } catch (DeviceException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void case76ALightThatGoesOnAfterTheProofCostsAFrameAndIsPutOut() throws Exception {
        var night = new Night(library);
        var lamp = new Lamp();
        night.around = rig -> RigAround.panel(rig, lamp);
        night.onEvent = event -> {
            if (event instanceof RunEvent.GateOpened) {
                lamp.percent = 40; // as a change of filter can
            }
        };
        assertEquals(RunEvent.End.DONE, night.run(Night.HA).end());
        assertEquals(List.of("panel at 40 % after the exposure"),
                night.only(RunEvent.FrameRejected.class).stream()
                        .map(RunEvent.FrameRejected::reason).toList());
        assertEquals(4, night.only(RunEvent.FrameAccepted.class).size());
        assertEquals(0, lamp.percent);
        assertEquals(List.of("PANEL true"), leaks(night));
    }

    /// Does what it is told, and can be lit behind everybody's back.
    private static final class Lamp implements FlatPanel {

        private int percent;

        @Override
        public String name() {
            return "lamp";
        }

        @Override
        public Reading read() {
            return new Reading(Instant.EPOCH, percent, Evidence.REPORTED);
        }

        @Override
        public void light(int wanted) {
            percent = wanted;
        }

        @Override
        public void close() {}
    }

    @Test
    void aHeaterThatStaysOnEndsTheRun() throws Exception {
        var night = new Night(library);
        night.faults.next(new SimFault.HeaterStuckOn());
        RunEvent.RunEnded ended = night.run(Night.DARK);

        assertEquals(RunEvent.End.FAILED, ended.end());
        assertEquals(
                "sim-dew-heater: wanted sim-dew-heater off, asked 2 times, last answer: expected off, got \"on\"",
                ended.how());
        assertEquals(List.of(), night.only(RunEvent.Exposing.class));
    }

    @Test
    void case76APanelThatStaysLitEndsTheRun() throws Exception {
        var night = new Night(library);
        night.around = rig -> RigAround.panel(rig, new LitPanel(rig.panel().orElseThrow()));
        RunEvent.RunEnded ended = night.run(Night.DARK);

        assertEquals(RunEvent.End.FAILED, ended.end());
        assertEquals("sim-panel: wanted panel off, asked 2 times, last answer: 40 % (reported)", ended.how());
        assertEquals(List.of("PANEL true"), leaks(night));
        assertEquals(List.of(), night.only(RunEvent.Exposing.class));
    }

    @Test
    void aHeaterThatWasOnIsOffDuringTheRunAndOnAfterIt() throws Exception {
        var night = new Night(library);
        var seen = new ArrayList<Boolean>();
        var heaters = new ArrayList<Switch>();
        night.around = rig -> {
            heaters.addAll(rig.heaters());
            look(rig.heaters().getFirst(), seen, true);
            return rig;
        };
        night.onEvent = event -> {
            if (event instanceof RunEvent.Exposing || event instanceof RunEvent.RunEnded) {
                look(heaters.getFirst(), seen, false);
            }
        };
        night.run(new FrameSet.Bias(0, 2));
        assertEquals(List.of(true, false, false, true), seen);
    }

    @Test
    void case79AJammedWheelCostsItsSetAndNoOther() throws Exception {
        var night = new Night(library);
        night.faults.next(new SimFault.WheelJam()).next(new SimFault.WheelJam());
        RunEvent.RunEnded ended = night.run(Night.HA, Night.OIII, Night.DARK);

        assertEquals(
                "run PARTLY, 2 masters, 1 missed: darkflat_Ha_5p4s: sim-wheel: turning to Ha took longer than "
                        + "11200 ms",
                night.story().getLast());
        assertEquals(List.of("darkflat_OIII_7p1s", "dark_180s"),
                night.developed.stream().map(set -> set.set().label()).toList());
        assertEquals(RunEvent.End.PARTLY, ended.end());
    }

    @Test
    void aCameraThatHangsOnceIsReconnectedAndTheSetGoesOn() throws Exception {
        var night = new Night(library);
        night.faults.atFrame(5, new SimFault.CameraHangs());
        night.run(Night.DARK);

        assertEquals(
                List.of("sim-camera: reading the cooler took longer than 5 s; ABORT 1 of 3",
                        "sim-camera: ABORT broke: sim-camera: answering took longer than 5 s",
                        "sim-camera: answering took longer than 5 s; RECONNECT 1 of 3",
                        "sim-camera: RECONNECT held"),
                recoveries(night));
        assertEquals("run DONE, 1 masters, 0 missed: 1 masters", night.story().getLast());
        assertEquals("the camera was recovered", night.only(RunEvent.GateClosed.class).getFirst().why());
        // the readout settles again after a reconnection: one frame more is thrown away
        assertEquals(2, night.only(RunEvent.FrameDiscarded.class).size());
    }

    @Test
    void aHangThatOnlyADriverCuresCostsNoFrameAndEverySettingIsMadeAgain() throws Exception {
        var night = new Night(library);
        night.faults.atFrame(5, new SimFault.CameraHangs(Rung.RESTART_DRIVER));
        night.run(Night.DARK);

        assertEquals(List.of(Rung.ABORT, Rung.RECONNECT, Rung.RESTART_DRIVER), rungs(night));
        assertEquals("run DONE, 1 masters, 0 missed: 1 masters", night.story().getLast());
        String settings = "checked gain 100 REPORTED";
        assertEquals(2, night.story().stream().filter(settings::equals).count(), night.story().toString());
        night.only(RunEvent.FrameAccepted.class)
                .forEach(frame -> assertTrue(frame.sensor().milliKelvinTo(Night.COLD) <= 300,
                        frame.toString()));
    }

    @Test
    void aServerThatIsAwayForMinutesIsWaitedForAndTheSetGoesOn() throws Exception {
        var night = new Night(library);
        night.faults.atFrame(5, new SimFault.ServerAway(Duration.ofMinutes(7)));
        night.run(Night.DARK);

        assertEquals(
                List.of("sim-camera: connection lost: simulated server away; WAIT 1 of 3",
                        "sim-camera: WAIT held"),
                recoveries(night));
        assertEquals(2, night.only(RunEvent.GateOpened.class).size());
        assertEquals("run DONE, 1 masters, 0 missed: 1 masters", night.story().getLast());
    }

    @Test
    void afterAServerWasAwayItIsProvenDarkAgainAndNoFrameFromBeforeThatCounts() throws Exception {
        var night = new Night(library);
        night.faults.atFrame(4, new SimFault.ServerAway(Duration.ofMinutes(2)));
        night.run(new FrameSet.Dark(Duration.ofSeconds(60), 0, 5));

        List<String> story = night.story();
        int proven = story.lastIndexOf("checked panel off REPORTED");
        assertTrue(proven > story.indexOf("sim-camera: WAIT held"), story.toString());
        assertEquals("dark_60s discarded", story.get(proven + 1), story.toString());
        assertEquals("run DONE, 1 masters, 0 missed: 1 masters", story.getLast());
    }

    @Test
    void aServerThatStaysAwayEndsTheRun() throws Exception {
        var night = new Night(library);
        night.faults.atFrame(5, new SimFault.ServerAway(Duration.ofMinutes(11)));
        RunEvent.RunEnded ended = night.run(Night.DARK, Night.HA);

        assertEquals(List.of(Rung.WAIT), rungs(night));
        assertEquals(RunEvent.End.FAILED, ended.end());
        assertEquals("sim-camera: connection lost: simulated server away", ended.how());
    }

    @Test
    void theDriverIsRestartedOrWaitedForThreeTimesInARunAndNotOnceMore() throws Exception {
        var night = new Night(library);
        for (int frame : new int[]{4, 7, 10, 13}) {
            night.faults.atFrame(frame, new SimFault.ServerAway(Duration.ofMinutes(1)));
        }
        RunEvent.RunEnded ended = night.run(new FrameSet.Dark(Duration.ofSeconds(60), 0, 20));

        assertEquals(List.of(Rung.WAIT, Rung.WAIT, Rung.WAIT), rungs(night));
        assertEquals(RunEvent.End.FAILED, ended.end());
        assertEquals(
                "sim-camera: connection lost: simulated server away; the driver was restarted or waited for "
                        + "3 times in this run already",
                ended.how());
    }

    @Test
    void aCameraThatFailsBeforeEveryFrameIsNotRecoveredForEver() throws Exception {
        var night = new Night(library);
        night.around = rig -> RigAround.camera(rig, new Disturbed(rig));
        RunEvent.RunEnded ended = night.run(Night.DARK, Night.HA);

        assertEquals(RunEvent.End.FAILED, ended.end());
        assertTrue(ended.how().endsWith("another program commands the camera: CCD_GAIN"), ended.how());
        assertTrue(rungs(night).stream().allMatch(Rung.ABORT::equals), rungs(night).toString());
        assertTrue(rungs(night).size() <= 2 * Patience.MOST_BARREN, rungs(night).toString());
    }

    @Test
    void aCameraThatHangsForEverEndsTheRunInBoundedTime() throws Exception {
        var night = new Night(library);
        for (int i = 0; i < 1000; i++) {
            night.faults.atFrame(5, new SimFault.CameraHangs());
        }
        RunEvent.RunEnded ended = night.run(Night.DARK, Night.HA, Night.OIII);

        assertEquals(RunEvent.End.FAILED, ended.end());
        assertTrue(ended.how().matches(
                "the camera failed in 2 sets in a row, the last time: sim-camera: .* took longer than 5 s.*"),
                ended.how());
        assertEquals(2, night.only(RunEvent.SetEnded.class).size());
        assertTrue(night.passed().compareTo(Duration.ofHours(2)) < 0, night.passed().toString());
    }

    private static List<Rung> rungs(Night night) {
        return night.only(RunEvent.Recovering.class).stream().map(RunEvent.Recovering::rung).toList();
    }

    /// Every rung with its end, as the story tells it.
    private static List<String> recoveries(Night night) {
        return night.story().stream().filter(line -> line.matches(".*(" + String.join("|",
                Arrays.stream(Rung.values()).map(Rung::name).toList()) + ").*")).toList();
    }

    @Test
    void aSetPointThatWasNotReachedWhenTheCameraHungIsWalkedToByTheNextSet() throws Exception {
        var night = new Night(library);
        CoolingRules d = night.cooling;
        night.cooling = new CoolingRules(
                d.toleranceMilliK(), d.soak(), d.slopeMilliKPerMin(), d.giveUp(), d.loadLimitPercent(),
                d.loadFor(),
                d.onOverload(), d.driftMilliK(), d.onDrift(), d.raiseStepMilliK(), d.raiseLimitMilliC(), 1000,
                2000);
        Instant onTheWay = Night.DUSK.plus(Duration.ofMinutes(5));
        for (int i = 0; i < 3; i++) {
            night.faults.at(onTheWay, new SimFault.CameraHangs());
        }
        night.run(Night.DARK, Night.HA);

        assertEquals(
                "run PARTLY, 1 masters, 1 missed: dark_180s: sim-camera: taking its settings took longer than 5 s",
                night.story().getLast());
    }

    @Test
    void aDarkOfAnotherLengthIsRejectedAndABiasOfNoLengthIsNot() throws Exception {
        var night = new Night(library);
        night.around = rig -> RigAround.camera(rig, new Hasty(rig));
        night.run(Night.BIAS, Night.DARK);

        assertEquals("run PARTLY, 1 masters, 1 missed: dark_180s: 3 frames in a row: "
                + "exposed 170.0000 s, wanted 180.0000 s", night.story().getLast());
    }

    @Test
    void aLostCameraIsLookedForAndFound() throws Exception {
        var night = new Night(library);
        night.faults.atFrame(5, new SimFault.ConnectionLost(3));
        night.run(Night.DARK);

        assertEquals(List.of(Rung.RECONNECT, Rung.RESTART_DRIVER, Rung.WAIT), rungs(night));
        assertEquals("run DONE, 1 masters, 0 missed: 1 masters", night.story().getLast());
    }

    @Test
    void aCameraThatStaysLostEndsTheRun() throws Exception {
        var night = new Night(library);
        night.faults.atFrame(5, new SimFault.ConnectionLost(1000));
        RunEvent.RunEnded ended = night.run(Night.DARK, Night.HA);

        assertEquals(RunEvent.End.FAILED, ended.end());
        assertEquals("sim-camera: connection lost: not there yet, simulated", ended.how());
        assertEquals(List.of(Rung.RECONNECT, Rung.RESTART_DRIVER, Rung.WAIT), rungs(night));
        assertEquals(1, night.only(RunEvent.FrameAccepted.class).size());
    }

    @Test
    void aFrameThatIsLostOrGarbledOrLateIsTakenAgain() throws Exception {
        var night = new Night(library);
        night.faults.atFrame(5, new SimFault.FrameLost())
                .atFrame(7, new SimFault.FrameGarbled())
                .atFrame(9, new SimFault.ExposureLate(Duration.ofSeconds(20)));
        RunEvent.RunEnded ended = night.run(Night.DARK);

        assertEquals(RunEvent.End.DONE, ended.end());
        assertEquals(List.of(Rung.ABORT, Rung.ABORT), rungs(night));
        assertEquals(5, night.developed.getFirst().frames().size());
    }

    @Test
    void aSettingThatReadsBackOtherwiseCostsItsSet() throws Exception {
        var night = new Night(library);
        night.faults.next(new SimFault.SettingIgnored(SimFault.Setting.GAIN));
        RunEvent.RunEnded ended = night.run(Night.HA, Night.DARK);

        assertEquals(RunEvent.End.PARTLY, ended.end());
        assertTrue(ended.how().startsWith("darkflat_Ha_5p4s: sim-camera: gain: set to 100"), ended.how());
        assertEquals(List.of("dark_180s"), night.developed.stream().map(set -> set.set().label()).toList());
    }

    @Test
    void framesWithoutAPictureAreRejectedAndThreeInARowCostTheSet() throws Exception {
        var night = new Night(library);
        night.around = rig -> RigAround.camera(rig, new BlindFrom(rig, 5));
        RunEvent.RunEnded ended = night.run(Night.DARK);

        assertEquals(List.of("every pixel is 77 ADU", "every pixel is 77 ADU", "every pixel is 77 ADU"),
                night.only(RunEvent.FrameRejected.class).stream().map(RunEvent.FrameRejected::reason)
                        .toList());
        assertEquals("dark_180s: 3 frames in a row: every pixel is 77 ADU", ended.how());
        assertEquals(1, night.only(RunEvent.FrameAccepted.class).size());
    }

    private static void look(Switch heater, List<Boolean> seen, boolean switchOn) {
        try {
            if (switchOn) {
                heater.set(true);
            }
            seen.add(heater.read().on());
        } catch (DeviceException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Acknowledges darkness and stays lit.
    private record LitPanel(FlatPanel panel) implements FlatPanel {
        @Override
        public String name() {
            return panel.name();
        }

        @Override
        public Reading read() {
            return new Reading(Instant.EPOCH, 40, Evidence.REPORTED);
        }

        @Override
        public void light(int percent) {
            // "OK"
        }

        @Override
        public void close() {
            panel.close();
        }
    }

    /// Another program never leaves it alone.
    private static final class Disturbed extends RigAround.OtherCamera {

        Disturbed(Rig rig) {
            super(rig);
        }

        @Override
        public void start(Exposure asked) throws DeviceException {
            throw new DeviceException.Disturbed(name(), "another program commands the camera: CCD_GAIN");
        }
    }

    /// Delivers the same value in every pixel from one frame on.
    private static final class BlindFrom extends RigAround.OtherCamera {

        private final int first;
        private int frames;

        BlindFrom(Rig rig, int first) {
            super(rig);
            this.first = first;
        }

        @Override
        public FrameFacts finish(FrameBuffer into) throws DeviceException, InterruptedException {
            FrameFacts facts = super.finish(into);
            frames++;
            if (frames >= first) {
                for (int y = 0; y < into.shape().heightPx(); y++) {
                    for (int x = 0; x < into.shape().widthPx(); x++) {
                        into.setAdu(x, y, 77);
                    }
                }
            }
            return facts;
        }
    }

    @Test
    void framesThatWereReadLateAreTakenAgainHoweverManyInARow() throws Exception {
        var night = new Night(library);
        night.around = rig -> RigAround.camera(rig, new Late(rig, 6));
        assertEquals(RunEvent.End.DONE, night.run(Night.DARK).end());
        List<RunEvent.FrameRejected> rejected = night.only(RunEvent.FrameRejected.class);
        assertEquals(5, rejected.size(), "one was to be thrown away in any case");
        assertEquals("exposed 190.0000 s, wanted 180.0000 s", rejected.getFirst().reason());
    }

    /// A busy machine reads it out late so many times, if it is exposed for long.
    private static final class Late extends RigAround.OtherCamera {

        private int times;

        Late(Rig rig, int times) {
            super(rig);
            this.times = times;
        }

        @Override
        public FrameFacts finish(FrameBuffer into) throws DeviceException, InterruptedException {
            FrameFacts facts = super.finish(into);
            boolean late = facts.exposure().toSeconds() > 60 && times-- > 0;
            return late
                    ? new FrameFacts(facts.start(), facts.exposure().plusSeconds(10), facts.sensor())
                    : facts;
        }
    }

    /// Reports shorter exposures than it was asked for.
    private static final class Hasty extends RigAround.OtherCamera {

        Hasty(Rig rig) {
            super(rig);
        }

        @Override
        public FrameFacts finish(FrameBuffer into) throws DeviceException, InterruptedException {
            FrameFacts facts = super.finish(into);
            Duration less = facts.exposure().minusSeconds(10);
            return new FrameFacts(facts.start(), less.isNegative() ? Duration.ZERO : less, facts.sensor());
        }
    }

    @Test
    void aDriverThatRoundsTheRegionDecidesHowLargeFramesAre() throws Exception {
        var night = new Night(library);
        night.around = rig -> RigAround.camera(rig, new Cropped(rig, 0));
        assertEquals(RunEvent.End.DONE, night.run(Night.BIAS).end());
        assertEquals(Set.of("56x48"), shapes(library));
    }

    @Test
    void framesOfAnotherSizeAreNoFramesOfTheSet() throws Exception {
        var night = new Night(library);
        night.around = rig -> RigAround.camera(rig, new Cropped(rig, 6));
        assertEquals(RunEvent.End.PARTLY, night.run(Night.BIAS).end());
        assertTrue(night.story().stream().anyMatch(line -> line.contains("frames of 64x48 as before")),
                night.story().toString());
        assertEquals(Set.of("64x48"), shapes(library));
    }

    /// Sizes of the frames on disk.
    private Set<String> shapes(Path folder) throws IOException {
        var found = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".fit")).toList()) {
                found.add(FitsImage.of(file).shape().toString());
            }
        }
        return found;
    }

    /// A driver that leaves out the last eight columns once its settings were made and some exposures begun.
    private static final class Cropped extends RigAround.OtherCamera {

        private static final FrameShape LESS = new FrameShape(56, 48);

        private final int after;
        private boolean configured;
        private int begun;

        Cropped(Rig rig, int after) {
            super(rig);
            this.after = after;
        }

        @Override
        public void configure(Readout readout) throws DeviceException, InterruptedException {
            super.configure(readout);
            configured = true;
        }

        @Override
        public FrameShape shape(Readout readout) throws DeviceException {
            return configured && begun >= after ? LESS : super.shape(readout);
        }

        @Override
        public void start(Exposure asked) throws DeviceException, InterruptedException {
            super.start(asked);
            begun++;
        }

        @Override
        public FrameFacts finish(FrameBuffer into) throws DeviceException, InterruptedException {
            if (!into.shape().equals(LESS)) {
                return super.finish(into);
            }
            try (Arena arena = Arena.ofConfined()) {
                var whole = FrameBuffer.allocate(new FrameShape(64, 48), arena);
                FrameFacts facts = super.finish(whole);
                into.pixels().copyFrom(whole.pixels().asSlice(0, into.pixels().byteSize()));
                return facts;
            }
        }
    }
}
