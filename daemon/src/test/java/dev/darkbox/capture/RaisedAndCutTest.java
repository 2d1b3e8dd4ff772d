package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.sim.SimFault;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.CoolingRules;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nights on which the set point was raised to -5 °C, cut, and gone on with.
class RaisedAndCutTest {

    private static final Celsius RAISED = Celsius.of(-5);

    @TempDir
    Path library;

    @AfterEach
    void noInterruptIsLeftOver() {
        assertFalse(Thread.interrupted());
    }

    @Test
    void theFramesOfTheRaisedSetAreUsedAndNothingIsWaitedForAgain() throws Exception {
        Night night = cut(event -> event instanceof RunEvent.FrameAccepted f && f.n() == 3, Night.DARK,
                Night.HA);
        List<String> names = List.of("0001", "0002", "0003", "0004", "0005");
        int before = accepted(night, RAISED);
        assertTrue(before >= 3, "accepted " + before);
        RunEvent.RunEnded ended = resume(night);

        assertEquals(RunEvent.End.DONE, ended.end());
        assertEquals(before, night.only(RunEvent.RunStarted.class).getFirst().framesKept());
        assertEquals(List.of(), night.only(RunEvent.CoolerAnswered.class));
        assertEquals(List.of(new Begun(night.planned(Night.DARK).at(RAISED), before),
                new Begun(night.planned(Night.HA).at(RAISED), 0)), begun(night));
        assertEquals(5 - before + 4, night.only(RunEvent.FrameAccepted.class).size());
        assertEquals(List.of(5, 4),
                night.developed.stream().map(set -> new HashSet<>(set.frames()).size()).toList());
        assertEquals(names.stream().map(n -> "dark_180s_GAIN100_OFFSET50_T-5C_" + n + ".fit").toList(),
                night.developed.getFirst().frames().stream().map(file -> String.valueOf(file.getFileName()))
                        .toList());
    }

    @Test
    void aSetThatWasRaisedAndHadNoFrameYetGoesOnAtTheRaisedSetPoint() throws Exception {
        Night night = cut(event -> event instanceof RunEvent.Cooling c && c.target().equals(RAISED),
                Night.DARK);
        assertEquals(List.of(), night.only(RunEvent.FrameAccepted.class));
        RunEvent.RunEnded ended = resume(night);

        assertEquals(RunEvent.End.DONE, ended.end());
        assertEquals(List.of(), night.only(RunEvent.CoolerAnswered.class));
        assertEquals(List.of(new Begun(night.planned(Night.DARK).at(RAISED), 0)), begun(night));
    }

    @Test
    void theNextSetOfTheVisitGoesOnAtTheSetPointOfTheMasterBeforeIt() throws Exception {
        Night night = cut(event -> event instanceof RunEvent.MasterReady, Night.BIAS, Night.DARK);
        night.done = Set.of(night.planned(Night.BIAS).at(RAISED));
        RunEvent.RunEnded ended = resume(night);

        assertEquals(2, ended.masters());
        assertEquals(8, night.only(RunEvent.RunStarted.class).getFirst().framesKept());
        assertEquals(List.of(), night.only(RunEvent.CoolerAnswered.class));
        assertEquals(List.of(new Begun(night.planned(Night.DARK).at(RAISED), 0)), begun(night));
    }

    @Test
    void aSetThatIsCompleteAtThePlannedSetPointIsDevelopedThoughALaterOneWasRaised() throws Exception {
        Night night = new Night(library).inAirOf(15);
        night.cooling = raise();
        night.darkroom = set -> set.set().label().equals("bias")
                ? new Darkroom.Developed.Failed("the disk is full")
                : night.develop(set);
        night.faults.atFrame(14, new SimFault.Gust(12, Duration.ofHours(20)));
        var twice = new int[1];
        night.onEvent = event -> {
            if (event instanceof RunEvent.FrameAccepted f && !f.set().target().equals(Night.COLD)
                    && f.n() == 2) {
                twice[0]++;
                Thread.currentThread().interrupt();
            }
        };
        assertThrows(InterruptedException.class, () -> night.run(Night.BIAS, Night.DARK));
        assertEquals(1, twice[0]);
        int before = accepted(night, RAISED);
        PlannedSet raised = night.only(RunEvent.SetStarted.class).getLast().set();
        assertEquals(night.planned(Night.DARK).at(RAISED), raised);
        night.darkroom = night;

        RunEvent.RunEnded ended = resume(night);

        assertEquals(2, ended.masters(), ended.how());
        assertEquals(8 + before, night.only(RunEvent.RunStarted.class).getFirst().framesKept());
        assertEquals(List.of(new Begun(night.planned(Night.BIAS), 8), new Begun(raised, before)),
                begun(night));
        assertEquals(List.of(Night.COLD, RAISED),
                night.developed.stream().map(set -> set.set().target()).toList());
    }

    private record Begun(PlannedSet set, int accepted) {}

    private static List<Begun> begun(Night night) {
        return night.only(RunEvent.SetStarted.class).stream().map(e -> new Begun(e.set(), e.accepted()))
                .toList();
    }

    private static int accepted(Night night, Celsius target) {
        return (int) night.only(RunEvent.FrameAccepted.class).stream()
                .filter(frame -> frame.set().target().equals(target)).count();
    }

    private Night cut(Predicate<RunEvent> when, FrameSet... sets) {
        Night night = new Night(library).inAirOf(27);
        night.cooling = raise();
        night.onEvent = event -> {
            if (when.test(event)) {
                Thread.currentThread().interrupt();
            }
        };
        assertThrows(InterruptedException.class, () -> night.run(sets));
        return night;
    }

    private static RunEvent.RunEnded resume(Night night) throws Exception {
        night.events.clear();
        night.developed.clear();
        night.onEvent = _ -> {};
        return night.resume();
    }

    private static CoolingRules raise() {
        CoolingRules d = CoolingRules.defaults();
        return new CoolingRules(
                d.toleranceMilliK(), d.soak(), d.slopeMilliKPerMin(), d.giveUp(), d.loadLimitPercent(),
                d.loadFor(),
                CoolingRules.Answer.RAISE, d.driftMilliK(), CoolingRules.Answer.RAISE, d.raiseStepMilliK(),
                d.raiseLimitMilliC(), d.coolMilliKPerMin(), d.warmMilliKPerMin());
    }
}
