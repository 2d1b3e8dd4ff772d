package dev.darkbox.library;

import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Links;
import dev.darkbox.plan.RefreshPlan.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What consumers of one profile are pointed at: `masters/production`, a symbolic link to the newest of the whole sets
/// in `masters/.sets`. A change fills the folder of a new set with second names for the same files, makes it durable and
/// turns the link: a consumer sees all of the old set or all of the new.
///
/// Where the file system has no links, or somebody made `masters/production` a link to a place of his own, it is a plain
/// folder, in which one file after the other is replaced, each in one step, a master's FITS twin last.
///
/// Threading: whoever has the library's turn changes it; anybody may read.
final class Shelf {

    private final Path folder;
    private final Editions editions;
    private final Disk disk;
    private final Links links;

    /// @param masters the folder `masters`
    Shelf(Path masters, Profile profile, Disk disk) {
        String word = profile.name().toLowerCase(Locale.ROOT);
        folder = masters.resolve(word);
        editions = new Editions(masters, word, disk);
        this.disk = disk;
        links = new Links(disk);
    }

    Path folder() {
        return folder;
    }

    Editions editions() {
        return editions;
    }

    /// The files in it, by name; what is still being written left out.
    Map<String, Path> files() throws IOException {
        return Files.isDirectory(folder) ? files(folder) : Map.of();
    }

    static Map<String, Path> files(Path folder) throws IOException {
        var files = new TreeMap<String, Path>();
        try (Stream<Path> list = Files.list(folder)) {
            list.filter(path -> !path.toString().endsWith(".part") && Files.isRegularFile(path))
                    .forEach(path -> files.put(String.valueOf(path.getFileName()), path));
        }
        return files;
    }

    /// The set that is in force; empty before the first, and where none was noted.
    Optional<Edition> present() throws IOException {
        Optional<Integer> turned = turnedTo();
        return turned.isPresent() ? editions.find(turned.get()) : editions.newest();
    }

    /// The number of the set the link points to; empty when it is no link of ours.
    private Optional<Integer> turnedTo() throws IOException {
        if (!Files.isSymbolicLink(folder)) {
            return Optional.empty();
        }
        Path target = Files.readSymbolicLink(folder);
        boolean ours = target.getNameCount() == 2 && !target.isAbsolute()
                && target.startsWith(editions.home().getFileName());
        return ours ? editions.number(target) : Optional.empty();
    }

    /// Puts a whole set in force in place of the present one.
    ///
    /// @param files where each is now; by the names they get
    /// @param cause when it is that of the present set, the new one takes its place in the row as well
    /// @param masters those among the files
    void change(Map<String, Path> files, Instant at, String cause, List<MasterId> masters)
            throws IOException {
        disk.folders(editions.home());
        Optional<Edition> present = present();
        int number = editions.next();
        boolean same = present.map(edition -> edition.cause().equals(cause)).orElse(false);
        int before = present.map(edition -> same ? edition.before() : edition.number()).orElse(0);
        editions.note(new Edition(number, before, at, cause, masters));
        if (isLinked()) {
            editions.fill(number, files);
            turn(number);
        } else {
            replace(files);
        }
        if (same) {
            editions.delete(present.orElseThrow().number());
        }
        editions.prune(number);
    }

    /// Notes what is in force when nothing is noted yet, so that there is a set to go back to.
    void adopt(Instant at, List<MasterId> masters) throws IOException {
        if (!files().isEmpty() && present().isEmpty()) {
            disk.folders(editions.home());
            change(files(), at, "found", masters);
        }
    }

    /// Whether sets are turned to rather than filled file by file.
    boolean isLinked() throws IOException {
        return turnedTo().isPresent() || (!Files.isSymbolicLink(folder) && links.areHere(editions.home()));
    }

    private void turn(int number) throws IOException {
        Path target = editions.home().getFileName().resolve(editions.folder(number).getFileName());
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            links.replace(folder, target);
            sweep();
        } else {
            links.point(folder, target);
        }
    }

    /// One file after the other, a master's FITS twin last, to come and to go: while it is there the old one is in
    /// force.
    private void replace(Map<String, Path> files) throws IOException {
        disk.folders(folder);
        for (String name : fitsLast(files.keySet())) {
            disk.link(Objects.requireNonNull(files.get(name)), folder.resolve(name));
        }
        var gone = new TreeSet<>(files().keySet());
        gone.removeAll(files.keySet());
        for (String name : fitsLast(gone)) {
            disk.delete(folder.resolve(name));
        }
        disk.settle(folder);
    }

    private static List<String> fitsLast(Set<String> names) {
        return names.stream().sorted(Comparator.comparing((String name) -> name.endsWith(".fit"))
                .thenComparing(Comparator.naturalOrder())).toList();
    }

    /// Finishes or takes back what a power cut left of a change.
    ///
    /// @return one line for each thing that a person may want to know
    List<String> mend() throws IOException {
        var lines = new ArrayList<String>();
        Path old = Links.old(folder);
        Path part = Disk.partOf(folder);
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && Files.isDirectory(old)) {
            disk.rename(Files.isDirectory(part) ? part : old, folder);
            lines.add(folder + " was not there, in the middle of a change; it is again");
        }
        if (Files.isDirectory(old)) {
            Files.deleteIfExists(part);
            disk.rename(old, part);
        }
        if (Files.isSymbolicLink(part)) {
            disk.delete(part);
        }
        if (Files.isDirectory(part)) {
            sweep();
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> list = Files.list(folder)) {
                for (Path cut : list.filter(path -> path.toString().endsWith(".part")).toList()) {
                    disk.delete(cut);
                }
            }
        }
        return lines;
    }

    /// Empties and deletes the plain folder that a link took the place of. What somebody put there in the last moment
    /// is kept.
    private void sweep() throws IOException {
        Path part = Disk.partOf(folder);
        for (Map.Entry<String, Path> file : files(part).entrySet()) {
            Path target = folder.resolve(file.getKey());
            if (!Files.exists(target)) {
                disk.rename(file.getValue(), target);
            }
        }
        links.deleteFolder(part);
    }
}
