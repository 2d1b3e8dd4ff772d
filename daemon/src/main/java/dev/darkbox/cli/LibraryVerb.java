package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import dev.darkbox.control.ReplyJson;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.Catalogue;
import dev.darkbox.library.MasterEntry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `darkbox library`.
@picocli.CommandLine.Command(name = "library", description = "the masters: what there is, which one fits, what is wrong", synopsisSubcommandLabel = "list|show|pick|audit|rebuild-index")
final class LibraryVerb {

    private final Screen screen;

    LibraryVerb(Screen screen) {
        this.screen = screen;
    }

    /// With the verbs below it.
    static CommandLine of(Screen screen) {
        return new CommandLine(new LibraryVerb(screen)).addSubcommand("pick", PickVerb.of(screen));
    }

    @picocli.CommandLine.Command(name = "list", mixinStandardHelpOptions = true, description = "every master with its figures")
    int list(@Mixin LibrarySource source) throws IOException {
        Optional<CalibrationLibrary> here = source.here();
        if (here.isPresent()) {
            return read(here.get(), source);
        }
        return source.daemon().ask(screen, new Command.LibraryList(), reply -> {
            if (reply instanceof Reply.Master master && !source.daemon().json()
                    && isOf(master, source.rig())) {
                screen.out().println(Texts.master(master));
            }
        });
    }

    private static boolean isOf(Reply.Master master, String rig) {
        return rig.isEmpty() || master.rig().equals(rig);
    }

    private int read(CalibrationLibrary library, LibrarySource source) throws IOException {
        Catalogue catalogue = library.list();
        List<MasterEntry> masters = catalogue.masters().stream()
                .filter(master -> source.rig().isEmpty() || master.rig().equals(source.rig())).toList();
        if (masters.isEmpty() && !catalogue.masters().isEmpty()) {
            throw new IOException("no master of rig \"%s\"; there are those of: %s".formatted(source.rig(),
                    catalogue.masters().stream().map(MasterEntry::rig).distinct().sorted()
                            .collect(Collectors.joining(", "))));
        }
        for (Reply.Master master : MasterLines.replies(source.rig(), masters)) {
            screen.out().println(source.daemon().json() ? ReplyJson.write(master) : Texts.master(master));
        }
        catalogue.problems().forEach(problem -> screen.err().println("darkbox: " + problem));
        return catalogue.problems().isEmpty() ? Exit.DONE : Exit.NO;
    }

    @picocli.CommandLine.Command(name = "show", mixinStandardHelpOptions = true, description = "all about one master")
    int show(@Mixin LibrarySource source,
            @Parameters(paramLabel = "MASTER", description = "its name, EVENING/NAME, or a part that only one has") String master)
            throws IOException {
        return source.ask(screen, new Command.LibraryShow(source.rig(), master));
    }

    @picocli.CommandLine.Command(name = "audit", mixinStandardHelpOptions = true, description = "what is not as it should be: names, headers, twins, logs, checksums, index, what is published")
    int audit(@Mixin LibrarySource source,
            @Option(names = "--quick", description = "leave checksums out, for which every byte is read") boolean quick)
            throws IOException {
        return source.ask(screen, new Command.LibraryAudit(source.rig(), quick));
    }

    @picocli.CommandLine.Command(name = "rebuild-index", mixinStandardHelpOptions = true, description = "write the table of ops/calibration-index.md anew from the files; the words around it stay")
    int rebuildIndex(@Mixin LibrarySource source) throws IOException {
        return source.ask(screen, new Command.LibraryIndex(source.rig()));
    }
}
