package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.FrameVault;
import dev.darkbox.frame.RawFrame;
import dev.darkbox.plan.PlannedSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs cut at every stage, and what the next start makes of them.
class AbortTest {

    @TempDir
    Path library;

    @AfterEach
    void noInterruptIsLeftOver() {
        assertFalse(Thread.interrupted());
    }

    @Test
    void anAbortWhileCoolingWarmsTheSensorAndSaysSo() {
        Night night = aborted(event -> event instanceof RunEvent.Cooling c && c.sensor().milliC() < 0);
        assertEquals(List.of(), night.only(RunEvent.Exposing.class));
        assertWarmedGently(night);
    }

    @Test
    void anAbortWhileSoakingWarmsTheSensorAndSaysSo() {
        Night night = aborted(event -> event instanceof RunEvent.Soaking);
        assertEquals(List.of(), night.only(RunEvent.Exposing.class));
        assertWarmedGently(night);
    }

    @Test
    void anAbortDuringAnExposureEndsItAndTheNextStartTakesOnlyTheRest() throws Exception {
        Night night = aborted(event -> event instanceof RunEvent.FrameAccepted f && f.n() == 3);
        assertWarmedGently(night);
        List<RunEvent.FrameAccepted> before = night.only(RunEvent.FrameAccepted.class);

        night.events.clear();
        night.onEvent = _ -> {};
        RunEvent.RunEnded ended = night.resume();

        assertEquals(RunEvent.End.DONE, ended.end());
        assertEquals(before.size(), night.only(RunEvent.RunStarted.class).getFirst().framesKept());
        assertEquals(before.size(), night.only(RunEvent.SetStarted.class).getFirst().accepted());
        // the sensor was idle: its readout settles again, whatever the journal holds
        assertEquals(1, night.only(RunEvent.FrameDiscarded.class).size());
        assertEquals(5 - before.size(), night.only(RunEvent.FrameAccepted.class).size());
        Set<Path> files = new HashSet<>(night.developed.getFirst().frames());
        assertEquals(5, files.size());
    }

    @Test
    void anAbortWhileAFrameIsWrittenFinishesTheFrame() throws Exception {
        Thread run = Thread.currentThread();
        var night = new Night(library);
        night.aroundVault = vault -> new Interrupting(vault, run, 2);
        assertThrows(InterruptedException.class, () -> night.run(Night.DARK));

        assertEquals(2, night.only(RunEvent.FrameAccepted.class).size());
        assertEquals(RunEvent.End.ABORTED, night.only(RunEvent.RunEnded.class).getFirst().end());
        night.events.clear();
        night.aroundVault = vault -> vault;
        night.resume();
        assertEquals(2, night.only(RunEvent.RunStarted.class).getFirst().framesKept());
        assertEquals(3, night.only(RunEvent.FrameAccepted.class).size());
    }

    @Test
    void aSecondInterruptSwitchesTheCoolerOffAtOnce() {
        Night night = aborted(
                event -> event instanceof RunEvent.Soaking || event instanceof RunEvent.Warming);
        assertEquals(1, night.only(RunEvent.Warming.class).size());
        assertEquals(RunEvent.End.ABORTED, ((RunEvent.RunEnded) night.events.getLast()).end());
    }

    @Test
    void anInterruptDuringTheLastWarmingLetsItFinishGently() {
        var night = new Night(library);
        var once = new boolean[1];
        night.onEvent = event -> {
            if (event instanceof RunEvent.Warming && !once[0]) {
                once[0] = true;
                Thread.currentThread().interrupt();
            }
        };
        assertThrows(InterruptedException.class, () -> night.run(Night.BIAS));
        assertEquals(RunEvent.End.DONE, ((RunEvent.RunEnded) night.events.getLast()).end());
        assertTrue(night.only(RunEvent.Warming.class).size() > 60);
    }

    @Test
    void aSetThatIsMasteredIsNotTakenAgain() throws Exception {
        var night = new Night(library);
        night.done = Set.of(night.planned(Night.BIAS).at(Celsius.of(-5)));
        RunEvent.RunEnded ended = night.run(Night.BIAS, Night.HA);

        assertEquals(List.of("darkflat_Ha_5p4s"),
                night.only(RunEvent.SetStarted.class).stream().map(e -> e.set().label()).toList());
        assertEquals("run DONE, 2 masters, 0 missed: 2 masters", night.story().getLast());
        assertEquals(2, ended.masters());
    }

    @Test
    void aSetThatWasCompleteWhenTheRunWasCutIsOnlyDeveloped() throws Exception {
        Night night = aborted(event -> event instanceof RunEvent.SetEnded);
        assertEquals(List.of(), night.developed);
        night.events.clear();
        night.onEvent = _ -> {};
        night.resume();

        assertEquals(List.of(), night.only(RunEvent.Exposing.class));
        assertEquals(List.of(5), night.developed.stream().map(set -> set.frames().size()).toList());
        assertEquals(Duration.ZERO,
                Duration.between(night.events.getFirst().at(), night.events.getLast().at()));
    }

    private Night aborted(Predicate<RunEvent> when) {
        var night = new Night(library);
        night.onEvent = event -> {
            if (when.test(event)) {
                Thread.currentThread().interrupt();
            }
        };
        assertThrows(InterruptedException.class, () -> night.run(Night.DARK));
        assertEquals(RunEvent.End.ABORTED, ((RunEvent.RunEnded) night.events.getLast()).end());
        return night;
    }

    private static void assertWarmedGently(Night night) {
        List<RunEvent.Warming> up = night.only(RunEvent.Warming.class);
        assertTrue(up.getLast().sensor().milliC() > 8_000, up.getLast().toString());
    }

    /// Interrupts the run while its n-th frame is on the way to the disk.
    private static final class Interrupting implements FrameVault {

        private final FrameVault vault;
        private final Thread run;
        private final int nth;
        private int frames;

        Interrupting(FrameVault vault, Thread run, int nth) {
            this.vault = vault;
            this.run = run;
            this.nth = nth;
        }

        @Override
        public void begin(PlannedSet set) throws IOException {
            vault.begin(set);
        }

        @Override
        public PlannedSet lastBegun(PlannedSet planned) {
            return vault.lastBegun(planned);
        }

        @Override
        public Path accept(PlannedSet set, FrameBuffer pixels, RawFrame facts) throws IOException {
            frames++;
            if (frames == nth) {
                run.interrupt();
            }
            return vault.accept(set, pixels, facts);
        }

        @Override
        public void beginAgain(PlannedSet set, String why) throws IOException {
            vault.beginAgain(set, why);
        }

        @Override
        public Map<String, CameraEpoch> epochs(PlannedSet set) {
            return vault.epochs(set);
        }

        @Override
        public void reject(PlannedSet set, RawFrame facts, String reason) throws IOException {
            vault.reject(set, facts, reason);
        }

        @Override
        public boolean withdraw(PlannedSet set, Path frame, String reason) throws IOException {
            return vault.withdraw(set, frame, reason);
        }

        @Override
        public List<Path> frames(PlannedSet set) {
            return vault.frames(set);
        }

        @Override
        public List<String> rejected(PlannedSet set) {
            return vault.rejected(set);
        }
    }
}
