package dev.darkbox.control;

import dev.darkbox.device.Evidence;
import dev.darkbox.device.Rung;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RefreshPlan.Purpose;
import java.nio.file.Path;
import java.time.Instant;

/// Events as one JSON object each: `{"event":"frame-accepted","at":…,"rig":…,…}`. Temperatures in °C, times in
/// UTC, durations in seconds, levels in ADU.
public final class EventJson {

    private EventJson() {}

    public static Json write(RunEvent event) {
        return switch (event) {
            case RunEvent.RunStarted e -> begin("run-started", e).put("run", e.runId())
                    .put("plan", SetJson.write(e.plan())).put("frames_kept", e.framesKept());
            case RunEvent.Checked e -> begin("checked", e).put("what", e.what())
                    .put("evidence", e.evidence());
            case RunEvent.NotDark e -> begin("not-dark", e).put("leak", e.leak()).put("device", e.device())
                    .put("what", e.what()).put("seen", e.seen()).put("decision", e.decision());
            case RunEvent.Cooling e -> begin("cooling", e).put("sensor_c", e.sensor())
                    .put("target_c", e.target()).put("load_percent", e.loadPercent());
            case RunEvent.Soaking e -> begin("soaking", e).put("sensor_c", e.sensor())
                    .put("load_percent", e.loadPercent()).put("done_s", e.done()).put("of_s", e.of());
            case RunEvent.GateOpened e -> begin("gate-opened", e).put("sensor_c", e.sensor())
                    .put("load_percent", e.loadPercent());
            case RunEvent.GateClosed e -> begin("gate-closed", e).put("sensor_c", e.sensor())
                    .put("why", e.why());
            case RunEvent.CoolerAnswered e -> begin("cooler-answered", e).put("why", e.why())
                    .put("decision", e.decision());
            case RunEvent.SetStarted e -> begin("set-started", e, e.set()).put("accepted", e.accepted());
            case RunEvent.Exposing e -> begin("exposing", e, e.set()).put("expected", e.expected());
            case RunEvent.Watched e -> begin("watched", e).put("sensor_c", e.sensor())
                    .put("target_c", e.target()).put("load_percent", e.loadPercent());
            case RunEvent.FrameDiscarded e -> begin("frame-discarded", e, e.set()).put("n", e.n())
                    .put("of", e.of());
            case RunEvent.FrameAccepted e -> begin("frame-accepted", e, e.set()).put("n", e.n())
                    .put("of", e.of()).put("sensor_c", e.sensor()).put("load_percent", e.loadPercent())
                    .put("mean_adu", e.meanAdu());
            case RunEvent.FrameRejected e -> begin("frame-rejected", e, e.set()).put("reason", e.reason());
            case RunEvent.LiveLook e -> begin("live-look", e, e.set()).put("n", e.n()).put("of", e.of())
                    .put("noise_adu", e.noiseAdu()).put("frame_noise_adu", e.frameNoiseAdu())
                    .put("picture", e.picture());
            case RunEvent.LiveOff e -> begin("live-off", e, e.set()).put("why", e.why())
                    .put("decision", e.decision());
            case RunEvent.SetEnded e -> begin("set-ended", e, e.set()).put("accepted", e.accepted())
                    .put("rejected", e.rejected()).put("complete", e.complete()).put("how", e.how());
            case RunEvent.Stacking e -> begin("stacking", e, e.set()).put("percent", e.percent());
            case RunEvent.MasterReady e -> begin("master-ready", e, e.set()).put("file", e.file())
                    .put("frames", e.frames()).put("mean_adu", e.meanAdu()).put("median_adu", e.medianAdu())
                    .put("sigma_adu", e.sigmaAdu()).put("hot_pixels", e.hotPixels())
                    .put("verdict", e.verdict()).put("remark", e.remark())
                    .put("findings", FoundJson.write(e.findings()));
            case RunEvent.InForceChanged e -> begin("in-force-changed", e).put("profile", e.profile())
                    .put("in", e.in()).put("out", e.out()).put("by", e.by()).put("why", e.why());
            case RunEvent.MasterChecked e -> begin("master-checked", e, e.set()).put("purpose", e.purpose())
                    .put("master", e.master()).put("passed", e.passed()).put("text", e.text());
            case RunEvent.MasterFailed e -> begin("master-failed", e, e.set()).put("why", e.why());
            case RunEvent.DeviceTrouble e -> begin("device-trouble", e).put("device", e.device())
                    .put("what", e.what()).put("decision", e.decision());
            case RunEvent.EpochChanged e -> begin("epoch-changed", e).put("epoch", e.epoch())
                    .put("what", e.what()).put("since", e.since()).put("changes", e.changes())
                    .put("decision", e.decision());
            case RunEvent.Recovering e -> begin("recovering", e).put("device", e.device())
                    .put("what", e.what()).put("rung", e.rung()).put("n", e.n()).put("of", e.of());
            case RunEvent.Recovered e -> begin("recovered", e).put("device", e.device())
                    .put("rung", e.rung()).put("n", e.n()).put("of", e.of()).put("held", e.held())
                    .put("why", e.why());
            case RunEvent.Warming e -> begin("warming", e).put("sensor_c", e.sensor())
                    .put("target_c", e.target());
            case RunEvent.RunEnded e -> begin("run-ended", e).put("run", e.runId()).put("end", e.end())
                    .put("masters", e.masters()).put("sets_missed", e.setsMissed()).put("how", e.how());
        };
    }

