package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import dev.darkbox.control.ReplyJson;
import dev.darkbox.frame.Disk;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `darkbox library`.
@picocli.CommandLine.Command(name = "library", description = "the masters", synopsisSubcommandLabel = "list")
final class LibraryVerb {

    private final Screen screen;

    LibraryVerb(Screen screen) {
        this.screen = screen;
    }

    @picocli.CommandLine.Command(name = "list", mixinStandardHelpOptions = true, description = "every master with its figures")
    int list(@Mixin Daemon daemon,
            @Option(names = "--library", paramLabel = "DIR", description = "read this library itself; no daemon needed") Optional<Path> library)
            throws IOException {
        if (library.isPresent()) {
            return read(library.get(), daemon.json());
        }
        return daemon.ask(screen, new Command.LibraryList(), reply -> {
            if (reply instanceof Reply.Master master && !daemon.json()) {
                screen.out().println(Texts.master(master));
            }
        });
    }

    private int read(Path library, boolean json) throws IOException {
        if (!Files.isDirectory(library)) {
            throw new NoSuchFileException(library.toString());
        }
        Catalogue catalogue = new CalibrationLibrary(library, Disk.real()).list();
        for (Reply.Master master : MasterLines.replies("", catalogue.masters())) {
            screen.out().println(json ? ReplyJson.write(master) : Texts.master(master));
        }
        catalogue.problems().forEach(problem -> screen.err().println("darkbox: " + problem));
        return catalogue.problems().isEmpty() ? Exit.DONE : Exit.NO;
    }
}
