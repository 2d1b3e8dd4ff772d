package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import dev.darkbox.plan.RefreshPlan.Scope;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `darkbox ask`.
@picocli.CommandLine.Command(name = "ask", description = "note that masters are to be made again: due from now on, begun in the next window or by darkbox refresh due")
final class AskVerb implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private Daemon daemon = new Daemon();

    @Parameters(index = "0", paramLabel = "WHAT", description = "bias, darks, dark-flats or all")
    private Scope scope = Scope.ALL;

    @Option(names = "--rig", paramLabel = "RIG", description = "only this rig")
    private String rig = "";

    @Option(names = "--why", paramLabel = "TEXT", description = "a few words for the ledger")
    private String why = "";

    AskVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        return daemon.ask(screen, new Command.Ask(scope, rig, why), reply -> {
            if (reply instanceof Reply.Noted noted && !daemon.json()) {
                screen.out().println(noted.rig() + ": " + noted.line());
            }
        });
    }
}
