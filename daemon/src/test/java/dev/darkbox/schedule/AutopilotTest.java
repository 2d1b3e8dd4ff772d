package dev.darkbox.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.plan.DueItem;
import dev.darkbox.plan.DueReason;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.Match;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.ScheduleRules;
import dev.darkbox.plan.Window;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What begins by itself, told minute by minute in virtual time.
@Timeout(60)
class AutopilotTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final VirtualTime time = new VirtualTime(local("2026-01-09T12:00"));
    private final Scheduler scheduler = new Scheduler(time);
    private final Rig rig = new Rig("main");
    private Autopilot pilot = rig.pilot();

    private static Instant local(String dateTime) {
        return LocalDateTime.parse(dateTime).atZone(ZONE).toInstant();
    }

    private static ScheduleRules rules(int spotCheckDays) {
        return new ScheduleRules(ScheduleRules.Refresh.DUE, List.of(new Window(LocalTime.of(22, 0),
                LocalTime.of(6, 0), EnumSet.allOf(DayOfWeek.class), Optional.empty())), ZONE, List.of(),
                spotCheckDays);
    }

    /// A rig whose masters are made by a wave of the hand.
    private final class Rig implements Agenda, Tried.Memory, Permit, SpotChecks {

        private final String name;
        /// What is due, and how long it takes.
        private final Map<String, Duration> due = new LinkedHashMap<>();
        private final List<String> log = new ArrayList<>();
        private Tried tried = Tried.NOTHING;
        private Permit.Answer answer = Permit.Answer.YES;
        private Optional<Instant> lastChecked = Optional.empty();
        private Instant youngest = Instant.EPOCH;
        private Instant made = Instant.EPOCH;
        private boolean makes = true;
        private boolean diskIsFull;
        private int asked;
        private volatile Optional<Hold> hold = Optional.empty();

        Rig(String name) {
            this.name = name;
        }

        Autopilot pilot() {
            return new Autopilot(name, rules(30), scheduler, this, this, this, this);
        }

        private void log(String what) {
            log.add(LocalDateTime.ofInstant(time.now(), ZONE) + " " + what);
        }

        @Override
        public List<DueItem> due(Instant now) {
            asked++;
            return due.keySet().stream().map(label -> new DueItem(
                    new PlannedSet(new FrameSet.DarkFlat(label, Duration.ofSeconds(1), 0, 9), "p",
                            new Readout(1, 1, 1, "", Readout.NONE), Celsius.UNKNOWN, true),
                    Match.MISSING, List.of(new DueReason(DueReason.Kind.NEVER_MADE, "none yet")), ""))
                    .toList();
        }

        @Override
        public Fit fit(List<DueItem> items, Duration within, Instant now) {
            var chosen = new ArrayList<String>();
            var labels = new ArrayList<String>();
            Duration sum = Duration.ZERO;
            for (DueItem item : items) {
                String label = ((FrameSet.DarkFlat) item.set().set()).filter();
                Duration with = sum.plus(due.getOrDefault(label, Duration.ZERO));
                if (with.compareTo(within) <= 0) {
                    sum = with;
                    chosen.add(item.set().master());
                    labels.add(label);
                }
            }
            if (chosen.isEmpty()) {
                return Fit.nothing("too long for " + within.toHours() + " h");
            }
            Duration takes = sum;
            return new Fit(chosen, Optional.of(stop -> work(takes, labels)), "refresh of " + labels, "");
        }

        private Runnable work(Duration takes, List<String> labels) {
            log("begin " + labels);
            var hold = new Hold(time.now().plus(takes), new CountDownLatch(1));
            this.hold = Optional.of(hold);
            try {
                hold.done().await();
            } catch (InterruptedException _) {
                log("stopped");
                return () -> {};
            } finally {
                this.hold = Optional.empty();
            }
            if (makes) {
                labels.forEach(due::remove);
                youngest = time.now();
                made = time.now();
            }
            log("end");
            return () -> {};
        }

        @Override
        public Optional<Instant> lastChecked() {
            return lastChecked;
        }

        @Override
        public boolean isAnyMade(List<String> masters, Instant since) {
            return made.isAfter(since);
        }

        @Override
        public Optional<Instant> youngest() {
            return Optional.of(youngest);
        }

        @Override
        public Tried recall() {
            return tried;
        }

        @Override
        public void keep(Tried next) throws IOException {
            if (diskIsFull) {
                throw new IOException("no space left");
            }
            tried = next;
        }

        @Override
        public Permit.Answer ask() {
            return answer;
        }

        @Override
        public Optional<Scheduler.Work> of(String of) {
            return Optional.of(_ -> {
                log("check");
                lastChecked = Optional.of(time.now());
                return () -> {};
            });
        }
    }

    /// A run that goes on until its time is over.
    private record Hold(Instant end, CountDownLatch done) {}

    /// Looks once a minute, in the time of a run as well.
    private void until(String dateTime) throws InterruptedException {
        until(dateTime, MINUTE);
    }

    private void until(String dateTime, Duration step) throws InterruptedException {
        Instant end = local(dateTime);
        while (time.now().isBefore(end)) {
            pass(step);
        }
    }

    private void pass(Duration waited) throws InterruptedException {
        time.skip(waited);
        settle();
        look(waited);
    }

    private void look(Duration waited) throws InterruptedException {
        if (pilot.look(time.now(), waited).line().startsWith("stopped")) {
            awaitIdle();
        }
        settle();
    }

    /// Whoever runs is in its hold, or has left the rig if its time is over.
    private void settle() throws InterruptedException {
        while (scheduler.running("main").isPresent()) {
            Optional<Hold> hold = rig.hold;
            if (hold.isPresent() && time.now().isBefore(hold.get().end())) {
                return;
            }
            hold.ifPresent(h -> h.done().countDown());
            Thread.sleep(1);
        }
    }

    private void awaitIdle() throws InterruptedException {
        while (scheduler.running("main").isPresent()) {
            Thread.sleep(1);
        }
    }

    @Test
    void whatIsDueBeginsWhenTheWindowOpensAndOnceInEach() throws Exception {
        rig.due.put("L", Duration.ofHours(1));
        rig.due.put("Ha", Duration.ofHours(6).plusMinutes(30));
        rig.due.put("O", Duration.ofHours(3));
        until("2026-01-11T12:00");
        assertEquals(List.of("2026-01-09T22:00 begin [L, Ha]", "2026-01-10T05:30 end",
                "2026-01-10T22:00 begin [O]", "2026-01-11T01:00 end"), rig.log);
        assertTrue(rig.asked < 100, "the library is not read every minute: " + rig.asked);
    }

    @Test
    void aRestartInTheSameWindowBeginsNothingTwice() throws Exception {
        rig.makes = false;
        rig.due.put("L", Duration.ofHours(1));
        until("2026-01-09T23:30");
        pilot = rig.pilot();
        until("2026-01-10T12:00");
        assertEquals(List.of("2026-01-09T22:00 begin [L]", "2026-01-09T23:00 end"), rig.log);
    }

    @Test
    void whatWasMissedWhileTheBoxWasOffIsCaughtUpInTheNextWindowAndNotByDay() throws Exception {
        rig.due.put("L", Duration.ofHours(1));
        time.skip(Duration.ofDays(150));
        until("2026-06-09T11:00");
        assertEquals(List.of("2026-06-08T22:00 begin [L]", "2026-06-08T23:00 end"), rig.log);
        rig.due.put("L", Duration.ofHours(1));
        until("2026-06-10T03:00");
        rig.due.put("Ha", Duration.ofHours(1));
        time.skip(Duration.between(time.now(), local("2026-11-02T00:30")));
        pilot = rig.pilot();
        until("2026-11-02T06:00");
        assertEquals("2026-11-02T00:36 begin [Ha]", rig.log.get(4),
                "a box that wakes in a window uses the rest");
    }

    @Test
    void whatDoesNotFitIntoTheRestOfAWindowWaitsForAWholeOneAndSaysSo() throws Exception {
        rig.due.put("L", Duration.ofHours(7));
        time.skip(Duration.between(time.now(), local("2026-01-10T00:00")));
        until("2026-01-10T00:20");
        assertEquals(new Standing("does not begin: too long for 5 h", Optional.of(local("2026-01-10T22:00"))),
                pilot.standing());
        until("2026-01-10T22:30");
        assertEquals(List.of("2026-01-10T22:00 begin [L]"), rig.log);
    }

    @Test
    void aClockThatJumpsIsTrustedWhenItHasGoneEvenlyForAWhile() throws Exception {
        rig.due.put("L", Duration.ofHours(1));
        rig.youngest = local("2025-09-23T22:00");
        time.skip(Duration.between(time.now(), local("2026-01-09T23:00")));
        until("2026-01-09T23:03");
        time.skip(Duration.ofHours(1));
        until("2026-01-10T00:08");
        assertEquals(List.of(), rig.log);
        assertEquals("waits until the clock has gone evenly for 5 min", pilot.standing().line());
        until("2026-01-10T00:10");
        assertEquals(List.of("2026-01-10T00:09 begin [L]"), rig.log);
    }

    @Test
    void aClockBehindTheYoungestMasterBeginsNothing() throws Exception {
        rig.due.put("L", Duration.ofHours(1));
        rig.youngest = local("2026-09-23T22:00");
        until("2026-01-10T12:00");
        assertEquals(List.of(), rig.log);
        until("2026-01-10T22:30");
        assertEquals(
                "waits: the clock says 2026-01-10T21:30:00Z, and a master was begun at 2026-09-23T20:00:00Z",
                pilot.standing().line());
    }

    /// The night in which 02:00 to 03:00 comes twice.
    @Test
    void anHourThatComesTwiceBeginsNothingTwice() throws Exception {
        rig.makes = false;
        rig.due.put("L", Duration.ofMinutes(30));
        time.skip(Duration.between(time.now(), local("2026-10-24T12:00")));
        until("2026-10-25T12:00");
        assertEquals(List.of("2026-10-24T22:00 begin [L]", "2026-10-24T22:30 end"), rig.log);
    }

    @Test
    void aPersonsRunHasTheRigAndTheRestOfTheWindowIsUsedAfterwards() throws Exception {
        rig.due.put("L", Duration.ofHours(1));
        until("2026-01-09T21:00");
        scheduler.start("main", "refresh of 2 sets", _ -> rig.work(Duration.ofHours(3), List.of()));
        while (rig.hold.isEmpty()) {
            Thread.sleep(1);
        }
        rig.answer = new Permit.Answer(Permit.Word.NO, "the roof is open");
        until("2026-01-09T23:00");
        assertEquals("waits for the refresh of 2 sets", pilot.standing().line());
        rig.answer = Permit.Answer.YES;
        until("2026-01-10T12:00");
        assertEquals(List.of("2026-01-09T21:00 begin []", "2026-01-10T00:00 end",
                "2026-01-10T00:00 begin [L]", "2026-01-10T01:00 end"), rig.log,
                "and no condition stops what a person began");
    }

    @Test
    void aConditionIsWaitedForAndStopsTheRunWhenItIsGoneForTwoLooks() throws Exception {
        rig.due.put("L", Duration.ofHours(4));
        rig.answer = new Permit.Answer(Permit.Word.UNKNOWN, "topic roof says nothing");
        until("2026-01-09T22:30");
        assertEquals("waits: topic roof says nothing", pilot.standing().line());
        rig.answer = Permit.Answer.YES;
        until("2026-01-09T23:00");
        rig.answer = new Permit.Answer(Permit.Word.UNKNOWN, "topic roof says nothing");
        until("2026-01-10T00:00");
        rig.answer = new Permit.Answer(Permit.Word.NO, "topic roof says open");
        pass(MINUTE);
        rig.answer = Permit.Answer.YES;
        until("2026-01-10T01:00");
        assertEquals(List.of("2026-01-09T22:31 begin [L]"), rig.log);
        rig.answer = new Permit.Answer(Permit.Word.NO, "topic roof says open");
        until("2026-01-10T01:02");
        assertEquals("stopped the refresh of [L]: topic roof says open", pilot.standing().line());
        assertEquals("2026-01-10T01:02 stopped", rig.log.getLast());
        rig.answer = Permit.Answer.YES;
        until("2026-01-10T22:01");
        assertEquals(List.of("2026-01-09T22:31 begin [L]", "2026-01-10T01:02 stopped",
                "2026-01-10T22:00 begin [L]"), rig.log);
    }

    @Test
    void aRunThatGoesOnAfterARestartIsWatchedIfItBeganByItself() throws Exception {
        for (boolean byItself : List.of(true, false)) {
            rig.log.clear();
            pilot = rig.pilot();
            Start start = scheduler.start("main", "refresh, gone on with",
                    _ -> rig.work(Duration.ofHours(3), List.of()));
            while (rig.hold.isEmpty()) {
                Thread.sleep(1);
            }
            if (byItself && start instanceof Start.Accepted accepted) {
                pilot.adopt(accepted.since());
            }
            rig.answer = new Permit.Answer(Permit.Word.NO, "the roof is open");
            pass(MINUTE);
            pass(MINUTE);
            assertEquals(byItself, scheduler.running("main").isEmpty());
        }
        assertEquals(List.of("2026-01-09T12:02 begin []"), rig.log);
        assertEquals(List.of(), scheduler.shutDown(Duration.ofSeconds(20)));
    }

    @Test
    void whatIsTriedInVainThreeTimesIsTriedOnceAWeekUntilItWorks() throws Exception {
        rig.makes = false;
        rig.due.put("L", Duration.ofHours(1));
        until("2026-01-30T12:00", Duration.ofMinutes(10));
        assertEquals(List.of("2026-01-09T22:00 begin [L]", "2026-01-10T22:00 begin [L]",
                "2026-01-11T22:00 begin [L]", "2026-01-18T22:00 begin [L]", "2026-01-25T22:00 begin [L]"),
                begins());
        until("2026-01-30T22:30");
        assertEquals(
                "5 refreshes made nothing of master-darkflat_L_1s_GAIN1_OFFSET1; the next try is a week after",
                pilot.standing().line());
        rig.makes = true;
        until("2026-02-02T12:00");
        rig.due.put("L", Duration.ofHours(1));
        until("2026-02-03T12:00");
        assertEquals("2026-02-01T22:00 begin [L]", begins().get(5));
        assertEquals("2026-02-02T22:00 begin [L]", begins().get(6));
    }

    private List<String> begins() {
        return rig.log.stream().filter(line -> line.contains(" begin ")).toList();
    }

    @Test
    void aSpotCheckIsDueAMonthAfterTheLastLookAndWhatItFindsIsMadeTheSameNight() throws Exception {
        rig.lastChecked = Optional.of(local("2025-12-12T20:00"));
        until("2026-01-12T12:00");
        assertEquals(List.of("2026-01-11T22:00 check"), rig.log);
        until("2026-02-10T12:00", Duration.ofMinutes(10));
        assertEquals(1, rig.log.size());
        until("2026-02-10T22:05");
        assertEquals("2026-02-10T22:00 check", rig.log.get(1));
        rig.due.put("L", Duration.ofHours(1));
        until("2026-02-11T12:00");
        assertEquals("2026-02-10T22:11 begin [L]", rig.log.get(2));
    }

    @Test
    void aRefreshGoesBeforeASpotCheckOfTheSameNight() throws Exception {
        rig.lastChecked = Optional.of(local("2025-11-12T20:00"));
        rig.due.put("L", Duration.ofHours(1));
        until("2026-01-10T12:00");
        assertEquals(List.of("2026-01-09T22:00 begin [L]", "2026-01-09T23:00 end", "2026-01-09T23:00 check"),
                rig.log);
    }

    @Test
    void nothingBeginsThatCannotBeRemembered() throws Exception {
        rig.due.put("L", Duration.ofHours(1));
        rig.diskIsFull = true;
        until("2026-01-09T22:30");
        assertEquals("waits: no space left", pilot.standing().line());
        assertEquals(List.of(), rig.log);
        rig.diskIsFull = false;
        until("2026-01-10T12:00");
        assertEquals("2026-01-09T22:40 begin [L]", rig.log.getFirst(), rig.log.toString());
    }

    @Test
    void twoRigsBeginAtOnce() throws Exception {
        var guide = new Rig("guide");
        Autopilot other = guide.pilot();
        rig.due.put("L", Duration.ofHours(2));
        guide.due.put("L", Duration.ofHours(2));
        until("2026-01-09T21:59");
        for (int i = 0; i < 6; i++) {
            other.look(time.now().minus(Duration.ofMinutes(6 - i)), MINUTE);
        }
        time.skip(MINUTE);
        look(MINUTE);
        other.look(time.now(), MINUTE);
        assertTrue(scheduler.running("main").isPresent() && scheduler.running("guide").isPresent());
        assertEquals(List.of(), scheduler.shutDown(Duration.ofSeconds(20)));
    }
}
