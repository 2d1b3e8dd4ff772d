package dev.darkbox.control;

import dev.darkbox.plan.DueItem;
import dev.darkbox.plan.DueReason;
import dev.darkbox.plan.Match;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is due, and what it costs, in JSON.
final class DueJson {

    private DueJson() {}

    static Json write(Json json, Reply.Due due) {
        return json.put("due", due.rows().stream().filter(row -> row.item().isDue()).count())
                .put("rows", due.rows().stream().map(DueJson::row).toList())
                .put("total", cost(due.total())).put("free_bytes", due.freeBytes())
                .put("next", due.next().orElse("")).put("schedule", due.schedule())
                .put("next_at", due.nextAt().map(Instant::toString).orElse(""));
    }

    static Reply.Due read(Fields f) throws Malformed {
        var rows = new ArrayList<Reply.DueRow>();
        for (Fields row : f.objects("rows")) {
            rows.add(row(row));
        }
        return new Reply.Due(f.text("rig"), rows, cost(f.object("total")), f.big("free_bytes"),
                Optional.of(f.text("next")).filter(next -> !next.isEmpty()), f.text("schedule"),
                f.text("next_at").isEmpty() ? Optional.empty() : Optional.of(f.instant("next_at")));
    }

    private static Json row(Reply.DueRow row) {
        DueItem item = row.item();
        return new Json().put("master", item.set().master()).put("match", item.match())
                .put("reasons", item.reasons().stream().map(reason -> new Json().put("kind", reason.kind())
                        .put("text", reason.text())).toList())
                .put("near", item.near()).put("set", SetJson.write(item.set()))
                .put("cost", cost(row.cost()));
    }

    private static Reply.DueRow row(Fields f) throws Malformed {
        var reasons = new ArrayList<DueReason>();
        for (Fields reason : f.objects("reasons")) {
            reasons.add(new DueReason(reason.oneOf("kind", DueReason.Kind.class), reason.text("text")));
        }
        return new Reply.DueRow(new DueItem(SetJson.read(f.object("set")),
                f.oneOf("match", Match.class), reasons, f.text("near")), cost(f.object("cost")));
    }

    static Json cost(Reply.Cost cost) {
        return new Json().put("frames", cost.frames()).put("expected_s", cost.expected())
                .put("cooling_s", cost.cooling()).put("disk_bytes", cost.diskBytes());
    }

    static List<Json> costs(List<Reply.Cost> costs) {
        return costs.stream().map(DueJson::cost).toList();
    }

    private static Reply.Cost cost(Fields f) throws Malformed {
        return new Reply.Cost(f.whole("frames"), f.seconds("expected_s"), f.seconds("cooling_s"),
                f.big("disk_bytes"));
    }

    static List<Reply.Cost> readCosts(Fields f) throws Malformed {
        var costs = new ArrayList<Reply.Cost>();
        if (f.has("costs")) {
            for (Fields cost : f.objects("costs")) {
                costs.add(cost(cost));
            }
        }
        return costs;
    }
}
