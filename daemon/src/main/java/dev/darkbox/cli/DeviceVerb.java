package dev.darkbox.cli;

import dev.darkbox.config.Config;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import dev.darkbox.control.ReplyJson;
import dev.darkbox.device.DeviceException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `darkbox device`.
@CommandLine.Command(name = "device", description = "try a cap, panel, heater, contact or sensor by hand", footer = {
    "", "WHAT is one of:%n"
            + "  state     how it stands, how well that is known, and its own words%n"
            + "  open      open the cap; nothing else ever does%n"
            + "  shut      shut it, and wait until it says that it has arrived%n"
            + "  light N   light the panel at N %% (0 puts it out), read it back, and put it out after --for seconds%n"
            + "  on, off   switch a heater (or a panel: full, out), and read it back; on as long as --for%n"
            + "  monitor   how it stands every second, with every byte on its wire, until Ctrl-C",
    "",
    "A daemon that runs does it, unless a run has the rig; else the device is opened here. `monitor` always opens it here."})
final class DeviceVerb implements Callable<Integer> {

    private static final List<String> ORDERS = List.of("state", "open", "shut", "light", "on", "off",
            "monitor");

    private static final int MOST_SECONDS = (int) Command.Device.LONGEST.toSeconds();
    private static final int END_SECONDS = 10;

    private final Screen screen;
    private final DeviceHand hand;

    @Parameters(index = "0", paramLabel = "NAME", description = "cap, panel, or the name of a heater, contact, light sensor or thermometer")
    private String name = "";

    @Parameters(index = "1", paramLabel = "WHAT", arity = "0..1", description = "see below; default: state")
    private String what = "state";

    @Parameters(index = "2", paramLabel = "N", arity = "0..1", description = "per cent, for light")
    private Optional<Integer> percent = Optional.empty();

    @Mixin
    private Daemon daemon = new Daemon();

    @Option(names = "--rig", paramLabel = "RIG", description = "which rig; may be left out where there is one")
    private String rig = "";

    @Option(names = "--for", paramLabel = "SECONDS", description = "so long a panel stays lit or a heater on, then it is put out; default 10")
    private int seconds = 10;

    @Spec
    private CommandSpec verb = CommandSpec.create();

    DeviceVerb(Screen screen, DeviceHand hand) {
        this.screen = screen;
        this.hand = hand;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DeviceOrder order = order();
        Optional<Config> known = daemon.configuration();
        if (order instanceof DeviceOrder.Monitor) {
            return monitor(known, order);
        }
        Optional<Integer> answered = throughDaemon(command(order));
        return answered.isPresent() ? answered.get() : here(chosen(known), order);
    }

    /// The daemon has pins, and only what it has on its own wires can be listened to.
    private int monitor(Optional<Config> known, DeviceOrder order) throws IOException, InterruptedException {
        RigConfig rig = chosen(known);
        if (rig.parts().isOnPins(name) && daemon.isThere()) {
            screen.err().println(
                    "darkbox: %s hangs on pins, which the daemon holds as long as it runs: stop it to monitor them,"
                            .formatted(name) + " or ask for the state");
            return Exit.NO;
        }
        return here(rig, order);
    }

    /// Ctrl-C ends what the daemon still does for us.
    ///
    /// @return empty when no daemon runs
    private Optional<Integer> throughDaemon(Command.Device command) throws IOException {
        var over = new CountDownLatch(1);
        Thread onSignal = Thread.ofPlatform().name("signal").unstarted(() -> {
            daemon.mutter(new Command.Device(command.rig(), command.device(), Command.Device.Order.STOP, 0,
                    Duration.ZERO));
            try {
                boolean _ = over.await(END_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                // the process ends now in any case
            }
        });
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            var busy = new AtomicBoolean();
            return daemon.askIfThere(screen, command, reply -> {
                if (reply instanceof Reply.Busy) {
                    busy.set(true);
                }
                if (!daemon.json()) {
                    show(reply);
                }
            }).map(exit -> busy.get() ? Exit.NO : exit);
        } finally {
            over.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(onSignal);
            } catch (IllegalStateException _) {
                // it runs already
            }
        }
    }

    private void show(Reply reply) {
        if (reply instanceof Reply.Device seen) {
            screen.out().println("%s at %s: %s (%s)%s".formatted(seen.device(), seen.place(), seen.state(),
                    seen.evidence(), seen.said().isEmpty() ? "" : ", said " + seen.said()));
        } else if (reply instanceof Reply.Busy busy) {
            screen.err().println("darkbox: %s is busy since %s: %s".formatted(
                    busy.rig(), Texts.time(busy.since()), busy.what()));
        }
    }

    private int here(RigConfig chosen, DeviceOrder order) throws InterruptedException {
        List<String> names = hand.names(chosen);
        if (!names.contains(name)) {
            throw wrong(DeviceHand.unknown(chosen.name(), name, names));
        }
        try {
            hand.act(chosen, name, order, line -> {
                if (!daemon.json()) {
                    screen.out().println("  " + screen.marked(Screen.Mark.DIM, line));
                }
            }, seen -> here(chosen.name(), seen));
            return Exit.DONE;
        } catch (DeviceException e) {
            screen.err().println("darkbox: " + e.getMessage());
            return Exit.DEVICE;
        }
    }

    private void here(String rigName, DeviceHand.Seen seen) {
        var reply = new Reply.Device(rigName, seen.device(), seen.place(), seen.state(), seen.evidence(),
                seen.said());
        if (daemon.json()) {
            screen.out().println(ReplyJson.write(reply));
        } else {
            show(reply);
        }
    }

    private Command.Device command(DeviceOrder order) {
        return switch (order) {
            case DeviceOrder.State _ -> command(Command.Device.Order.STATE, 0, Duration.ZERO);
            case DeviceOrder.Open _ -> command(Command.Device.Order.OPEN, 0, Duration.ZERO);
            case DeviceOrder.Shut _ -> command(Command.Device.Order.SHUT, 0, Duration.ZERO);
            case DeviceOrder.Light(int n, Duration hold) -> command(Command.Device.Order.LIGHT, n, hold);
            case DeviceOrder.Turn(boolean on, Duration hold) ->
                command(on ? Command.Device.Order.ON : Command.Device.Order.OFF, 0, hold);
            case DeviceOrder.Monitor _ -> throw new IllegalArgumentException("not for the daemon");
        };
    }

    private Command.Device command(Command.Device.Order order, int n, Duration hold) {
        return new Command.Device(rig, name, order, n, hold);
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

    private RigConfig chosen(Optional<Config> known) {
        List<RigConfig> rigs = known
                .orElseThrow(() -> wrong(
                        "no daemon runs, and which configuration? say --config FILE, or set DARKBOX_CONFIG"))
                .rigs();
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
