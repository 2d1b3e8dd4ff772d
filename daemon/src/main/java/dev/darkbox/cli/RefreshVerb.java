package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `darkbox refresh`.
@picocli.CommandLine.Command(name = "refresh", description = "make masters again", footer = "%nOn a terminal it watches the run; Ctrl-C only stops watching.")
final class RefreshVerb implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private Daemon daemon = new Daemon();

    @Parameters(index = "0", arity = "0..1", paramLabel = "WHAT", defaultValue = "all", description = "bias, darks, dark-flats, due or all (default)")
    private Scope scope = Scope.ALL;

    @Option(names = "--rig", paramLabel = "RIG", description = "only this rig")
    private String rig = "";

    @Option(names = "--profile", paramLabel = "PROFILE", description = "staging or production; default: the configuration's")
    private Optional<Profile> profile = Optional.empty();

    @Option(names = "--dry-run", description = "only say what would be done")
    private boolean dryRun;

    @Option(names = "--follow", negatable = true, fallbackValue = "true", description = "watch until it is over; default on a terminal")
    private Optional<Boolean> follow = Optional.empty();

    private boolean fits = true;

    RefreshVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        boolean watch = follow.orElse(screen.isTerminal() && !daemon.json()) && !dryRun;
        var watching = new Watching(screen, daemon);
        int exit = watching.ask(new Command.Refresh(scope, rig, profile, dryRun, watch), reply -> {
            switch (reply) {
                case Reply.Accepted r -> screen.out().println(Texts.begun(r));
                case Reply.Planned r -> {
                    fits &= r.fits();
                    if (!daemon.json()) {
                        Texts.plan(r).forEach(screen.out()::println);
                    }
                }
                case Reply.Due _, Reply.Noted _, Reply.Busy _, Reply.State _, Reply.Happened _, Reply.Stopping _, Reply.Idle _, Reply.Master _, Reply.OfLibrary _, Reply.OfCheck _, Reply.Device _, Reply.Problem _ -> {
                    // shown already, or no answer to this
                }
            }
        });
        return fits ? exit : Math.max(exit, Exit.NO);
    }
}
