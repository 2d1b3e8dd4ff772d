package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.plan.RefreshPlan.Profile;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `darkbox hold`.
@picocli.CommandLine.Command(name = "hold", description = "keep a master out of force until it is promoted", footer = "%nThe one it took the place of is in force again.")
final class HoldVerb implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private LibrarySource source = new LibrarySource();

    @Parameters(paramLabel = "MASTER", description = "its name, EVENING/NAME, or a part that only one has")
    private String master = "";

    @Option(names = "--why", paramLabel = "TEXT", description = "one line for the ledger")
    private String why = "";

    @Option(names = "--profile", paramLabel = "PROFILE", description = "staging or production; default: production")
    private Profile profile = Profile.PRODUCTION;

    HoldVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        return source.ask(screen, new Command.Say(source.rig(), Command.Word.HOLD, master, profile, false,
                Person.name(), why));
    }
}
