package dev.darkbox.cli;

import dev.darkbox.control.Json;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.FitsCards;
import dev.darkbox.frame.FitsWriter;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Statistics;
import dev.darkbox.stack.Combine;
import dev.darkbox.stack.Integrated;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.Rejection;
import dev.darkbox.stack.RejectionText;
import dev.darkbox.stack.ScratchPicture;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `darkbox stack`.
@picocli.CommandLine.Command(name = "stack", description = "integrate any FITS frames; no daemon needed")
final class StackVerb implements Callable<Integer> {

    private final Screen screen;
    private final Integration integration;
    private final String software;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "frames, or folders of .fit, .fits, .fts")
    private List<Path> inputs = new ArrayList<>();

    @Option(names = {"-o",
        "--output"}, required = true, paramLabel = "FILE", description = "the master, .fit")
    private Path output = Path.of("");

    @Option(names = "--rejection", paramLabel = "RULE", defaultValue = "winsorized:3:3", description = "winsorized:3:3 (default), sigma:3:3, mad:3:3, linear:5:5, esd:0.3:0.05, "
            + "percentile:0.2:0.1, minmax:1:1 or none")
    private String rejection = "";

    @Option(names = "--combine", paramLabel = "HOW", defaultValue = "mean", description = "mean (default) or median")
    private Combine combine = Combine.MEAN;

    @Option(names = "--sample", paramLabel = "FORMAT", defaultValue = "u16", description = "u16 (default) or float: 32 bits, in ADU")
    private Format sample = Format.U16;

    @Option(names = "--memory", paramLabel = "SIZE", defaultValue = "128M", description = "for pixels, e.g. 64M, 1G")
    private String memory = "";

    @Option(names = "--threads", paramLabel = "N", description = "1..64; default: one per processor core")
    private int threads;

    @Option(names = "--json", description = "answer in JSON")
    private boolean json;

    /// What `--sample` takes.
    enum Format { U16, FLOAT }

    StackVerb(Screen screen, Integration integration, String software) {
        this.screen = screen;
        this.integration = integration;
        this.software = software;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        StackOrder order = order();
        if (order.frames().contains(output.toAbsolutePath())) {
            throw wrong("-o " + output + " is one of the frames");
        }
        Path folder = Optional.ofNullable(output.toAbsolutePath().getParent()).orElse(output);
        if (Files.isDirectory(output)) {
            throw wrong("-o " + output + " is a folder; allowed: the name of a file");
        }
        if (!Files.isDirectory(folder)) {
            throw wrong("-o " + output + ": there is no folder " + folder);
        }
        Path scratch = Files.createTempFile(folder, "darkbox-stack", ".scratch");
        try {
            var line = new LiveLine(screen);
            Integrated result = integration.integrate(order, scratch, (done, all) -> {
                if (!json) {
                    line.show(
                            LiveLine.bar("integrating", (double) done, (double) all, 100 * done / all + " %",
                                    order.frames().size() + " frames"));
                }
            });
            try (ScratchPicture picture = ScratchPicture.open(result)) {
                MasterStats stats = Statistics.of(picture);
                write(result, picture);
                report(line, result, stats);
            }
        } finally {
            Files.deleteIfExists(scratch);
        }
        return Exit.DONE;
    }

    private StackOrder order() throws IOException {
        try {
            Rejection rule = RejectionText.parse(rejection);
            StackOrder order = StackOrder.of(frames()).with(rule).with(combine).withMemoryBytes(bytes());
            return threads == 0 ? order : order.withThreads(threads);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private List<Path> frames() throws IOException {
        var files = new ArrayList<Path>();
        for (Path input : inputs) {
            if (!Files.exists(input)) {
                throw new NoSuchFileException(input.toString());
            }
            if (!Files.isDirectory(input)) {
                files.add(input.toAbsolutePath());
                continue;
            }
            int before = files.size();
            try (Stream<Path> list = Files.list(input)) {
                list.filter(file -> file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(fit|fits|fts)"))
                        .sorted().map(Path::toAbsolutePath).forEach(files::add);
            }
            if (files.size() == before) {
                throw wrong(input + " holds no .fit, .fits or .fts");
            }
        }
        return files;
    }

    private long bytes() {
        if (!memory.matches("[1-9]\\d{0,5}[KMG]")) {
            throw wrong("--memory " + memory + "; allowed: a size such as 64M or 1G");
        }
        long unit = switch (memory.charAt(memory.length() - 1)) {
            case 'K' -> 1L << 10;
            case 'M' -> 1L << 20;
            default -> 1L << 30;
        };
        return unit * Long.parseLong(memory.substring(0, memory.length() - 1));
    }

    private void write(Integrated result, ScratchPicture picture) throws IOException {
        var cards = new FitsCards()
                .text("SWCREATE", software, "software that made this file")
                .whole("NCOMBINE", result.frames().size(), "frames integrated")
                .text("DBXCOMB", result.parameters(), "how they were integrated");
        FitsWriter.Sample stored = switch (sample) {
            case U16 -> FitsWriter.Sample.U16;
            case FLOAT -> FitsWriter.Sample.F32;
        };
        var disk = Disk.real();
        disk.part(output, FitsWriter.size(result.shape(), cards, stored),
                FitsWriter.content(result.shape(), cards, stored, picture::rows));
        disk.publish(output);
    }

    private void report(LiveLine line, Integrated result, MasterStats stats) {
        long low = result.lowRejected().stream().mapToLong(Long::longValue).sum();
        long high = result.highRejected().stream().mapToLong(Long::longValue).sum();
        double samples = (double) result.shape().pixels() * result.frames().size();
        if (json) {
            screen.out().println(new Json().put("file", output).put("frames", result.frames().size())
                    .put("parameters", result.parameters()).put("mean_adu", stats.mean())
                    .put("median_adu", stats.median()).put("sigma_adu", stats.sigma())
                    .put("noise_adu", result.noiseAdu()).put("frame_noise_adu", result.frameNoiseAdu())
                    .put("low_rejected", low).put("high_rejected", high)
                    .put("hot_pixels", stats.hotPixels()));
            return;
        }
        line.keep(String.format(Locale.ROOT, """
                %s: %d frames of %s, %s
                  mean %.3f  median %.3f  sigma %.3f ADU  hot pixels %d
                  noise %.3f ADU (one frame %.3f), rejected %.4f %% low, %.4f %% high""", output,
                result.frames().size(), result.shape(), result.parameters(), stats.mean(), stats.median(),
                stats.sigma(), stats.hotPixels(), result.noiseAdu(), result.frameNoiseAdu(),
                100 * low / samples,
                100 * high / samples));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
