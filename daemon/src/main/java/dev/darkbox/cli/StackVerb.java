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
import dev.darkbox.stack.Plane;
import dev.darkbox.stack.Progress;
import dev.darkbox.stack.Rejection;
import dev.darkbox.stack.RejectionText;
import dev.darkbox.stack.ScratchPicture;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `darkbox stack`.
@picocli.CommandLine.Command(name = "stack", description = "integrate any FITS frames; no daemon needed")
final class StackVerb implements Callable<Integer> {

    private final Screen screen;
    private final Supplier<Integration> integration;
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

    @Option(names = "--maps", description = "beside the master: how many samples of each pixel were rejected as too low (NAME.low.fit) and too high (NAME.high.fit), and "
            + "the deviation of the others (NAME.sigma.fit)")
    private boolean maps;

    @Option(names = "--check-frames", description = "leave out frames that were not read out whole, and say so: rows of noise or of nothing, bands, copies, shifted or torn "
            + "frames, jumps of level; frames are compared with each other, in their order")
    private boolean checkFrames;

    @Option(names = "--json", description = "answer in JSON")
    private boolean json;

    /// What `--sample` takes.
    enum Format { U16, FLOAT }

    StackVerb(Screen screen, Supplier<Integration> integration, String software) {
        this.screen = screen;
        this.integration = integration;
        this.software = software;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        StackFiles files = files();
        StackOrder _ = order(List.of()); // what is wrong with the options goes before what is wrong with files
        FrameCheck check = check(files);
        StackOrder order = order(check.sound());
        var scratch = new ArrayList<Path>();
        var line = new LiveLine(screen);
        try (var _ = new TidyEnd()) {
            try {
                CommonCards common = CommonCards.of(order.frames());
                if (!json) {
                    common.lines().forEach(screen.out()::println);
                }
                integrate(files, order, check, common, scratch, line);
            } catch (IOException e) {
                if (Thread.interrupted()) { // and closed a file by that
                    throw new InterruptedException();
                }
                throw e;
            } finally {
                line.wipe();
                for (Path file : scratch) {
                    Files.deleteIfExists(file);
                }
            }
        }
        return Exit.DONE;
    }

    /// @param scratch gets the files to be deleted afterwards
    private void integrate(StackFiles files, StackOrder order, FrameCheck check, CommonCards common,
            List<Path> scratch, LiveLine line)
            throws IOException, InterruptedException {
        Path picture = scratch(files, scratch);
        StackOrder told = order;
        for (Plane plane : files.maps().keySet()) {
            told = told.with(plane, scratch(files, scratch));
        }
        Integrated result = integration.get().integrate(told, picture, json
                ? Progress.SILENT
                : new StackProgress(screen, line, order.frames().size(), System::nanoTime));
        try (ScratchPicture rows = ScratchPicture.open(result)) {
            // measured while it is written: neither needs the other
            var measured = new FutureTask<>(() -> Statistics.of(rows));
            Thread.ofPlatform().daemon().name("measure").start(measured);
            try {
                write(files, result, common, rows, measured);
                report(line, result, stats(measured), check, common);
            } finally {
                measured.cancel(true);
            }
        }
    }

    private static MasterStats stats(FutureTask<MasterStats> measured)
            throws IOException, InterruptedException {
        try {
            return measured.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException reading) {
                throw reading;
            }
            throw new IllegalStateException("measuring a master", e.getCause());
        }
    }

    private static Path scratch(StackFiles files, List<Path> all) throws IOException {
        // created new, so that it is nobody else's; random names would cost a fresh Java its security providers
        Path scratch = Files.createFile(files.folder()
                .resolve("darkbox-stack" + Long.toHexString(System.nanoTime()) + ".scratch"));
        all.add(scratch);
        return scratch;
    }

    private StackFiles files() {
        try {
            return StackFiles.of(output, maps);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private FrameCheck check(StackFiles files) throws IOException {
        try {
            List<Path> frames = files.frames(inputs);
            FrameCheck check = checkFrames ? FrameCheck.of(frames) : FrameCheck.none(frames);
            if (!json) {
                check.lines().forEach(screen.out()::println);
            }
            return check;
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private StackOrder order(List<Path> frames) {
        try {
            Rejection rule = RejectionText.parse(rejection);
            StackOrder order = StackOrder.of(frames).with(rule).with(combine)
                    .withMemoryBytes(bytes());
            return threads == 0 ? order : order.withThreads(threads);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
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

    /// Everything is on the disk, and measured, before anything gets its name, and the master is named last.
    private void write(
            StackFiles files, Integrated result, CommonCards common, ScratchPicture picture,
            FutureTask<MasterStats> measured)
            throws IOException, InterruptedException {
        FitsWriter.Sample stored = switch (sample) {
            case U16 -> FitsWriter.Sample.U16;
            case FLOAT -> FitsWriter.Sample.F32;
        };
        var disk = Disk.real();
        try {
            for (var map : files.maps().entrySet()) {
                Path from = Optional.ofNullable(result.planes().get(map.getKey())).orElseThrow();
                try (ScratchPicture plane = ScratchPicture.open(result.shape(), from)) {
                    FitsCards cards = cards(result, common).text("DBXMAP", map.getKey().name(),
                            "what the pixels tell");
                    disk.part(map.getValue(), FitsWriter.size(result.shape(), cards, FitsWriter.Sample.F32),
                            FitsWriter.content(result.shape(), cards, FitsWriter.Sample.F32, plane::rows));
                }
            }
            FitsCards cards = cards(result, common);
            disk.part(output, FitsWriter.size(result.shape(), cards, stored),
                    FitsWriter.content(result.shape(), cards, stored, picture::rows));
            stats(measured);
            for (Path map : files.maps().values()) {
                disk.publish(map);
            }
            disk.publish(output);
        } finally {
            for (Path map : files.maps().values()) {
                disk.delete(Disk.partOf(map));
            }
            disk.delete(Disk.partOf(output));
        }
    }

    private FitsCards cards(Integrated result, CommonCards common) {
        return common.to(new FitsCards())
                .text("SWCREATE", software, "software that made this file")
                .whole("NCOMBINE", result.frames().size(), "frames integrated")
                .real("DBXNOISE", result.noiseAdu(), "[ADU] noise of this picture")
                .real("DBXFNOIS", result.frameNoiseAdu(), "[ADU] noise of one frame")
                .text(StackFiles.MARK, result.parameters(), "how they were integrated");
    }

    private void report(LiveLine line, Integrated result, MasterStats stats, FrameCheck check,
            CommonCards common) {
        long low = result.lowRejected().stream().mapToLong(Long::longValue).sum();
        long high = result.highRejected().stream().mapToLong(Long::longValue).sum();
        double samples = (double) result.shape().pixels() * result.frames().size();
        if (json) {
            var answer = new Json().put("file", output).put("frames", result.frames().size())
                    .put("parameters", result.parameters()).put("mean_adu", stats.mean())
                    .put("median_adu", stats.median()).put("sigma_adu", stats.sigma())
                    .put("noise_adu", result.noiseAdu()).put("frame_noise_adu", result.frameNoiseAdu())
                    .put("low_rejected", low).put("high_rejected", high)
                    .put("hot_pixels", stats.hotPixels()).put("differing", common.differing());
            if (checkFrames) {
                answer.put("left_out", check.json());
            }
            screen.out().println(answer);
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
