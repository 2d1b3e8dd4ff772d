package dev.darkbox.library;

import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Links;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The whole sets of one profile, `masters/.sets`: for each a list, `production-0007.txt`, and where there are links a
/// folder of second names, `production-0007`.
///
/// Threading: whoever has the library's turn.
final class Editions {

    /// So many are kept, the present one included.
    static final int KEPT = 20;

    private static final int FIRST = 1;

    private final Path folder;
    private final String word;
    private final Disk disk;
    private final Links links;
    private final Pattern name;

    /// @param masters the folder `masters`
    /// @param word the profile's
    Editions(Path masters, String word, Disk disk) {
        folder = masters.resolve(".sets");
        this.word = word;
        this.disk = disk;
        links = new Links(disk);
        name = Pattern.compile(Pattern.quote(word) + "-(\\d{4,9})(\\.txt)?");
    }

    Path home() {
        return folder;
    }

    /// The folder of one.
    Path folder(int number) {
        return folder.resolve("%s-%04d".formatted(word, number));
    }

    private Path list(int number) {
        return folder.resolve("%s-%04d.txt".formatted(word, number));
    }

    /// The number of a folder or list of ours; empty for anything else.
    Optional<Integer> number(Path path) {
        Matcher found = name.matcher(String.valueOf(path.getFileName()));
        return found.matches() ? Optional.of(Integer.valueOf(found.group(1))) : Optional.empty();
    }

    /// Numbers in use, greatest first.
    List<Integer> numbers() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(folder)) {
            return list.flatMap(path -> number(path).stream()).distinct().sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    int next() throws IOException {
        return numbers().stream().findFirst().orElse(0) + FIRST;
    }

    /// The newest that has a list.
    Optional<Edition> newest() throws IOException {
        for (int number : numbers()) {
            Optional<Edition> edition = find(number);
            if (edition.isPresent()) {
                return edition;
            }
        }
        return Optional.empty();
    }

    /// What the list of a number says; empty when it is not there or not to be read.
    Optional<Edition> find(int number) {
        try {
            return Optional.of(Edition.parse(Files.readString(list(number))));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Makes the list durable, before anything of the set is.
    void note(Edition edition) throws IOException {
        byte[] text = edition.text().getBytes(StandardCharsets.UTF_8);
        disk.folders(folder);
        disk.part(list(edition.number()), text.length, sink -> sink.write(ByteBuffer.wrap(text)));
        disk.publish(list(edition.number()));
    }

    /// Fills the folder of a set with second names, and gives it its own name when it is whole and durable.
    ///
    /// @param files where each is now; by the names they get
    void fill(int number, Map<String, Path> files) throws IOException {
        Path part = Disk.partOf(folder(number));
        links.deleteFolder(part);
        disk.folders(part);
        for (var file : files.entrySet()) {
            disk.alias(file.getValue(), part.resolve(file.getKey()));
        }
        disk.settle(part);
        disk.rename(part, folder(number));
    }

    /// Forgets one.
    void delete(int number) throws IOException {
        links.deleteFolder(folder(number));
        disk.delete(list(number));
    }

    /// Forgets the oldest beyond those that are kept, never `present`, and what was not finished.
    void prune(int present) throws IOException {
        var old = new ArrayList<>(numbers());
        old.remove(Integer.valueOf(present));
        for (int number : old.subList(Math.min(KEPT - 1, old.size()), old.size())) {
            delete(number);
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> list = Files.list(folder)) {
                for (Path part : list.filter(path -> path.toString().endsWith(".part")).toList()) {
                    if (Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)) {
                        links.deleteFolder(part);
                    } else {
                        disk.delete(part);
                    }
                }
            }
        }
    }
}
