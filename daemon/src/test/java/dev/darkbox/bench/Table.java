package dev.darkbox.bench;

import dev.darkbox.bench.Comparison.Measured;
import dev.darkbox.bench.Comparison.Way;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What was measured of one set, in Markdown.
record Table(DarkSet set, Measured measured) {

    void print(PrintStream out) {
        out.printf(Locale.ROOT, "%s, %.2f GB. Reading them once: %s s wall%s.%n%n", set,
                set.frames() * set.fileBytes() / 1e9, Cost.text(measured.reading(), Cost::wallSeconds),
                measured.coldReading().isEmpty()
                        ? ""
                        : ", cold " + Cost.text(measured.coldReading(), Cost::wallSeconds) + " s");
        out.println(
                "| method | way | wall s, min / median | CPU s | peak MiB | Siril / ours: wall | CPU | memory"
                        + " | wall / reading |");
        out.println("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (Method method : Method.values()) {
            for (Way way : Way.values()) {
                costs(way, method).ifPresent(costs -> row(out, method, way, costs));
            }
        }
        List<Cost> all = measured.costs().values().stream().flatMap(way -> way.values().stream())
                .flatMap(List::stream).toList();
        out.printf(Locale.ROOT,
                "%nOther processes kept %.2f processors busy meanwhile (median of the runs; most %.2f).%n",
                Cost.middle(all, Cost::othersProcessors), Cost.most(all, Cost::othersProcessors));
    }

    private Optional<List<Cost>> costs(Way way, Method method) {
        return Optional.ofNullable(measured.costs().getOrDefault(way, Map.of()).get(method));
    }

    private void row(PrintStream out, Method method, Way way, List<Cost> costs) {
        Optional<List<Cost>> siril = way == Way.SIRIL ? Optional.empty() : costs(Way.SIRIL, method);
        List<Cost> reading = way == Way.COLD ? measured.coldReading() : measured.reading();
        out.printf(Locale.ROOT, "| %s | %s | %s | %s | %.0f | %s | %s | %s | %.1f |%n", method.words,
                way.words,
                Cost.text(costs, Cost::wallSeconds), Cost.text(costs, Cost::processorSeconds),
                Cost.most(costs, Cost::peakMebibytes), ratio(siril, costs, Cost::wallSeconds),
                ratio(siril, costs, Cost::processorSeconds), ratio(siril, costs, Cost::peakMebibytes),
                Cost.middle(costs, Cost::wallSeconds) / Cost.middle(reading, Cost::wallSeconds));
    }

    /// Of the medians.
    private static String ratio(Optional<List<Cost>> siril, List<Cost> ours, ToDoubleFunction<Cost> what) {
        return siril.map(theirs -> String.format(Locale.ROOT, "%.1fx",
                Cost.middle(theirs, what) / Cost.middle(ours, what))).orElse("");
    }
}
