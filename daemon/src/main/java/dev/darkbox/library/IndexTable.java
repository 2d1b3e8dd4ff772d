package dev.darkbox.library;

import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// The rows of the operator's index, from the headers alone: each figure beside the one of the master before it and the
/// change in per cent. Plain Markdown.
final class IndexTable {

    private static final List<String> HEAD = List.of(
            "| master | date | frames | mean | median | sigma | hot pixels | temperature | verdict | epoch | path | log |",
            "|---|---|--:|--:|--:|--:|--:|--:|---|---|---|---|");

    private final Map<MasterId, MasterEntry> before;

    private IndexTable(Map<MasterId, MasterEntry> before) {
        this.before = before;
    }

    /// Lines without line ends: a head, then a row for each master in the given order.
    static List<String> of(List<Holding> holdings) {
        var table = new IndexTable(before(holdings));
        var lines = new ArrayList<>(HEAD);
        for (Holding holding : holdings) {
            lines.add(table.row(holding));
        }
        return lines;
    }

    /// For each master the one before it of the same name and readout mode, by another run, that did not fail.
    private static Map<MasterId, MasterEntry> before(List<Holding> holdings) {
        List<MasterEntry> oldestFirst = holdings.stream().map(Holding::master)
                .sorted(Comparator.comparing(MasterEntry::begun)).toList();
        var last = new HashMap<List<String>, MasterEntry>();
        var before = new HashMap<MasterId, MasterEntry>();
        for (MasterEntry master : oldestFirst) {
            List<String> kind = List.of(master.name(), master.readoutMode());
            MasterEntry earlier = last.get(kind);
            if (earlier != null && !earlier.runId().equals(master.runId())) {
                before.put(MasterId.of(master), earlier);
            }
            if (master.verdict().kind() != Verdict.Kind.FAIL) {
                last.put(kind, master);
            }
        }
        return before;
    }

    private String row(Holding holding) {
        MasterEntry master = holding.master();
        String path = "Calibration/" + master.evening() + "/" + master.files().name();
        Optional<MasterStats> earlier = Optional.ofNullable(before.get(MasterId.of(master)))
                .map(MasterEntry::stats);
        return "| " + master.name() + " | " + master.evening() + " | " + master.frames() + " | "
                + figure(master.stats(), earlier, MasterStats::mean, 2) + " | "
                + figure(master.stats(), earlier, MasterStats::median, 2) + " | "
                + figure(master.stats(), earlier, MasterStats::sigma, 3) + " | "
                + figure(master.stats(), earlier, MasterStats::hotPixels, 0) + " | "
                + (Double.isNaN(master.sensorC()) ? "unknown" : Fixed.of(master.sensorC(), 1) + " °C") + " | "
                + master.verdict().kind() + standing(holding) + " | "
                + (master.epochId().isEmpty() ? "unknown" : "`" + master.epochId() + "`") + " | `"
                + path + ".fit` | `" + path + ".xrs` |";
    }

    /// `501.02 (500.98, +0.0 %)`; the figure alone where there is none before it.
    private static String figure(
            MasterStats stats, Optional<MasterStats> earlier, ToDoubleFunction<MasterStats> of,
            int decimals) {
        double now = of.applyAsDouble(stats);
        String text = Fixed.of(now, decimals);
        if (earlier.isEmpty()) {
            return text;
        }
        double was = of.applyAsDouble(earlier.get());
        double percent = 100 * (now - was) / Math.abs(was);
        String change = was == now
                ? "+0.0 %"
                : Double.isFinite(percent)
                        ? (percent < 0 ? "" : "+") + Fixed.of(percent, 1) + " %"
                        : "from 0";
        return text + " (" + Fixed.of(was, decimals) + ", " + change + ")";
    }

    private static String standing(Holding holding) {
        return switch (holding.state()) {
            case PRODUCTION -> ", in production";
            case STAGING -> ", in staging";
            case HELD, FAILED -> "";
            case WITHDRAWN -> ", withdrawn";
            case SUPERSEDED -> ", superseded";
        };
    }
}
