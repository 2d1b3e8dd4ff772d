package dev.darkbox.cli;

import dev.darkbox.control.Json;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Statistics;
import dev.darkbox.stack.FitsRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `darkbox inspect`.
@picocli.CommandLine.Command(name = "inspect", description = "header and statistics of a FITS file")
final class InspectVerb implements Callable<Integer> {

    private final Screen screen;

    @Parameters(index = "0", paramLabel = "FILE", description = "a frame or a master, .fit")
    private Path file = Path.of("");

    @Option(names = "--json", description = "answer in JSON")
    private boolean json;

    InspectVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (FitsRows rows = FitsRows.open(file)) {
            MasterStats stats = Statistics.of(rows);
            Map<String, String> header = rows.image().header();
            String epoch = header.getOrDefault("DBXEPOCH", "");
            if (json) {
                var keys = new Json();
                header.forEach(keys::put);
                screen.out().println(statistics(stats).put("epoch", epoch).put("header", keys));
            } else {
                header.forEach((key, value) -> screen.out().println("%-8s %s".formatted(key, value)));
                screen.out().println();
                screen.out().println("%s pixels, %s, camera epoch %s".formatted(rows.shape(),
                        rows.image().pixels(), epoch.isEmpty() ? "unknown" : epoch));
                screen.out().println(String.format(Locale.ROOT,
                        "mean %.3f  median %.3f  sigma %.3f  MAD sigma %.3f  min %.1f  max %.1f ADU  hot pixels %d",
                        stats.mean(), stats.median(), stats.sigma(), stats.madSigma(), stats.min(),
                        stats.max(),
                        stats.hotPixels()));
            }
        }
        return Exit.DONE;
    }

    private Json statistics(MasterStats stats) {
        return new Json().put("file", file).put("mean_adu", stats.mean()).put("median_adu", stats.median())
                .put("sigma_adu", stats.sigma()).put("mad_sigma_adu", stats.madSigma())
                .put("min_adu", stats.min()).put("max_adu", stats.max()).put("hot_pixels", stats.hotPixels());
    }
}
