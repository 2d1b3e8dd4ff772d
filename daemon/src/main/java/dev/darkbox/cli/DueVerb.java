package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `darkbox due`.
@picocli.CommandLine.Command(name = "due", description = "which masters are to be made, why, what it takes, and when it begins by itself", footer = "%nExit code 1 when something is due.")
final class DueVerb implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private Daemon daemon = new Daemon();

    @Option(names = "--rig", paramLabel = "RIG", description = "only this rig")
    private String rig = "";

    @Option(names = "--all", description = "also what is not due, and the master that stands for it")
    private boolean all;

    private boolean due;

    DueVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        int exit = daemon.ask(screen, new Command.Due(rig), reply -> {
            if (reply instanceof Reply.Due found) {
                due |= found.rows().stream().anyMatch(row -> row.item().isDue());
                if (!daemon.json()) {
                    DueText.lines(found, all).forEach(screen.out()::println);
                }
            }
        });
        return exit == Exit.DONE && due ? Exit.NO : exit;
    }
}
