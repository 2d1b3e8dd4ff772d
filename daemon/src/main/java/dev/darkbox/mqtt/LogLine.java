package dev.darkbox.mqtt;

import dev.darkbox.control.Json;
import dev.darkbox.event.RunEvent;
import java.time.Instant;
import java.util.Optional;

/// One line of `log`: what a person who is not at the box should know.
///
/// @param level `warning` or `error`
record LogLine(String level, String text) {

    private static final String WARNING = "warning";
    private static final String ERROR = "error";

    /// Empty for what went as it should.
    static Optional<LogLine> of(RunEvent event) {
        return switch (event) {
            case RunEvent.NotDark e ->
                line(WARNING, "%s: %s; %s".formatted(e.device(), e.what(), e.decision()));
            case RunEvent.GateClosed e -> line(WARNING, "gate closed: %s".formatted(e.why()));
            case RunEvent.CoolerAnswered e -> line(WARNING, "%s; %s".formatted(e.why(), e.decision()));
            case RunEvent.FrameRejected e ->
                line(WARNING, "%s: frame rejected: %s".formatted(e.set().label(), e.reason()));
            case RunEvent.SetEnded e when !e.complete() ->
                line(WARNING, "%s: %s".formatted(e.set().label(), e.how()));
            case RunEvent.MasterReady e when !e.verdict().equals("PASS") ->
                line(WARNING, "%s: %s: %s".formatted(e.set().label(), e.verdict(), e.remark()));
            case RunEvent.MasterChecked e when !e.passed() ->
                line(WARNING, "%s of %s failed: %s".formatted(e.what(), e.master(), e.text()));
            case RunEvent.MasterFailed e ->
                line(ERROR, "%s: no master: %s".formatted(e.set().label(), e.why()));
            case RunEvent.DeviceTrouble e ->
                line(WARNING, "%s: %s; %s".formatted(e.device(), e.what(), e.decision()));
            case RunEvent.EpochChanged e -> line(WARNING, e.line());
            case RunEvent.Recovering e ->
                line(WARNING, "%s: %s; %s".formatted(e.device(), e.what(), e.rung().doing()));
            case RunEvent.Recovered e when !e.held() ->
                line(WARNING, "%s: %s did not help: %s".formatted(e.device(), e.rung().doing(), e.why()));
            case RunEvent.RunEnded e when e.end() == RunEvent.End.FAILED ->
                line(ERROR, "run failed: %s".formatted(e.how()));
            case RunEvent.RunStarted _, RunEvent.Checked _, RunEvent.Cooling _, RunEvent.Soaking _, RunEvent.GateOpened _, RunEvent.SetStarted _, RunEvent.Exposing _, RunEvent.Watched _, RunEvent.FrameDiscarded _, RunEvent.FrameAccepted _, RunEvent.LiveLook _, RunEvent.LiveOff _, RunEvent.SetEnded _, RunEvent.Stacking _, RunEvent.MasterReady _, RunEvent.InForceChanged _, RunEvent.MasterChecked _, RunEvent.Recovered _, RunEvent.Warming _, RunEvent.RunEnded _ ->
                Optional.empty();
        };
    }

    private static Optional<LogLine> line(String level, String text) {
        return Optional.of(new LogLine(level, text));
    }

    String json(Instant at, String rig) {
        return json(at, level, rig, text);
    }

    /// @param rig empty when it is the box's
    static String json(Instant at, String level, String rig, String text) {
        var json = new Json().put("at", at).put("level", level);
        return Maybe.text(json, "rig", rig).put("text", Tame.pathless(text)).toString();
    }
}
