package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `darkbox spot-check`.
@picocli.CommandLine.Command(name = "spot-check", description = "hold a few frames against the masters in force", footer = {
    "",
    "A run like a refresh, behind the same proof that it is dark and the same gate, with a shorter soak. Compared are "
            + "mean, median, hot pixels and patches; what comes out goes to the library's ledger. Nothing is made and no "
            + "frame is kept. In force is what is in production; what is in staging, as long as production is empty.",
    "", "Exit codes: 0 every master agrees, 1 one does not."})
final class SpotCheckVerb implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private Daemon daemon = new Daemon();

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "masters, or parts of their names: dark_180s; default: all")
    private List<String> names = new ArrayList<>();

    @Option(names = "--rig", paramLabel = "RIG", description = "only this rig")
    private String rig = "";

    @Option(names = "--one-per-kind", description = "only the bias, the longest dark flat and the longest dark of each preset")
    private boolean onePerKind;

    @Option(names = "--follow", negatable = true, fallbackValue = "true", description = "watch until it is over; default on a terminal")
    private Optional<Boolean> follow = Optional.empty();

    SpotCheckVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        boolean watch = follow.orElse(screen.isTerminal() && !daemon.json());
        return new Watching(screen, daemon).ask(new Command.SpotCheck(names, rig, onePerKind, watch),
                reply -> {
                    if (reply instanceof Reply.Accepted begun) {
                        screen.out().println(Texts.begun(begun));
                    }
                });
    }
}
