package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import dev.darkbox.control.ReplyJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `darkbox due`.
@picocli.CommandLine.Command(name = "due", description = "which masters are to be made, why, what it takes, and when it begins by itself", footer = "%nExit code 1 when something is due.")
final class DueVerb implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private Daemon daemon = new Daemon();

    @Option(names = {"--in",
        "--library"}, paramLabel = "DIR", description = "read this library itself, for a rig of the --config; no daemon needed")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--rig", paramLabel = "RIG", description = "only this rig")
    private String rig = "";

    @Option(names = "--all", description = "also what is not due, and the master that stands for it")
    private boolean all;

    @Spec
    private CommandSpec verb = CommandSpec.create();

    private boolean due;

    DueVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        int exit = Exit.DONE;
        if (folder.isPresent()) {
            Reply.Due found = DueHere.of(folder.get(), daemon.configuration(), rig, verb, screen);
            if (daemon.json()) {
                screen.out().println(ReplyJson.write(found));
            }
            tell(found);
        } else {
            exit = daemon.ask(screen, new Command.Due(rig), reply -> {
                if (reply instanceof Reply.Due found) {
                    tell(found);
                }
            });
        }
        return exit == Exit.DONE && due ? Exit.NO : exit;
    }

    private void tell(Reply.Due found) {
        due |= found.rows().stream().anyMatch(row -> row.item().isDue());
        if (!daemon.json()) {
            DueText.lines(found, all).forEach(screen.out()::println);
        }
    }
}
