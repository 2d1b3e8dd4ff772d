package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Rung;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The table of the ladder, row by row.
class LadderTest {

    private static final Set<Rung> ALL = EnumSet.allOf(Rung.class);
    private static final Set<Rung> WITHOUT_RESTART = EnumSet.of(Rung.ABORT, Rung.RECONNECT, Rung.WAIT);
    private final DeviceException timedOut = new DeviceException.TimedOut("c", "x",
            Duration.ofSeconds(1));
    private final DeviceException garbled = new DeviceException.Garbled("c", "x", "y");
    private final DeviceException disturbed = new DeviceException.Disturbed("c", "x");
    private final DeviceException refused = new DeviceException.Refused("c", "x");
    private final DeviceException lost = new DeviceException.Lost("c", "x");
    private final DeviceException allLost = new DeviceException.Lost("c", "x", true);

    /// The rungs when each holds and none helps.
    private static List<Rung> held(DeviceException failure, Set<Rung> has) {
        var rungs = new ArrayList<Rung>();
        Optional<Rung> next = Ladder.afterCall(failure, Optional.empty(), has);
        while (next.isPresent() && rungs.size() < 5) {
            rungs.add(next.get());
            next = Ladder.afterCall(failure, next, has);
        }
        return rungs;
    }

    /// The rungs when none holds, each failing in the same way.
    private static List<Rung> broken(DeviceException failure, Set<Rung> has) {
        var rungs = new ArrayList<Rung>();
        Optional<Rung> next = Ladder.afterCall(failure, Optional.empty(), has);
        while (next.isPresent() && rungs.size() < 5) {
            rungs.add(next.get());
            next = Ladder.afterRung(failure, next.get(), has);
        }
        return rungs;
    }

    @Test
    void oneThatAnswersIsAbortedReconnectedAndItsDriverRestarted() {
        for (DeviceException failure : List.of(timedOut, garbled)) {
            var rungs = List.of(Rung.ABORT, Rung.RECONNECT, Rung.RESTART_DRIVER);
            assertEquals(rungs, held(failure, ALL));
            assertEquals(rungs, broken(failure, ALL));
            assertEquals(List.of(Rung.ABORT, Rung.RECONNECT), held(failure, WITHOUT_RESTART));
        }
    }

    @Test
    void oneThatIsGoneIsReconnectedRestartedAndWaitedFor() {
        var rungs = List.of(Rung.RECONNECT, Rung.RESTART_DRIVER, Rung.WAIT);
        assertEquals(rungs, held(lost, ALL));
        assertEquals(rungs, broken(lost, ALL));
        assertEquals(List.of(Rung.RECONNECT, Rung.WAIT), broken(lost, WITHOUT_RESTART));
    }

    @Test
    void aServerThatIsGoneIsOnlyWaitedForAndNotTwice() {
        assertEquals(List.of(Rung.WAIT), broken(allLost, ALL));
        assertEquals(Optional.of(Rung.WAIT), Ladder.afterRung(allLost, Rung.ABORT, ALL));
        assertEquals(Optional.empty(), Ladder.afterRung(allLost, Rung.WAIT, ALL));
    }

    @Test
    void oneThatIsDisturbedHasItsSettingsMadeAgainAndNothingElse() {
        assertEquals(Optional.of(Rung.ABORT), Ladder.afterCall(disturbed, Optional.empty(), ALL));
        assertEquals(Optional.of(Rung.ABORT), Ladder.afterCall(disturbed, Optional.of(Rung.ABORT), ALL));
    }

    @Test
    void aRefusalIsTheEndExceptWhereItComesFromARung() {
        assertEquals(Optional.empty(), Ladder.afterCall(refused, Optional.empty(), ALL));
        assertEquals(Optional.of(Rung.RECONNECT), Ladder.afterRung(refused, Rung.ABORT, ALL));
        assertEquals(Optional.empty(), Ladder.afterRung(refused, Rung.RESTART_DRIVER, ALL));
    }

    @Test
    void aFrozenDriverFallsFromOneKindIntoTheOther() {
        assertEquals(Optional.of(Rung.RESTART_DRIVER), Ladder.afterRung(lost, Rung.RECONNECT, ALL));
        assertEquals(Optional.of(Rung.WAIT), Ladder.afterRung(lost, Rung.RECONNECT, WITHOUT_RESTART));
    }
}
