package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.library.LightHeader;
import dev.darkbox.library.WantedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/// `darkbox library pick`.
@picocli.CommandLine.Command(name = "pick", mixinStandardHelpOptions = true, description = "which master fits a light, and why the others do not")
final class PickVerb implements Callable<Integer> {

    /// What may be wanted of a master, with the option that asks for it.
    ///
    /// @param key as [WantedText] has it
    /// @param value label of the value; empty for a flag
    private record Wish(String option, String key, String value, String description) {

        OptionSpec spec() {
            OptionSpec.Builder spec = OptionSpec.builder("--" + option).description(description);
            return value.isEmpty()
                    ? spec.type(boolean.class).build()
                    : spec.type(String.class).paramLabel(value).build();
        }

        /// What was asked with it.
        Optional<String> asked(CommandLine.ParseResult line) {
            Object asked = line.matchedOptionValue("--" + option, null);
            return Optional.ofNullable(asked).map(String::valueOf)
                    .filter(text -> !text.isEmpty() && !text.equals("false"));
        }
    }

    private static final List<Wish> WISHES = List.of(
            new Wish("kind", "kind", "KIND",
                    "bias, dark or dark-flat; default: what the light needs, else dark"),
            new Wish("camera", "camera", "NAME", ""),
            new Wish("camera-id", "camera_id", "ID", ""),
            new Wish("mode", "mode", "MODE", "readout mode"),
            new Wish("gain", "gain", "N", ""),
            new Wish("offset", "offset", "N", ""),
            new Wish("binning", "binning", "N", ""),
            new Wish("usb-limit", "usb_limit", "N", ""),
            new Wish("size", "size", "WxH", "pixels, e.g. 6248x4176"),
            new Wish("bayer", "bayer", "PATTERN", "e.g. RGGB"),
            new Wish("epoch", "epoch", "ID", "epoch of the camera, see ops/epochs"),
            new Wish("set-point", "set_point_c", "C", "degrees Celsius"),
            new Wish("exposure", "exposure_s", "S", "seconds"),
            new Wish("filter", "filter", "NAME", "of a dark flat"),
            new Wish("at", "at", "WHEN", "when the light was taken, e.g. 2025-09-23; default: now"),
            new Wish("tolerance", "tolerance_k", "K", "how far the set point may be off; default: 0.5"),
            new Wish("exposure-tolerance", "exposure_percent", "PERCENT",
                    "how far the exposure may be off; default: 1, and 10 ms in any case"),
            new Wish("any-date", "any_date", "", "also masters that were not in force at that time"),
            new Wish("staging", "staging", "", "also masters that are in staging only"));

    private final Screen screen;

    @CommandLine.Spec
    private CommandSpec verb = CommandSpec.create();

    @Mixin
    private LibrarySource source = new LibrarySource();

    @Option(names = "--light", paramLabel = "FILE", description = "a light or a flat, FITS or XISF: what its header tells is asked")
    private Optional<Path> light = Optional.empty();

    @Option(names = "--all", description = "tell every master that does not fit, not only the nearest")
    private boolean all;

    private PickVerb(Screen screen) {
        this.screen = screen;
    }

    /// With an option for each wish.
    static CommandLine of(Screen screen) {
        var line = new CommandLine(new PickVerb(screen));
        WISHES.forEach(wish -> line.getCommandSpec().addOption(wish.spec()));
        return line;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> wanted = new LinkedHashMap<>();
        if (light.isPresent()) {
            LightHeader header = LightHeader.of(light.get());
            wanted.putAll(WantedText.of(header));
            if (!header.untold().isEmpty() && !source.daemon().json()) {
                screen.err().println("darkbox: the light does not tell, so it is not asked: "
                        + String.join(", ", header.untold()));
            }
        }
        wanted.putIfAbsent("kind", "dark");
        CommandLine.ParseResult asked = verb.commandLine().getParseResult();
        WISHES.forEach(wish -> wish.asked(asked).ifPresent(value -> wanted.put(wish.key(), value)));
        return source.ask(screen, new Command.LibraryPick(source.rig(), wanted, all));
    }
}
