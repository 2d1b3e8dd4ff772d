package dev.darkbox.cli;

import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Json;
import dev.darkbox.device.DeviceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `darkbox device`.
@CommandLine.Command(name = "device", description = "try a cap, panel, heater, contact or light sensor by hand", footer = {
    "", "WHAT is one of:%n"
            + "  state     how it stands, how well that is known, and its own words%n"
            + "  open      open the cap; nothing else ever does%n"
            + "  shut      shut it, and wait until it says that it has arrived%n"
            + "  light N   light the panel at N %% (0 puts it out), read it back, and put it out after --for seconds%n"
            + "  on, off   switch a heater (or a panel: full, out), and read it back; on as long as --for%n"
            + "  monitor   how it stands every second, with every byte on its wire, until Ctrl-C",
    "", "The device is opened here, beside the daemon: while a run has it, it says so."})
final class DeviceVerb implements Callable<Integer> {

    private static final List<String> ORDERS = List.of("state", "open", "shut", "light", "on", "off",
            "monitor");

    private static final int MOST_SECONDS = 3600;

    private final Screen screen;
    private final DeviceHand hand;

    @Parameters(index = "0", paramLabel = "NAME", description = "cap, panel, or the name of a heater, contact or light sensor")
    private String name = "";

    @Parameters(index = "1", paramLabel = "WHAT", arity = "0..1", description = "see below; default: state")
    private String what = "state";

    @Parameters(index = "2", paramLabel = "N", arity = "0..1", description = "per cent, for light")
    private Optional<Integer> percent = Optional.empty();

    @Option(names = "--config", paramLabel = "FILE", description = "the configuration; default: $DARKBOX_CONFIG")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--rig", paramLabel = "RIG", description = "which rig; may be left out where there is one")
    private String rig = "";

    @Option(names = "--for", paramLabel = "SECONDS", description = "so long a panel stays lit or a heater on, then it is put out; default 10")
    private int seconds = 10;

    @Option(names = "--json", description = "answer in JSON, one object a line")
    private boolean json;

    @Spec
    private CommandSpec verb = CommandSpec.create();

    DeviceVerb(Screen screen, DeviceHand hand) {
        this.screen = screen;
        this.hand = hand;
    }

    @Override
    public Integer call() throws InterruptedException {
        DeviceOrder order = order();
        RigConfig chosen = chosen();
        List<String> names = hand.names(chosen);
        if (!names.contains(name)) {
            throw wrong("rig %s has no \"%s\"; %s".formatted(chosen.name(), name, names.isEmpty()
                    ? "it has neither cap nor panel nor anything else to try"
                    : "allowed: " + String.join(", ", names)));
        }
        try {
            hand.act(chosen, name, order, line -> {
                if (!json) {
                    screen.out().println("  " + screen.marked(Screen.Mark.DIM, line));
                }
            }, this::show);
            return Exit.DONE;
        } catch (DeviceException e) {
            screen.err().println("darkbox: " + e.getMessage());
            return Exit.DEVICE;
        }
    }

    private void show(DeviceHand.Seen seen) {
        if (json) {
            screen.out().println(new Json().put("device", seen.device()).put("place", seen.place())
                    .put("state", seen.state()).put("evidence", seen.evidence()).put("said", seen.said()));
        } else {
            screen.out().println("%s at %s: %s (%s)%s".formatted(seen.device(), seen.place(), seen.state(),
                    seen.evidence(), seen.said().isEmpty() ? "" : ", said " + seen.said()));
        }
    }

    private DeviceOrder order() {
        if (percent.isPresent() != what.equals("light")) {
            throw wrong(what.equals("light")
                    ? "light how much? allowed: light 0 .. light 100"
                    : "\"%s\" takes no number".formatted(what));
        }
        return switch (what) {
            case "state" -> new DeviceOrder.State();
            case "open" -> new DeviceOrder.Open();
            case "shut" -> new DeviceOrder.Shut();
            case "light" -> new DeviceOrder.Light(percent.filter(n -> n >= 0 && n <= 100)
                    .orElseThrow(() -> wrong("light is " + percent.get() + "; allowed: 0 .. 100")), hold());
            case "on" -> new DeviceOrder.Turn(true, hold());
            case "off" -> new DeviceOrder.Turn(false, hold());
            case "monitor" -> new DeviceOrder.Monitor();
            default -> throw wrong("\"%s\"; allowed: %s".formatted(what, String.join(", ", ORDERS)));
        };
    }

    private Duration hold() {
        if (seconds < 0 || seconds > MOST_SECONDS) {
            throw wrong("--for is %d; allowed: 0 .. %d s".formatted(seconds, MOST_SECONDS));
        }
        return Duration.ofSeconds(seconds);
    }

    private RigConfig chosen() {
        Path file = config.or(() -> Optional.ofNullable(System.getenv("DARKBOX_CONFIG")).map(Path::of))
                .orElseThrow(() -> wrong("which configuration? say --config FILE, or set DARKBOX_CONFIG"));
        List<RigConfig> rigs = switch (ConfigReader.load(file)) {
            case Loaded.Ok ok -> ok.config().rigs();
            case Loaded.Wrong bad -> throw wrong(String.join("\n", bad.problems()));
        };
        List<RigConfig> fitting = rigs.stream().filter(r -> rig.isEmpty() || r.name().equals(rig)).toList();
        if (fitting.size() != 1) {
            throw wrong(
                    "%s; allowed: --rig %s".formatted(rig.isEmpty() ? "which rig?" : "no rig \"" + rig + "\"",
                            String.join(", --rig ", rigs.stream().map(RigConfig::name).toList())));
        }
        return fitting.getFirst();
    }

    private ParameterException wrong(String problem) {
        return new ParameterException(verb.commandLine(), problem);
    }
}
