package dev.darkbox.mqtt;

import dev.darkbox.control.Json;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.RefreshPlan;
import java.time.Duration;

/// What happened to a rig, told once: `event`. Home Assistant knows the words in `event_type` from the announcement.
/// Threading: the owner's.
final class Happenings {

    /// What happened an hour ago is in the state by now.
    private static final Duration EXPIRES = Duration.ofHours(1);

    private final Board board;
    private final String topic;
    private RefreshPlan.Purpose purpose = RefreshPlan.Purpose.REFRESH;

    Happenings(Board board, String topic) {
        this.board = board;
        this.topic = topic;
    }

    void started(RunEvent.RunStarted e, String run) {
        int sets = e.plan().sets().size();
        purpose = e.plan().purpose();
        tell(kind() + "_started", e, run, "", "%d %s, evening of %s, for %s".formatted(sets,
                sets == 1 ? "set" : "sets", e.plan().evening(), Json.word(e.plan().profile())));
    }

    void ended(RunEvent.RunEnded e, String run) {
        tell(kind() + "_" + Json.word(e.end()), e, run, "", e.how());
    }

    private String kind() {
        return switch (purpose) {
            case REFRESH -> "refresh";
            case SPOT_CHECK -> "spot_check";
            case VALIDATION -> "validation";
        };
    }

    void inForce(RunEvent.InForceChanged e, String run) {
        tell("in_force_changed", e, run, "", e.line());
    }

    void checked(RunEvent.MasterChecked e, String run) {
        tell(e.passed() ? "master_agrees" : "master_disagrees", e, run, e.set().label(), e.text());
    }

    void setEnded(RunEvent.SetEnded e, String run) {
        tell(e.complete() ? "set_done" : "set_given_up", e, run, e.set().label(), e.how());
    }

    void master(RunEvent.MasterReady e, String run) {
        String type = switch (e.verdict()) {
            case "HOLD" -> "master_held";
            case "FAIL" -> "master_rejected";
            case String _ -> "master_ready";
        };
        tell(type, e, run, e.set().label(), "%s: %s".formatted(e.verdict(), e.remark()));
    }

    void masterFailed(RunEvent.MasterFailed e, String run) {
        tell("master_failed", e, run, e.set().label(), e.why());
    }

    void device(RunEvent.DeviceTrouble e, String run, String set) {
        tell("device_trouble", e, run, set, "%s: %s; %s".formatted(e.device(), e.what(), e.decision()));
    }

    void recovering(RunEvent.Recovering e, String run, String set) {
        tell("device_trouble", e, run, set, "%s: %s; %s".formatted(e.device(), e.what(), e.rung().doing()));
    }

    void recovered(RunEvent.Recovered e, String run, String set) {
        if (e.held()) {
            tell("recovered", e, run, set, "%s: %s".formatted(e.device(), e.rung().done()));
        } else {
            tell("device_trouble", e, run, set,
                    "%s: %s did not help: %s".formatted(e.device(), e.rung().doing(), e.why()));
        }
    }

    void epoch(RunEvent.EpochChanged e, String run, String set) {
        tell("epoch_changed", e, run, set, e.line());
    }

    void cooler(RunEvent.CoolerAnswered e, String run, String set) {
        tell("cooler_answered", e, run, set, e.why() + "; " + e.decision());
    }

    void notDark(RunEvent.NotDark e, String run, String set) {
        tell("stray_light_detected", e, run, set,
                "%s: %s; %s".formatted(e.device(), e.what(), e.decision()));
    }

    private void tell(String type, RunEvent event, String run, String set, String text) {
        var json = new Json().put("event_type", type).put("at", event.at()).put("rig", event.rig());
        Maybe.text(json, "run", run);
        Maybe.text(json, "set", set);
        board.tell(topic, json.put("text", Tame.pathless(text)).toString(), EXPIRES);
    }
}
