package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.plan.RefreshPlan.Profile;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `darkbox promote`.
@picocli.CommandLine.Command(name = "promote", description = "put a master in force, whatever its verdict was", footer = "%nThe set before stays: darkbox rollback goes back to it.")
final class PromoteVerb implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private LibrarySource source = new LibrarySource();

    @Parameters(paramLabel = "MASTER", description = "its name, EVENING/NAME, or a part that only one has; held: all that wait for a word")
    private String master = "";

    @Option(names = "--why", paramLabel = "TEXT", description = "one line for the ledger")
    private String why = "";

    @Option(names = "--profile", paramLabel = "PROFILE", description = "staging or production; default: production")
    private Profile profile = Profile.PRODUCTION;

    @Option(names = "--even-failed", description = "also a master that failed when it was made")
    private boolean evenFailed;

    PromoteVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        return source.ask(screen,
                new Command.Say(source.rig(), Command.Word.PROMOTE, master, profile, evenFailed,
                        Person.name(), why));
    }
}
