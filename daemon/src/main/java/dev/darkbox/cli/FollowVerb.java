package dev.darkbox.cli;

import dev.darkbox.control.Command;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `darkbox follow`.
@picocli.CommandLine.Command(name = "follow", description = "watch what runs until it is over")
final class FollowVerb implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private Daemon daemon = new Daemon();

    @Option(names = "--rig", paramLabel = "RIG", description = "only this rig")
    private String rig = "";

    FollowVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        return new Watching(screen, daemon).ask(new Command.Follow(rig), _ -> {});
    }
}
