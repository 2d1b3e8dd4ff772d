package dev.darkbox.cli;

import dev.darkbox.control.Json;
import dev.darkbox.master.DefectList;
import dev.darkbox.master.MasterPicture;
import dev.darkbox.quality.Defect;
import dev.darkbox.quality.Defect.Kind;
import dev.darkbox.quality.DefectRule;
import dev.darkbox.quality.Defects;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Statistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `darkbox defects`.
@picocli.CommandLine.Command(name = "defects", description = "a master's hot, cold, noisy, … pixels; no daemon needed")
final class DefectsVerb implements Callable<Integer> {

    private final Screen screen;

    @Parameters(index = "0", paramLabel = "MASTER", description = "a master, .fit or .xisf, or its name in a library")
    private String master = "";

    @Mixin
    private MasterArgument masters = new MasterArgument();

    @Option(names = "--list", description = "each pixel on a line: x and y from 0, top row first, value in ADU, kinds")
    private boolean list;

    @Option(names = "--kind", paramLabel = "KIND", split = ",", description = "list only such: hot, warm, cold, saturated, noisy, unstable")
    private List<Kind> kinds = new ArrayList<>();

    @Option(names = "--json", description = "answer in JSON: a line for the counts, with --list one for each pixel")
    private boolean json;

    DefectsVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Path file = masters.file(master);
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        Path map = file.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".defects.json");
        if (Files.exists(map)) {
            DefectList.Summary summary = DefectList.read(map, _ -> {});
            counts(map, summary.counts(), summary.unlisted());
            if (isListed()) {
                DefectList.read(map, this::line);
            }
        } else {
            look(file);
        }
        return Exit.DONE;
    }

    /// Of a master without a map: its picture does not tell which pixels are noisy or unstable.
    private void look(Path file) throws IOException {
        try (MasterPicture picture = MasterPicture.open(file)) {
            MasterStats stats = Statistics.of(picture);
            try (Defects defects = Defects
                    .find(new Defects.Looked(picture, stats, 0, picture.header().eGain(),
                            Optional.empty(), Optional.empty()), DefectRule.usual())) {
                Map<Kind, Long> counts = defects.counts();
                counts.keySet().removeAll(EnumSet.of(Kind.NOISY, Kind.UNSTABLE));
                counts(file, counts, defects.unlisted());
                for (long i = 0; isListed() && i < defects.listed(); i++) {
                    line(defects.get(i));
                }
            }
        }
    }

    private boolean isListed() {
        return list || !kinds.isEmpty();
    }

    private void counts(Path from, Map<Kind, Long> counts, Set<Kind> unlisted) {
        if (json) {
            var numbers = new Json();
            for (Kind kind : Kind.values()) {
                numbers.put(Json.word(kind),
                        counts.containsKey(kind) ? counts.getOrDefault(kind, 0L) : Double.NaN);
            }
            screen.out().println(new Json().put("file", from).put("counts", numbers).put("counted_only",
                    unlisted.stream().map(Json::word).toList()));
            return;
        }
        for (Kind kind : Kind.values()) {
            screen.out().println("%-10s %s%s".formatted(Json.word(kind), counts.containsKey(kind)
                    ? counts.get(kind)
                    : "not known", unlisted.contains(kind) ? "  too many to be listed" : ""));
        }
    }

    private void line(Defect defect) {
        if (!kinds.isEmpty() && kinds.stream().noneMatch(defect.kinds()::contains)) {
            return;
        }
        screen.out().println(json
                ? new Json().put("x", defect.x()).put("y", defect.y()).put("value_adu", defect.valueAdu())
                        .put(
                                "kinds", defect.kinds().stream().map(Json::word).toList())
                        .toString()
                : String.format(Locale.ROOT, "%5d %5d %9.2f  %s", defect.x(), defect.y(), defect.valueAdu(),
                        defect.kinds().stream().map(Json::word).collect(Collectors.joining(" "))));
    }
}
