package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import dev.darkbox.plan.RefreshPlan.Scope;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `darkbox plan`.
@picocli.CommandLine.Command(name = "plan", description = "what a refresh would do: frames, time, disk", footer = "%nExit code 1 when it does not fit on the disk.")
final class PlanVerb implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private Daemon daemon = new Daemon();

    @Parameters(index = "0", arity = "0..1", paramLabel = "WHAT", defaultValue = "all", description = "bias, darks, dark-flats, due or all (default)")
    private Scope scope = Scope.ALL;

    @Option(names = "--rig", paramLabel = "RIG", description = "only this rig")
    private String rig = "";

    private boolean fits = true;

    PlanVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        int exit = daemon.ask(screen, new Command.Plan(scope, rig), reply -> {
            if (reply instanceof Reply.Planned plan) {
                fits &= plan.fits();
                if (!daemon.json()) {
                    Texts.plan(plan).forEach(screen.out()::println);
                }
            }
        });
        return fits ? exit : Math.max(exit, Exit.NO);
    }
}
