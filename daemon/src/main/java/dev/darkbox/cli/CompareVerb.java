package dev.darkbox.cli;

import dev.darkbox.config.Config;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Json;
import dev.darkbox.master.MasterHeader;
import dev.darkbox.master.MasterPicture;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.quality.ChangeMetrics;
import dev.darkbox.quality.Examination;
import dev.darkbox.quality.Examined;
import dev.darkbox.quality.Limit;
import dev.darkbox.quality.Limits;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Neighbours;
import dev.darkbox.quality.Reference;
import dev.darkbox.quality.Statistics;
import dev.darkbox.quality.Subject;
import dev.darkbox.quality.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `darkbox compare`.
@picocli.CommandLine.Command(name = "compare", description = "judge a master against an older one; no daemon needed")
final class CompareVerb implements Callable<Integer> {

    private final Screen screen;

    @Parameters(index = "0", paramLabel = "NEW", description = "a master, .fit or .xisf, or its name in a library")
    private String now = "";

    @Parameters(index = "1", paramLabel = "OLD", description = "the master it is compared with")
    private String before = "";

    @Mixin
    private MasterArgument masters = new MasterArgument();

    @Option(names = "--config", paramLabel = "FILE", description = "judge by the limits of a rig of this configuration; default: $DARKBOX_CONFIG, else the usual limits")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--rig", paramLabel = "RIG", description = "which rig of the configuration; default: the one that the new master names")
    private String rig = "";

    @Spec
    private CommandSpec verb = CommandSpec.create();

    @Option(names = "--json", description = "answer in JSON")
    private boolean json;

    CompareVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Config> configuration = ConfigurationFile.read(config, verb);
        try (MasterPicture fresh = MasterPicture.openPrecise(masters.file(now));
                MasterPicture old = MasterPicture.openPrecise(masters.file(before))) {
            if (!fresh.shape().equals(old.shape())) {
                throw new IOException(
                        "%s is %s pixels, %s is %s; masters of one size can be compared".formatted(
                                fresh.file(), fresh.shape(), old.file(), old.shape()));
            }
            mustBeOfOneKind(fresh, old);
            Optional<RigConfig> judge = judge(configuration, fresh.header());
            MasterStats stats = Statistics.of(fresh);
            MasterStats statsBefore = Statistics.of(old);
            Examined examined = Examination.of(subject(fresh, stats),
                    Optional.of(reference(old, statsBefore)),
                    Neighbours.none(), limits(fresh.header(), judge));
            if (json) {
                screen.out().println(new Json().put("new", fresh.file()).put("old", old.file())
                        .put("limits", judge.map(RigConfig::name).orElse("usual"))
                        .put("verdict", examined.verdict().kind().name())
                        .put("remark", examined.verdict().remark())
                        .put("findings", FoundLines.json(examined.verdict()))
                        .put("metrics", FoundLines.json(examined.metrics().named()))
                        .put("change", FoundLines.json(
                                examined.change().map(ChangeMetrics::named).orElse(Map.of()))));
            } else {
                screen.out().println("new: " + fresh.file());
                screen.out().println("old: " + old.file());
                screen.out().println("judged by the " + judge
                        .map(of -> "limits of rig " + of.name()).orElse("usual limits"));
                report(stats, statsBefore, examined);
            }
            return switch (examined.verdict().kind()) {
                case PASS, WARN -> Exit.DONE;
                case HOLD, FAIL -> Exit.NO;
            };
        }
    }

    /// What other programs wrote may not tell.
    private static void mustBeOfOneKind(MasterPicture fresh, MasterPicture old) throws IOException {
        String now = fresh.header().text("DBXSET");
        String before = old.header().text("DBXSET");
        if (!now.isEmpty() && !before.isEmpty() && !kind(now).equals(kind(before))) {
            throw new IOException("%s is a %s, %s is a %s; masters of one kind can be compared".formatted(
                    fresh.file(), kind(now), old.file(), kind(before)));
        }
    }

    /// From `dark_180s`: `dark`.
    private static String kind(String set) {
        int end = set.indexOf('_');
        return end < 0 ? set : set.substring(0, end);
    }

    private void report(MasterStats stats, MasterStats old, Examined examined) {
        screen.out().println("                    new         old");
        line("mean", stats.mean(), old.mean(), " ADU");
        line("median", stats.median(), old.median(), " ADU");
        line("sigma", stats.sigma(), old.sigma(), " ADU");
        line("MAD sigma", stats.madSigma(), old.madSigma(), " ADU");
        line("hot pixels", (double) stats.hotPixels(), (double) old.hotPixels(), "");
        Verdict verdict = examined.verdict();
        section("of the new one", FoundLines.metrics(examined.metrics().named()));
        section("change", FoundLines.metrics(examined.change().map(ChangeMetrics::named).orElse(Map.of())));
        screen.out().println();
        screen.out()
                .println(screen.marked(Screen.ofVerdict(verdict.kind().name()), verdict.kind().name()) + "  "
                        + verdict.remark());
        FoundLines.findings(verdict, screen).forEach(screen.out()::println);
    }

    private void section(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            screen.out().println(title);
            lines.forEach(screen.out()::println);
        }
    }

    private void line(String what, double now, double old, String unit) {
        String change = old == 0
                ? ""
                : String.format(Locale.ROOT, "  %+.2f %%", 100 * (now - old) / Math.abs(old));
        screen.out().println(String.format(Locale.ROOT, "%-11s %11s %11s%s%s", what, shown(now, unit),
                shown(old, unit), unit, change));
    }

    private static String shown(double value, String unit) {
        return String.format(Locale.ROOT, unit.isEmpty() ? "%.0f" : "%.3f", value);
    }

    /// A file of another program may not tell how many frames are in it: then nobody can call them too few.
    private static Limits limits(MasterHeader header, Optional<RigConfig> judge) {
        Limits limits = judge.map(RigLimits::of).orElse(Limits.usual());
        return header.frames() > 0 ? limits : limits.with(Limit.FEWEST_FRAMES, 0.5);
    }

    /// The rig whose limits count.
    private Optional<RigConfig> judge(Optional<Config> configuration, MasterHeader header) {
        if (configuration.isEmpty() && !rig.isEmpty()) {
            throw new ParameterException(verb.commandLine(),
                    "--rig " + rig + " needs --config FILE, or $DARKBOX_CONFIG");
        }
        if (!rig.isEmpty()) {
            return configuration.map(known -> ConfigurationFile.rig(known, rig, verb));
        }
        String named = header.text("DBXRIG");
        return configuration.flatMap(
                known -> known.rigs().stream().filter(one -> one.name().equals(named)).findFirst());
    }

    private static int frames(MasterHeader header) {
        return Math.max(1, header.frames());
    }

    private static Subject subject(MasterPicture picture, MasterStats stats) {
        MasterHeader header = picture.header();
        return new Subject(picture, stats, set(header), frames(header), header.eGain(), header.noiseAdu(),
                header.frameNoiseAdu(), header.sensorC(), header.sensorSpreadK(), Optional.empty(),
                Optional.empty(), List.of());
    }

    private static Reference reference(MasterPicture picture, MasterStats stats) {
        MasterHeader header = picture.header();
        return new Reference(picture, stats, frames(header), header.noiseAdu(), header.frameNoiseAdu(),
                header.sensorC(), header.metrics());
    }

    /// A bias by its kind or by its exposure, else a dark.
    private static FrameSet set(MasterHeader header) {
        double seconds = header.number("EXPTIME");
        boolean bias = header.text("IMAGETYP").toUpperCase(Locale.ROOT).contains("BIAS");
        if (bias || !(seconds > 0)) {
            return new FrameSet.Bias(0, header.frames());
        }
        return new FrameSet.Dark(Duration.ofNanos(Math.round(seconds * 1e9)), 0, header.frames());
    }
}
