package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.CapturePlan;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.schedule.Feed;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The line `systemctl status` shows.
class ServiceStatusTest {

    private static final Instant AT = Instant.parse("2025-09-23T18:00:05Z");
    private static final Celsius COLD = Celsius.of(-10);
    private static final PlannedSet DARKS = new PlannedSet(new FrameSet.Dark(Duration.ofSeconds(180), 0, 40),
            "lrgb", new Readout(100, 50, 1, "", Readout.NONE), COLD, true);

    private final List<String> said = new ArrayList<>();
    private final Feed feed = new Feed(List.of("main", "guide"));
    private final EventSink events = EventSink.all(feed, new ServiceStatus(feed, said::add));

    @Test
    void theLineFollowsTheRunFrameByFrame() {
        start();
        events.emit(new RunEvent.SetStarted(AT, "main", DARKS, 0));
        events.emit(
                new RunEvent.Soaking(AT, "main", COLD, 40, Duration.ofSeconds(600), Duration.ofSeconds(600)));
        events.emit(new RunEvent.GateOpened(AT, "main", COLD, 41));
        for (int n = 1; n <= 2; n++) {
            events.emit(new RunEvent.FrameAccepted(AT.plusSeconds(180L * n), "main", DARKS, n, 40, COLD, 41,
                    512));
        }
        events.emit(new RunEvent.RunEnded(AT, "main", "r1", RunEvent.End.ABORTED, 0, 1, "aborted"));

        assertEquals(List.of("guide: idle; main: starting", "guide: idle; main: dark_180s 0/40",
                "guide: idle; main: soaking 600 of 600 s", "guide: idle; main: soaking 600 of 600 s",
                "guide: idle; main: dark_180s 1/40", "guide: idle; main: dark_180s 2/40",
                "guide: idle; main: idle"), said);
    }

    @Test
    void framesInQuickSuccessionAreToldEveryTenSeconds() {
        start();
        said.clear();
        for (int n = 1; n <= 40; n++) {
            events.emit(new RunEvent.FrameAccepted(AT.plusSeconds(n), "main", DARKS, n, 40, COLD, 41, 512));
        }
        assertEquals(List.of("guide: idle; main: dark_180s 1/40", "guide: idle; main: dark_180s 11/40",
                "guide: idle; main: dark_180s 21/40", "guide: idle; main: dark_180s 31/40"), said);
    }

    private void start() {
        var plan = new RefreshPlan("main", LocalDate.of(2025, 9, 23), RefreshPlan.Profile.STAGING,
                List.of(new CapturePlan("lrgb", DARKS.readout(), COLD, List.of(DARKS))));
        events.emit(new RunEvent.RunStarted(AT, "main", "r1", plan, 0));
    }
}
