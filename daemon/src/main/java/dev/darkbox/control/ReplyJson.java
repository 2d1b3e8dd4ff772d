package dev.darkbox.control;

import dev.darkbox.plan.RefreshPlan.Profile;
import java.nio.file.Path;
import java.time.Instant;

/// Replies as one line of JSON each: `{"reply":"accepted",…}`; an event stands as [EventJson] writes it.
public final class ReplyJson {

    private ReplyJson() {}

    public static String write(Reply reply) {
        Json json = switch (reply) {
            case Reply.Accepted r -> begin("accepted", r.rig()).put("frames", r.frames())
                    .put("expected_s", r.expected());
            case Reply.Busy r -> begin("busy", r.rig()).put("what", r.what()).put("since", r.since());
            case Reply.Planned r -> begin("planned", r.rig()).put("sets", SetJson.sets(r.sets()))
                    .put("costs", DueJson.costs(r.costs()))
                    .put("expected_s", r.expected()).put("disk_bytes", r.diskBytes())
                    .put("free_bytes", r.freeBytes());
            case Reply.State r -> begin("state", r.rig()).put("runs", r.runs())
                    .put("since", r.since().equals(Instant.EPOCH) ? "" : r.since())
                    .put("doing", r.doing()).put("frames", r.frames()).put("frames_of", r.framesOf())
                    .put("sensor_c", r.sensor()).put("load_percent", r.loadPercent())
                    .put("notice", r.notice()).put("live", r.live()).put("dark", r.dark());
            case Reply.Happened r -> EventJson.write(r.event());
            case Reply.Due r -> DueJson.write(begin("due", r.rig()), r);
            case Reply.Noted r -> begin("noted", r.rig()).put("line", r.line());
            case Reply.Stopping r -> begin("stopping", r.rig());
            case Reply.Idle r -> begin("idle", r.rig());
            case Reply.Master r -> begin("master", r.rig()).put("evening", r.evening().toString())
                    .put("name", r.name()).put("file", r.file()).put("frames", r.frames())
                    .put("mean_adu", r.meanAdu()).put("median_adu", r.medianAdu())
                    .put("sigma_adu", r.sigmaAdu()).put("hot_pixels", r.hotPixels())
                    .put("verdict", r.verdict()).put("remark", r.remark()).put("epoch", r.epoch())
                    .put("epoch_state", r.epochState());
            case Reply.Candidate r -> begin("candidate", r.rig()).put("evening", r.evening().toString())
                    .put("name", r.name()).put("file", r.file()).put("state", r.state()).put("best", r.best())
                    .put("why", r.why());
            case Reply.Said r -> begin("said", r.rig()).put("evening", r.evening().toString())
                    .put("name", r.name()).put("word", r.word());
            case Reply.Turned r -> begin("turned", r.rig()).put("profile", r.profile()).put("in", r.in())
                    .put("out", r.out()).put("notes", r.notes());
            case Reply.Shown r -> begin("shown", r.rig()).put("evening", r.evening().toString())
                    .put("name", r.name()).put("facts", Json.of(r.facts()));
            case Reply.Found r -> begin("found", r.rig()).put("code", r.code()).put("wrong", r.wrong())
                    .put("file", r.file()).put("text", r.text()).put("remedy", r.remedy());
            case Reply.Auditing r -> begin("auditing", r.rig()).put("masters", r.masters());
            case Reply.AuditEnded r -> begin("audit-ended", r.rig()).put("masters", r.masters())
                    .put("wrong", r.wrong()).put("checked", r.checked())
                    .put("reclaimable_bytes", r.reclaimableBytes());
            case Reply.Indexed r ->
                begin("indexed", r.rig()).put("masters", r.masters()).put("file", r.file());
            case Reply.OfCheck r -> CheckJson.write(r);
            case Reply.Device r -> DeviceJson.write(r);
            case Reply.Problem r -> new Json().put("reply", "problem").put("exit", r.exit())
                    .put("message", r.message());
        };
        return json.toString();
    }

    private static Json begin(String kind, String rig) {
        return new Json().put("reply", kind).put("rig", rig);
    }

    /// Reads what [#write] wrote.
    public static Reply read(String line) throws Malformed {
        Fields f = Fields.parse(line);
        if (f.has("event")) {
            return new Reply.Happened(EventJson.read(f));
        }
        return switch (f.text("reply")) {
            case "accepted" -> new Reply.Accepted(f.text("rig"), f.whole("frames"), f.seconds("expected_s"));
            case "busy" -> new Reply.Busy(f.text("rig"), f.text("what"), f.instant("since"));
            case "planned" -> new Reply.Planned(f.text("rig"), SetJson.readSets(f),
                    DueJson.readCosts(f), f.seconds("expected_s"),
                    f.big("disk_bytes"), f.big("free_bytes"));
            case "state" -> new Reply.State(f.text("rig"), f.flag("runs", false),
                    f.text("since").isEmpty() ? Instant.EPOCH : f.instant("since"),
                    f.text("doing"), f.whole("frames"), f.whole("frames_of"), f.celsius("sensor_c"),
                    f.number("load_percent"), f.text("notice"), f.text("live", ""), f.text("dark", ""));
            case "due" -> DueJson.read(f);
            case "noted" -> new Reply.Noted(f.text("rig"), f.text("line"));
            case "stopping" -> new Reply.Stopping(f.text("rig"));
            case "idle" -> new Reply.Idle(f.text("rig"));
            case "master" -> new Reply.Master(f.text("rig"), f.date("evening"), f.text("name"),
                    Path.of(f.text("file")),
                    f.whole("frames"), f.number("mean_adu"), f.number("median_adu"), f.number("sigma_adu"),
                    f.big("hot_pixels"), f.text("verdict"), f.text("remark"), f.text("epoch"),
                    f.oneOf("epoch_state", Reply.EpochState.class));
            case "candidate" -> new Reply.Candidate(f.text("rig"), f.date("evening"), f.text("name"),
                    Path.of(f.text("file")), f.text("state"), f.flag("best", false), f.texts("why"));
            case "shown" -> new Reply.Shown(f.text("rig"), f.date("evening"), f.text("name"),
                    f.object("facts").allTexts());
            case "found" -> new Reply.Found(f.text("rig"), f.text("code"), f.flag("wrong", true),
                    Path.of(f.text("file")), f.text("text"), f.text("remedy"));
            case "auditing" -> new Reply.Auditing(f.text("rig"), f.whole("masters"));
            case "audit-ended" -> new Reply.AuditEnded(f.text("rig"), f.whole("masters"), f.whole("wrong"),
                    f.flag("checked", false), f.big("reclaimable_bytes"));
            case "indexed" -> new Reply.Indexed(f.text("rig"), f.whole("masters"), Path.of(f.text("file")));
            case "taken" -> CheckJson.taken(f);
            case "setup" -> CheckJson.setup(f);
            case "said" ->
                new Reply.Said(f.text("rig"), f.date("evening"), f.text("name"), f.text("word"));
            case "turned" -> new Reply.Turned(f.text("rig"), f.oneOf("profile", Profile.class),
                    f.texts("in"), f.texts("out"), f.texts("notes"));
            case "device" -> DeviceJson.reply(f);
            case "problem" -> new Reply.Problem(f.whole("exit"), f.text("message"));
            case String other -> throw new Malformed("reply \"" + other + "\" is not known here");
        };
    }
}
