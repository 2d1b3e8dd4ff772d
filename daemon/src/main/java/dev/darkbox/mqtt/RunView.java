package dev.darkbox.mqtt;

import dev.darkbox.control.Json;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.PlannedSet;
import java.time.Instant;
import java.util.Optional;

/// Where a rig's run is: `state/run`. Threading: the owner's.
final class RunView {

    private final FrameCounts frames = new FrameCounts();
    private Stage stage = new Stage(Phase.IDLE, Optional.empty(), false);
    private Phase beforeTrouble = Phase.STARTING;
    private String result = "none";
    private String run = "";
    private String profile = "";
    private String purpose = "";
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<Instant> finishAt = Optional.empty();
    private String how = "";

    enum Phase { IDLE, STARTING, COOLING, SOAKING, CAPTURING, STACKING, RECOVERING, WARMING }

    /// What is told at once when it changes.
    record Stage(Phase phase, Optional<PlannedSet> set, boolean active) {}

    void started(RunEvent.RunStarted e) {
        frames.begin(e.plan(), e.framesKept());
        stage = new Stage(Phase.STARTING, Optional.empty(), true);
        run = e.runId();
        profile = Json.word(e.plan().profile());
        purpose = Json.word(e.plan().purpose());
        startedAt = Optional.of(e.at());
        finishAt = Optional.empty();
        how = "";
    }

    void phase(Phase phase) {
        stage = new Stage(phase, stage.set(), stage.active());
    }

    void setStarted(RunEvent.SetStarted e) {
        frames.started(e.set(), e.accepted());
        stage = new Stage(Phase.STARTING, Optional.of(e.set()), true);
    }

    void accepted(RunEvent.FrameAccepted e) {
        frames.accepted(e.set(), e.n());
    }

    void rejected() {
        frames.rejected();
        phase(Phase.CAPTURING);
    }

    void recovering() {
        if (stage.phase() != Phase.RECOVERING) {
            beforeTrouble = stage.phase();
        }
        phase(Phase.RECOVERING);
    }

    void recovered(boolean held) {
        if (held) {
            phase(beforeTrouble);
        }
    }

    void ended(RunEvent.RunEnded e) {
        stage = new Stage(Phase.IDLE, Optional.empty(), false);
        result = Json.word(e.end());
        run = e.runId().isEmpty() ? run : e.runId();
        how = e.how();
        finishAt = Optional.empty();
    }

    void finishAt(Instant time) {
        finishAt = Optional.of(time);
    }

    Optional<Instant> finishAt() {
        return finishAt;
    }

    Stage stage() {
        return stage;
    }

    String run() {
        return run;
    }

    String phaseWord() {
        return Json.word(stage.phase());
    }

    String setWord() {
        return stage.set().map(PlannedSet::label).orElse("");
    }

    FrameCounts frames() {
        return frames;
    }

    Json json() {
        var json = new Json().put("active", stage.active()).put("phase", phaseWord()).put("result", result);
        Maybe.text(json, "run", run);
        Maybe.text(json, "profile", profile);
        Maybe.text(json, "purpose", purpose);
        Maybe.text(json, "set", setWord());
        json.put("set_done", stage.set().map(frames::of).orElse(0))
                .put("set_total", stage.set().map(set -> set.set().keep()).orElse(0))
                .put("done", frames.done()).put("total", frames.total()).put("percent", frames.percent())
                .put("rejected", frames.rejectedSoFar());
        Maybe.time(json, "started_at", startedAt);
        Maybe.time(json, "finish_at", finishAt);
        return Maybe.text(json, "how", Tame.pathless(how));
    }
}
