package dev.darkbox.app;

import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.schedule.Feed;
import dev.darkbox.schedule.RigState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What `systemctl status` shows: one line, brought up to date with what happens.
///
/// What repeats (temperatures, frames, progress) is told every ten seconds at most, by the event's own clock.
/// Threading: any.
final class ServiceStatus implements EventSink {

    private static final Duration REPEATS = Duration.ofSeconds(10);

    private final Feed feed;
    private final Consumer<String> systemd;
    private final Map<String, Instant> told = new ConcurrentHashMap<>();

    /// @param feed has every event before this does
    /// @param systemd gets the line
    ServiceStatus(Feed feed, Consumer<String> systemd) {
        this.feed = feed;
        this.systemd = systemd;
    }

    @Override
    public void emit(RunEvent event) {
        if (isDue(event)) {
            systemd.accept(line());
        }
    }

    private boolean isDue(RunEvent event) {
        return switch (event) {
            case RunEvent.Exposing _, RunEvent.Watched _, RunEvent.LiveLook _, RunEvent.LiveOff _, RunEvent.InForceChanged _ ->
                false; // not on the line
            case RunEvent.Cooling _, RunEvent.Soaking _, RunEvent.FrameDiscarded _, RunEvent.FrameAccepted _, RunEvent.Stacking _, RunEvent.Warming _ ->
                repeatIsDue(event);
            case RunEvent.RunStarted _, RunEvent.Checked _, RunEvent.NotDark _, RunEvent.GateOpened _, RunEvent.GateClosed _, RunEvent.CoolerAnswered _, RunEvent.SetStarted _, RunEvent.FrameRejected _, RunEvent.SetEnded _, RunEvent.MasterReady _, RunEvent.MasterChecked _, RunEvent.MasterFailed _, RunEvent.DeviceTrouble _, RunEvent.EpochChanged _, RunEvent.Recovering _, RunEvent.Recovered _, RunEvent.RunEnded _ ->
                true;
        };
    }

    private boolean repeatIsDue(RunEvent event) {
        Instant last = told.get(event.rig());
        if (last != null && !event.at().isBefore(last) && event.at().isBefore(last.plus(REPEATS))) {
            return false;
        }
        told.put(event.rig(), event.at());
        return true;
    }

    /// E.g. `guide: idle; main: dark_180s 12/40`.
    String line() {
        return feed.states().stream().map(ServiceStatus::one).collect(Collectors.joining("; "));
    }

    private static String one(RigState state) {
        return state.rig() + ": " + (state.runs() ? state.doing().replace('\n', ' ') : "idle");
    }
}
