package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/// `darkbox status`.
@picocli.CommandLine.Command(name = "status", description = "what runs, since when, how far")
final class StatusVerb implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private Daemon daemon = new Daemon();

    StatusVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        return daemon.ask(screen, new Command.Status(), reply -> {
            if (reply instanceof Reply.State state && !daemon.json()) {
                screen.out().println(Texts.state(state));
            }
        });
    }
}
