package dev.darkbox.cli;

import dev.darkbox.control.FoundJson;
import dev.darkbox.control.Json;
import dev.darkbox.event.RunEvent.Found;
import dev.darkbox.quality.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Metrics and findings as a person reads them, and as JSON.
final class FoundLines {

    private FoundLines() {}

    /// `WARN  drift: sentence`, and the cause below it.
    static List<String> findings(Verdict verdict, Screen screen) {
        var lines = new ArrayList<String>();
        for (Found found : found(verdict)) {
            lines.add(
                    "  " + screen.marked(Screen.ofVerdict(found.verdict()), "%-4s".formatted(found.verdict()))
                            + "  " + found.code() + ": " + found.text());
            lines.add("        " + screen.marked(Screen.Mark.DIM, found.cause()));
        }
        return lines;
    }

    static List<Json> json(Verdict verdict) {
        return FoundJson.write(found(verdict));
    }

    static Json json(Map<String, Double> metrics) {
        var json = new Json();
        metrics.forEach((name, value) -> json.put(name, value.doubleValue()));
        return json;
    }

    /// Those that are known, one a line.
    static List<String> metrics(Map<String, Double> metrics) {
        return metrics.entrySet().stream().filter(metric -> Double.isFinite(metric.getValue()))
                .map(metric -> "  %-24s %s".formatted(metric.getKey(), number(metric.getValue()))).toList();
    }

    /// To six digits, without an exponent where a person can do without.
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6g", value);
    }

    private static List<Found> found(Verdict verdict) {
        return verdict.findings().stream().map(finding -> new Found(finding.code(), finding.kind().name(),
                finding.value(), finding.limit(), finding.unit(), finding.text(), finding.cause())).toList();
    }
}