    private static Json begin(String kind, RunEvent event) {
        return new Json().put("event", kind).put("at", event.at()).put("rig", event.rig());
    }

    private static Json begin(String kind, RunEvent event, PlannedSet set) {
        return begin(kind, event).put("set", SetJson.write(set));
    }

    /// Reads what [#write] wrote.
    public static RunEvent read(Fields f) throws Malformed {
        Instant at = f.instant("at");
        String rig = f.text("rig");
        return switch (f.text("event")) {
            case "run-started" -> new RunEvent.RunStarted(at, rig, f.text("run"),
                    SetJson.readPlan(f.object("plan")), f.whole("frames_kept"));
            case "checked" -> new RunEvent.Checked(at, rig, f.text("what"),
                    f.oneOf("evidence", Evidence.class));
            case "not-dark" -> new RunEvent.NotDark(at, rig, f.oneOf("leak", RunEvent.Leak.class),
                    f.text("device"), f.text("what"), f.flag("seen", false), f.text("decision"));
            case "watched" -> new RunEvent.Watched(at, rig, f.celsius("sensor_c"), f.celsius("target_c"),
                    f.number("load_percent"));
            case "cooling" -> new RunEvent.Cooling(at, rig, f.celsius("sensor_c"), f.celsius("target_c"),
                    f.number("load_percent"));
            case "soaking" -> new RunEvent.Soaking(at, rig, f.celsius("sensor_c"),
                    f.number("load_percent"), f.seconds("done_s"), f.seconds("of_s"));
            case "gate-opened" -> new RunEvent.GateOpened(at, rig, f.celsius("sensor_c"),
                    f.number("load_percent"));
            case "gate-closed" -> new RunEvent.GateClosed(at, rig, f.celsius("sensor_c"), f.text("why"));
            case "cooler-answered" -> new RunEvent.CoolerAnswered(at, rig, f.text("why"),
                    f.text("decision"));
            case "set-started" -> new RunEvent.SetStarted(at, rig, set(f), f.whole("accepted"));
            case "exposing" -> new RunEvent.Exposing(at, rig, set(f), f.instant("expected"));
            case "frame-discarded" -> new RunEvent.FrameDiscarded(at, rig, set(f), f.whole("n"),
                    f.whole("of"));
            case "frame-accepted" -> new RunEvent.FrameAccepted(at, rig, set(f), f.whole("n"),
                    f.whole("of"), f.celsius("sensor_c"), f.number("load_percent"), f.number("mean_adu"));
            case "frame-rejected" -> new RunEvent.FrameRejected(at, rig, set(f), f.text("reason"));
            case "live-look" -> new RunEvent.LiveLook(at, rig, set(f), f.whole("n"), f.whole("of"),
                    f.number("noise_adu"), f.number("frame_noise_adu"), f.text("picture"));
            case "live-off" -> new RunEvent.LiveOff(at, rig, set(f), f.text("why"), f.text("decision"));
            case "set-ended" -> new RunEvent.SetEnded(at, rig, set(f), f.whole("accepted"),
                    f.whole("rejected"), f.flag("complete", false), f.text("how"));
            case "stacking" -> new RunEvent.Stacking(at, rig, set(f), f.whole("percent"));
            case "master-ready" -> new RunEvent.MasterReady(at, rig, set(f), Path.of(f.text("file")),
                    f.whole("frames"), f.number("mean_adu"), f.number("median_adu"), f.number("sigma_adu"),
                    f.big("hot_pixels"), f.text("verdict"), f.text("remark"), FoundJson.read(f));
            case "in-force-changed" -> new RunEvent.InForceChanged(at, rig,
                    f.oneOf("profile", RefreshPlan.Profile.class), f.texts("in"), f.texts("out"),
                    f.text("by"),
                    f.text("why"));
            case "master-checked" -> new RunEvent.MasterChecked(at, rig, set(f),
                    f.oneOf("purpose", Purpose.class), f.text("master"), f.flag("passed", false),
                    f.text("text"));
            case "master-failed" -> new RunEvent.MasterFailed(at, rig, set(f), f.text("why"));
            case "device-trouble" -> new RunEvent.DeviceTrouble(at, rig, f.text("device"), f.text("what"),
                    f.text("decision"));
            case "epoch-changed" -> new RunEvent.EpochChanged(at, rig, f.text("epoch"), f.text("what"),
                    f.text("since"), f.text("changes"), f.text("decision"));
            case "recovering" -> new RunEvent.Recovering(at, rig, f.text("device"), f.text("what"),
                    f.oneOf("rung", Rung.class), f.whole("n"), f.whole("of"));
            case "recovered" -> new RunEvent.Recovered(at, rig, f.text("device"),
                    f.oneOf("rung", Rung.class), f.whole("n"), f.whole("of"), f.flag("held", false),
                    f.text("why"));
            case "warming" -> new RunEvent.Warming(at, rig, f.celsius("sensor_c"), f.celsius("target_c"));
            case "run-ended" -> new RunEvent.RunEnded(at, rig, f.text("run"),
                    f.oneOf("end", RunEvent.End.class), f.whole("masters"), f.whole("sets_missed"),
                    f.text("how"));
            case String other -> throw new Malformed("event \"" + other + "\" is not known here");
        };
    }

    private static PlannedSet set(Fields fields) throws Malformed {
        return SetJson.read(fields.object("set"));
    }
}
