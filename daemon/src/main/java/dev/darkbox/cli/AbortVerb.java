package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `darkbox abort`.
@picocli.CommandLine.Command(name = "abort", description = "stop the run; the camera is warmed gently, cap and panel are left safe", footer = "%nA second abort switches the cooler off instead of warming gently.")
final class AbortVerb implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private Daemon daemon = new Daemon();

    @Option(names = "--rig", paramLabel = "RIG", description = "only this rig")
    private String rig = "";

    AbortVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        return daemon.ask(screen, new Command.Abort(rig), reply -> {
            if (daemon.json()) {
                return;
            }
            if (reply instanceof Reply.Stopping stopping) {
                screen.out().println(stopping.rig() + ": stopping (darkbox follow shows it)");
            } else if (reply instanceof Reply.Idle idle) {
                screen.out().println(idle.rig() + ": nothing runs");
            }
        });
    }
}
