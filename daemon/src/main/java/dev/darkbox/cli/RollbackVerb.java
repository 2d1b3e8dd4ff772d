package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.plan.RefreshPlan.Profile;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `darkbox rollback`.
@picocli.CommandLine.Command(name = "rollback", description = "turn a profile back to the set of masters before the present one", footer = "%nMasters that leave are on hold until they are promoted. Again: one set further.")
final class RollbackVerb implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private LibrarySource source = new LibrarySource();

    @Option(names = "--profile", paramLabel = "PROFILE", description = "staging or production; default: production")
    private Profile profile = Profile.PRODUCTION;

    @Option(names = "--why", paramLabel = "TEXT", description = "one line for the ledger")
    private String why = "";

    RollbackVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        return source.ask(screen, new Command.Rollback(source.rig(), profile, Person.name(), why));
    }
}
