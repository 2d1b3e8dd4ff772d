package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.plan.RefreshPlan.Profile;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `darkbox withdraw`.
@picocli.CommandLine.Command(name = "withdraw", description = "a master was wrong: it is in force nowhere, and nothing is compared with it", footer = "%nThe one it took the place of is in force again. Its files stay in the dated folder.")
final class WithdrawVerb implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private LibrarySource source = new LibrarySource();

    @Parameters(paramLabel = "MASTER", description = "its name, EVENING/NAME, or a part that only one has")
    private String master = "";

    @Option(names = "--why", paramLabel = "TEXT", description = "one line for the ledger")
    private String why = "";

    WithdrawVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        return source.ask(screen,
                new Command.Say(source.rig(), Command.Word.WITHDRAW, master, Profile.PRODUCTION, false,
                        Person.name(), why));
    }
}
