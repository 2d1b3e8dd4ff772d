package dev.darkbox.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.CapturePlan;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FeedTest {

    private static final Instant AT = Instant.parse("2025-09-23T18:00:00Z");
    private static final Celsius COLD = Celsius.of(-10);
    private static final Readout READOUT = new Readout(100, 50, 1, "", Readout.NONE);
    private static final PlannedSet BIAS = new PlannedSet(new FrameSet.Bias(10, 210), "lrgb", READOUT, COLD,
            true);
    private static final PlannedSet DARKS = new PlannedSet(new FrameSet.Dark(Duration.ofSeconds(180), 0, 40),
            "lrgb", READOUT, COLD, true);
    private static final RunEvent STARTED = new RunEvent.RunStarted(AT, "main", "r1", new RefreshPlan("main",
            LocalDate.of(2025, 9, 23), RefreshPlan.Profile.STAGING,
            List.of(new CapturePlan("lrgb", READOUT, COLD, List.of(BIAS, DARKS)))), 0);
    private static final RunEvent ENDED = new RunEvent.RunEnded(AT.plusSeconds(9), "main", "r1",
            RunEvent.End.DONE, 2, 0, "2 masters");

    private final Feed feed = new Feed(List.of("main", "guide"));

    private static RunEvent frame(PlannedSet set, int n) {
        return new RunEvent.FrameAccepted(AT.plusSeconds(n), "main", set, n, set.set().keep(), COLD, 41, 500);
    }

    @Test
    void whoComesLateIsToldTheStoryAndThenTheNews() throws Exception {
        feed.emit(STARTED);
        feed.emit(new RunEvent.SetStarted(AT, "main", BIAS, 0));
        for (int n = 1; n <= 210; n++) {
            feed.emit(frame(BIAS, n));
        }
        feed.emit(new RunEvent.SetStarted(AT, "main", DARKS, 0));
        feed.emit(frame(DARKS, 1));
        try (var late = feed.follow(List.of("main"))) {
            feed.emit(frame(DARKS, 2));
            for (RunEvent expected : List.of(STARTED, new RunEvent.SetStarted(AT, "main", BIAS, 0),
                    frame(BIAS, 210), new RunEvent.SetStarted(AT, "main", DARKS, 0), frame(DARKS, 1),
                    frame(DARKS, 2))) {
                assertEquals(Optional.of(expected), late.next());
            }
        }
        assertEquals(new RigState("main", true, AT, "dark_180s 2/40", 212, 250, COLD, 41, "", "", ""),
                feed.states().get(1));
    }

    @Test
    void aSetBegunAgainAtARaisedSetPointIsCountedOnce() {
        PlannedSet raised = DARKS.at(Celsius.of(-5));
        feed.emit(STARTED);
        feed.emit(new RunEvent.SetStarted(AT, "main", DARKS, 0));
        feed.emit(frame(DARKS, 12));
        feed.emit(new RunEvent.SetStarted(AT, "main", raised, 0));
        assertEquals(0, feed.states().get(1).frames());
        feed.emit(frame(raised, 3));
        assertEquals(3, feed.states().get(1).frames());
    }

    @Test
    void aRunThatIsOverIsNoStoryAnyMore() throws Exception {
        feed.emit(STARTED);
        feed.emit(ENDED);
        try (var late = feed.follow(List.of("main", "guide"))) {
            feed.emit(STARTED);
            assertEquals(Optional.of(STARTED), late.next());
        }
        feed.emit(ENDED);
        assertEquals(
                new RigState("main", false, AT.plusSeconds(9), "2 masters", 0, 0, Celsius.UNKNOWN,
                        Double.NaN, "", "", ""),
                feed.states().get(1));
        assertEquals(
                new RigState("guide", false, Instant.EPOCH, "", 0, 0, Celsius.UNKNOWN, Double.NaN, "", "",
                        ""),
                feed.states().getFirst());
    }

    @Test
    void aChangeOfEpochStaysOnTheStateUntilTheNextRun() {
        feed.emit(STARTED);
        feed.emit(new RunEvent.EpochChanged(AT, "main", "0123456789ab", "driver",
                "the masters of 2025-03-25", "driver version 1.9 -> 2.0", "they are of another epoch"));
        String notice = "driver changed since the masters of 2025-03-25: driver version 1.9 -> 2.0; they are of another epoch";
        feed.emit(frame(BIAS, 1));
        feed.emit(ENDED);
        assertEquals("2 masters; " + notice,
                feed.states().get(1).doing() + "; " + feed.states().get(1).notice());
        feed.emit(STARTED);
        assertEquals("", feed.states().get(1).notice());
    }

    @Test
    void theLastLookAtASetStandsInTheStateUntilItsMasterIsThere() {
        feed.emit(STARTED);
        feed.emit(frame(BIAS, 1));
        feed.emit(new RunEvent.LiveLook(AT, "main", BIAS, 27, 210, 1.5, 7.75, "/lib/ops/live.png"));
        feed.emit(frame(BIAS, 28));
        assertEquals(
                "bias 28/210 | bias: noise 1.500 ADU after 27 frames, 7.75 ADU of one frame; picture /lib/ops/live.png",
                feed.states().get(1).doing() + " | " + feed.states().get(1).live());
        feed.emit(new RunEvent.MasterReady(AT, "main", BIAS, java.nio.file.Path.of("m.fit"), 210, 500, 500, 2,
                0,
                "PASS", ""));
        assertEquals("", feed.states().get(1).live());
        feed.emit(new RunEvent.LiveOff(AT, "main", BIAS, "too large", "no picture"));
        assertEquals("bias: not integrated while it is taken: too large; no picture",
                feed.states().get(1).live());
        feed.emit(ENDED);
        assertEquals("", feed.states().get(1).live());
    }

    @Test
    void aFollowerWhoDoesNotReadIsDroppedAndNobodyWaitsForHim() throws Exception {
        try (var lazy = feed.follow(List.of("main"))) {
            for (int n = 1; n <= 5000; n++) {
                feed.emit(frame(BIAS, n));
            }
            assertEquals(Optional.empty(), lazy.next());
        }
    }
}
