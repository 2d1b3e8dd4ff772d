package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import dev.darkbox.control.ReplyJson;
import dev.darkbox.device.Time;
import dev.darkbox.frame.Disk;
import dev.darkbox.library.CalibrationLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Who answers what is asked of a library: the daemon, or this command itself from a folder. Part of every verb that asks.
final class LibrarySource {

    @Mixin
    private Daemon daemon = new Daemon();

    @Option(names = {"--in",
        "--library"}, paramLabel = "DIR", description = "read this library itself; no daemon needed")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--rig", paramLabel = "RIG", description = "only this rig")
    private String rig = "";

    String rig() {
        return rig;
    }

    Daemon daemon() {
        return daemon;
    }

    /// The library to be read here.
    ///
    /// @return empty when the daemon is to be asked
    Optional<CalibrationLibrary> here() throws IOException {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new CalibrationLibrary(LibraryFolder.library(folder.get()), Disk.real()));
    }

    /// Asks, and prints the answers.
    ///
    /// @return the exit code a [Reply.Problem] asked for, else 0
    int ask(Screen screen, Command.OfLibrary command) throws IOException {
        Optional<CalibrationLibrary> here = here();
        if (here.isEmpty()) {
            return daemon.ask(screen, command, reply -> {
                if (reply instanceof Reply.OfLibrary of && !daemon.json()) {
                    LibraryLines.of(screen, of).forEach(screen.out()::println);
                }
            });
        }
        int[] exit = {Exit.DONE};
        new LibraryAnswers(rig, here.get(), reply -> exit[0] = Math.max(exit[0], print(screen, reply)))
                .answer(command, Time.system().now());
        return exit[0];
    }

    private int print(Screen screen, Reply reply) {
        if (daemon.json()) {
            screen.out().println(ReplyJson.write(reply));
        } else if (reply instanceof Reply.OfLibrary of) {
            LibraryLines.of(screen, of).forEach(screen.out()::println);
        } else if (reply instanceof Reply.Problem problem) {
            screen.err().println("darkbox: " + problem.message());
        }
        return reply instanceof Reply.Problem problem ? problem.exit() : Exit.DONE;
    }
}
