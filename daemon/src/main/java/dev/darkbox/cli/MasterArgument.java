package dev.darkbox.cli;

import dev.darkbox.frame.Disk;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.MasterEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// A master on the command line: a file, or a name in the library that `--in` names.
///
/// A name is `DATE/NAME`, `NAME`, or a part of either that only one name has; of several masters of one name the
/// youngest is meant.
final class MasterArgument {

    private static final int MOST_TOLD = 10;

    @Option(names = "--in", paramLabel = "DIR", description = "a library: masters may be told by name, date/name or a part")
    private Optional<Path> library = Optional.empty();

    /// The file that is meant: the float twin of a master where it is there.
    ///
    /// @throws IOException nothing of that name, or several
    Path file(String text) throws IOException {
        Path file = Path.of(text);
        if (Files.exists(file) || library.isEmpty()) {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(text);
            }
            return file;
        }
        MasterEntry master = find(text, LibraryFolder.library(library.get()));
        return Files.exists(master.files().xisf()) ? master.files().xisf() : master.files().fit();
    }

    private static MasterEntry find(String text, Path library) throws IOException {
        List<MasterEntry> all = new CalibrationLibrary(library, Disk.real()).list().masters();
        List<Predicate<MasterEntry>> ways = List.of(master -> shown(master).equals(text),
                master -> master.name().equals(text), master -> shown(master).contains(text));
        for (Predicate<MasterEntry> way : ways) {
            List<MasterEntry> found = all.stream().filter(way).toList();
            long names = found.stream().map(MasterEntry::name).distinct().count();
            if (names > 1) {
                throw new IOException("\"%s\" may be %s%s".formatted(text, found.stream().limit(MOST_TOLD)
                        .map(MasterArgument::shown).collect(Collectors.joining(", ")),
                        found.size() > MOST_TOLD ? ", …" : ""));
            }
            if (names == 1) {
                return found.stream().max(java.util.Comparator.comparing(MasterEntry::begun)).orElseThrow();
            }
        }
        throw new IOException(
                "%s has no master \"%s\"; `darkbox library list --in %s` shows all".formatted(
                        library, text, library));
    }

    private static String shown(MasterEntry master) {
        return master.evening() + "/" + master.name();
    }
}
