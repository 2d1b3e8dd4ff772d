package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.Rung;
import dev.darkbox.device.asi.StandInAsi;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.plan.RefreshPlan.Scope;
import dev.darkbox.schedule.Stop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every failure that a ZWO camera or its maker's library can have on order, in the middle of a run.
@Timeout(60)
class AsiFaultRunTest {

    private static final List<String> BIAS = AsiNight.ALL_FRAMES.subList(0, 6);
    private static final List<String> DARKS = AsiNight.ALL_FRAMES.subList(10, 18);
    /// The third frame of the bias: a probe with its bias and two that are thrown away come before the first.
    private static final int THIRD_BIAS = 7;
    /// The second dark of 60 s: two probes with their bias and the darks of 2 s come before the first.
    private static final int SECOND_LONG_DARK = 10;
    /// Long for a library without a camera, also on a machine that has much else to do.
    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final String STUCK = AsiNight.CAMERA
            + ": waiting for ASIGetDataAfterExp to come back (if it never"
            + " does: plug the camera in again, or restart this program) took longer than 400 ms";

    @TempDir
    private Path folder;

    private static void order(AsiNight night, String... orders) {
        try {
            night.standIn.order(orders);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean climbs(RunEvent event, Rung rung) {
        return event instanceof RunEvent.Recovering recovering && recovering.rung() == rung;
    }

    private static void isDone(AsiNight night, RunEvent.RunEnded ended, List<String> frames)
            throws IOException {
        assertEquals(RunEvent.End.DONE, ended.end(), night::story);
        assertEquals(frames, night.accepted());
        for (RunEvent.MasterReady master : night.only(RunEvent.MasterReady.class)) {
            assertEquals(Integer.toString(master.set().set().keep()),
                    FitsImage.of(master.file()).header().get("NCOMBINE"));
        }
        assertFalse(night.standIn.calls().contains("OVERLAP"));
    }

    @Test
    void aShortExposureThatFailsIsBegunAgainAndItsFrameCountsOnce() throws Exception {
        AsiNight night = AsiNight.in(folder);
        night.standIn.order("fail %d %d".formatted(THIRD_BIAS, THIRD_BIAS + 1));
        isDone(night, night.refresh(Scope.BIAS), BIAS);
        assertEquals(List.of(), night.rungs());
        assertEquals(2 + 2 + BIAS.size() + 2, night.starts().size());
    }

    @Test
    void oneThatFailsThreeTimesIsTakenAgainByTheRun() throws Exception {
        AsiNight night = AsiNight.in(folder);
        night.standIn.order("fail %d %d".formatted(THIRD_BIAS, THIRD_BIAS + 2));
        isDone(night, night.refresh(Scope.BIAS), BIAS);
        assertEquals(List.of("ABORT held"), night.rungs());
        assertEquals(2 + 2 + BIAS.size() + 3 + 2, night.starts().size(), "two are thrown away once more");
    }

    @Test
    void aLongExposureThatFailsIsTakenAgainByTheRunAndItsFrameCountsOnce() throws Exception {
        AsiNight night = AsiNight.in(folder);
        night.standIn.order("fail %d %d".formatted(SECOND_LONG_DARK, SECOND_LONG_DARK));
        isDone(night, night.refresh(Scope.DARKS), DARKS);
        assertEquals(List.of("ABORT held"), night.rungs());
        assertEquals("expected a frame, got \"exposure failed\"",
                night.only(RunEvent.Recovering.class).getFirst().what());
        assertEquals(4 + 1,
                night.starts().stream().filter(start -> start.endsWith(" us 60000000")).count());
    }

    @Test
    void aFrameThatIsFetchedLateDelaysTheRunAndIsTakenAgain() throws Exception {
        AsiNight night = AsiNight.impatient(folder, PATIENCE);
        night.standIn.order("hang %d %d".formatted(THIRD_BIAS, THIRD_BIAS));
        night.onEvent = event -> {
            if (climbs(event, Rung.RECONNECT)) {
                order(night);
            }
        };
        isDone(night, night.refresh(Scope.BIAS), BIAS);
        assertEquals(List.of("ABORT broke: " + STUCK, "RECONNECT held"), night.rungs());
        assertEquals(List.of(), night.troubles(), "the memory was free when the run ended");
    }

    @Test
    void aFrameThatIsNeverFetchedEndsTheRunWithWhatHelpsAndTheNextOneWorksAsSoonAsItIsBack()
            throws Exception {
        AsiNight night = AsiNight.impatient(folder, PATIENCE);
        night.standIn.order("hang %d %d".formatted(THIRD_BIAS, THIRD_BIAS));
        RunEvent.RunEnded ended = night.refresh();
        assertEquals(RunEvent.End.FAILED, ended.end());
        assertEquals("the camera failed in 2 sets in a row, the last time: " + STUCK, ended.how());
        assertEquals("ASIGetDataAfterExp took longer than 400 ms",
                night.only(RunEvent.Recovering.class).getFirst().what());
        assertEquals(BIAS.subList(0, 2), night.accepted());
        assertTrue(night.troubles().contains(AsiNight.CAMERA
                + ": it may still write to the memory of its last frame; 1 MB stay taken until it lets go of them"),
                night.troubles()::toString);

        String why = night.refresh(Scope.BIAS).how();
        assertTrue(
                why.endsWith(AsiNight.CAMERA + " (a call of the maker's library has not come back: plug the"
                        + " camera in again, or restart this program)"),
                why);

        night.standIn.order();
        awaitClosed(night);
        night.events.clear();
        isDone(night, night.refresh(Scope.BIAS), BIAS);
    }

    @Test
    void aRunThatIsAbortedDuringADownloadThatFrozeEndsAbortedAndKeepsTheMemory() throws Exception {
        AsiNight night = AsiNight.impatient(folder, PATIENCE);
        night.standIn.order("hang %d %d".formatted(THIRD_BIAS, THIRD_BIAS));
        Thread run = Thread.currentThread();
        Thread hand = Thread.ofVirtual().start(() -> {
            awaitStart(night, THIRD_BIAS);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            run.interrupt();
        });
        RunEvent.RunEnded ended = night.refresh(Scope.BIAS);
        hand.join();
        assertEquals(RunEvent.End.ABORTED, ended.end(), night::story);
        assertEquals(BIAS.subList(0, 2), night.accepted(), "the one that was being written counts");
        assertEquals(1,
                night.troubles().stream().filter(t -> t.contains("may still write to the memory")).count(),
                night.troubles()::toString);
        night.standIn.order();
    }

    private static void awaitStart(AsiNight night, int exposure) {
        try {
            for (int i = 0; night.starts().size() < exposure && i < 2000; i++) {
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitClosed(AsiNight night) throws IOException {
        for (int i = 0; !night.standIn.calls().getLast().equals("close 0") && i < 1000; i++) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    @Test
    void aCameraThatIsPluggedInAgainIsCooledAgainAndNoAcceptedFrameIsLost() throws Exception {
        AsiNight night = AsiNight.in(folder);
        night.standIn.order("removed-from " + SECOND_LONG_DARK);
        Map<Path, FileTime> before = new HashMap<>();
        var told = new ArrayList<String>();
        var gone = new ArrayList<Instant>();
        night.onEvent = event -> {
            if (climbs(event, Rung.WAIT)) {
                told.addAll(night.accepted());
                before.putAll(frames(night));
                gone.add(night.time.now());
            }
        };
        night.time.whileAsleep(() -> {
            if (!gone.isEmpty() && night.time.now().isAfter(gone.getFirst().plusSeconds(100))) {
                order(night);
            }
        });
        isDone(night, night.refresh(Scope.DARKS), DARKS);
        assertEquals(
                List.of("RECONNECT broke: %s 0a0b0c0d00000000: connection lost: no ZWO camera is connected"
                        .formatted(AsiNight.CAMERA), "WAIT held"),
                night.rungs());
        assertEquals(List.of(), night.troubles());

        // the frame before the one that was lost may still be under way to the disk
        assertTrue(told.size() >= 4 && before.size() >= told.size(), told + " " + before);
        assertTrue(frames(night).entrySet().containsAll(before.entrySet()), "none was touched");
        assertEquals(List.of("FanOn 1", "CoolerOn 1", "FanOn 1", "CoolerOn 1", "CoolerOn 0"),
                night.switched());
        assertEquals(2, night.only(RunEvent.GateOpened.class).size(), "it had warmed meanwhile");
        assertTrue(night.only(RunEvent.FrameAccepted.class).stream()
                .allMatch(frame -> Math.abs(frame.sensor().milliC() + 10_000) <= 300));
    }

    private static Map<Path, FileTime> frames(AsiNight night) {
        var times = new HashMap<Path, FileTime>();
        try (Stream<Path> all = Files.walk(night.dated("."))) {
            for (Path file : all.filter(f -> f.toString().matches(".*/dark-[0-9]+s/[^/]+\\.fit")).toList()) {
                times.put(file, Files.getLastModifiedTime(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return times;
    }

    @Test
    void aCameraThatStaysAwayEndsTheRunAfterTheTimeItIsWaitedFor() throws Exception {
        AsiNight night = AsiNight.in(folder);
        night.standIn.order("removed-from " + SECOND_LONG_DARK);
        RunEvent.RunEnded ended = night.refresh(Scope.DARKS);
        assertEquals(RunEvent.End.FAILED, ended.end());
        String lost = AsiNight.CAMERA + " 0a0b0c0d00000000: connection lost: no ZWO camera is connected";
        assertEquals(lost, ended.how());
        assertEquals(1, ended.masters(), "the darks of 2 s");
        assertEquals(List.of("RECONNECT broke: " + lost, "WAIT broke: " + lost), night.rungs());
        assertEquals(DARKS.subList(0, 5), night.accepted());
        assertEquals(5, frames(night).size());
        Instant gone = night.only(RunEvent.Recovering.class).getFirst().at();
        assertEquals(Duration.ofMinutes(2), Duration.between(gone, ended.at()));
        assertTrue(night.troubles().getLast().endsWith("; left as it is"), night.troubles()::toString);

        night.events.clear();
        assertEquals("ZWO camera: connection lost: no ZWO camera is connected",
                night.refresh(Scope.BIAS).how(), "one that is not there when a run begins is not waited for");
    }

    @Test
    void aLibraryThatIsTooOldIsToldAtTheStartOfTheRunAndAmongTheDevices() throws Exception {
        Path old = StandInAsi.in(folder, "-DOLD=2").file();
        toldEverywhere(old,
                old + " is too old, or something else: it lacks ASIGetControlCaps, ASIGetDataAfterExp. "
                        + "A new one: it is part of the ASI Camera SDK for Linux at zwoastro.com");
    }

    @Test
    void aLibraryThatIsNotThereIsToldAtTheStartOfTheRunAndAmongTheDevices() throws Exception {
        Path none = folder.resolve("libASICamera2.so");
        toldEverywhere(none, none + " cannot be loaded: no such file");
    }

    private void toldEverywhere(Path library, String what) throws Exception {
        RigConfig rig = Configs.rig(folder, AsiNight.toml(library, 0));
        var events = new ArrayList<RunEvent>();
        RigRun.begin(rig, Configs.plan(rig, Scope.BIAS, AsiNight.EVENING),
                Configs.kit(new VirtualTime(Instant.parse("2025-09-23T18:00:00Z"))), events::add)
                .run(new Stop()).run();
        var ended = (RunEvent.RunEnded) events.getLast();
        assertEquals(RunEvent.End.FAILED, ended.end());
        assertTrue(ended.how().startsWith("ZWO cameras: " + what), ended.how());
        assertFalse(ended.how().contains("\n"), ended.how());

        DeviceSurvey survey = new UsbSearch().look(List.of(rig)).getLast();
        assertTrue(survey.unreachable().orElse("").startsWith(what), survey::toString);
        assertEquals("main", survey.shortcomings().getFirst().rig());
    }
}
