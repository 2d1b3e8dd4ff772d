package dev.darkbox.cli;

import dev.darkbox.control.Json;
import dev.darkbox.master.MasterHeader;
import dev.darkbox.master.MasterPicture;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Statistics;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `darkbox inspect`.
@picocli.CommandLine.Command(name = "inspect", description = "header, statistics and metrics of a FITS or XISF file")
final class InspectVerb implements Callable<Integer> {

    private final Screen screen;

    @Parameters(index = "0", paramLabel = "FILE", description = "a frame or a master, .fit or .xisf, or a master's name in a library")
    private String file = "";

    @Mixin
    private MasterArgument masters = new MasterArgument();

    @Option(names = "--json", description = "answer in JSON")
    private boolean json;

    InspectVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (MasterPicture picture = MasterPicture.open(masters.file(file))) {
            MasterStats stats = Statistics.of(picture);
            if (json) {
                print(picture, stats);
            } else {
                tell(picture, stats);
            }
        }
        return Exit.DONE;
    }

    private void tell(MasterPicture picture, MasterStats stats) {
        MasterHeader header = picture.header();
        header.cards().forEach((key, value) -> screen.out().println("%-8s %s".formatted(key, value)));
        screen.out().println();
        String epoch = header.text("DBXEPOCH");
        screen.out().println("%s pixels, %s, camera epoch %s".formatted(picture.shape(), picture.samples(),
                epoch.isEmpty() ? "unknown" : epoch));
        screen.out().println(String.format(Locale.ROOT,
                "mean %.3f  median %.3f  sigma %.3f  MAD sigma %.3f  min %.1f  max %.1f ADU  hot pixels %d",
                stats.mean(), stats.median(), stats.sigma(), stats.madSigma(), stats.min(), stats.max(),
                stats.hotPixels()));
        section("when it was made", FoundLines.metrics(header.metrics()));
        section("change from " + header.text("DBXPREV"), FoundLines.metrics(header.change()));
        if (!header.text("DBXVERD").isEmpty()) {
            screen.out().println("verdict %s: %s".formatted(header.text("DBXVERD"), header.text("DBXREMRK")));
        }
    }

    private void section(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            screen.out().println(title);
            lines.forEach(screen.out()::println);
        }
    }

    private void print(MasterPicture picture, MasterStats stats) {
        MasterHeader header = picture.header();
        var keys = new Json();
        header.cards().forEach(keys::put);
        screen.out().println(new Json().put("file", picture.file()).put("mean_adu", stats.mean())
                .put("median_adu", stats.median()).put("sigma_adu", stats.sigma())
                .put("mad_sigma_adu", stats.madSigma()).put("min_adu", stats.min())
                .put("max_adu", stats.max()).put("hot_pixels", stats.hotPixels())
                .put("epoch", header.text("DBXEPOCH")).put("metrics", FoundLines.json(header.metrics()))
                .put("change", FoundLines.json(header.change())).put("tripped", header.tripped())
                .put("header", keys));
    }
}
