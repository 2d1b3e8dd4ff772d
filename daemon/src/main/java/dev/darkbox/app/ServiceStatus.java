package dev.darkbox.app;

import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.linux.SdNotify;
import dev.darkbox.schedule.Feed;
import dev.darkbox.schedule.RigState;
import java.util.Optional;
import java.util.stream.Collectors;

/// What `systemctl status` shows: one line, brought up to date when a set or a run begins or ends.
final class ServiceStatus implements EventSink {

    private final Optional<SdNotify> systemd;
    private final Feed feed;

    ServiceStatus(Optional<SdNotify> systemd, Feed feed) {
        this.systemd = systemd;
        this.feed = feed;
    }

    @Override
    public void emit(RunEvent event) {
        switch (event) {
            case RunEvent.RunStarted _, RunEvent.SetStarted _, RunEvent.SetEnded _, RunEvent.MasterReady _, RunEvent.GateOpened _, RunEvent.RunEnded _ ->
                systemd.ifPresent(to -> to.send("STATUS=" + line()));
            case RunEvent.Checked _, RunEvent.Cooling _, RunEvent.Soaking _, RunEvent.GateClosed _, RunEvent.CoolerAnswered _, RunEvent.Exposing _, RunEvent.FrameDiscarded _, RunEvent.FrameAccepted _, RunEvent.FrameRejected _, RunEvent.Stacking _, RunEvent.MasterFailed _, RunEvent.DeviceTrouble _, RunEvent.Warming _ -> {
                // too many, or on the line already
            }
        }
    }

    /// E.g. `main: dark_180s 12/40; guide: idle`.
    String line() {
        return feed.states().stream().map(ServiceStatus::one).collect(Collectors.joining("; "));
    }

    private static String one(RigState state) {
        return state.rig() + ": " + (state.runs() ? state.doing().replace('\n', ' ') : "idle");
    }
}
