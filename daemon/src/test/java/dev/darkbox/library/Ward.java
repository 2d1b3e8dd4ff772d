package dev.darkbox.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.frame.Disk;
import dev.darkbox.library.LedgerEntry.Word;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.master.Masters;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.PromoteRule;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.quality.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// A library whose masters are promoted, held and withdrawn, and what must be true of it at any moment.
final class Ward {

    static final PlannedSet DARK = Masters.DARK;
    static final PlannedSet BIAS = Masters.BIAS;
    static final Instant NOW = Instant.parse("2026-03-25T08:00:00Z");

    /// Of each master.
    static final int FILES = 6;

    final CalibrationLibrary library;
    private final Path root;
    private int said;

    Ward(Path root) {
        this(root, Disk.real());
    }

    Ward(Path root, Disk disk) {
        this.root = root;
        library = new CalibrationLibrary(root, disk);
    }

    /// A disk that fails from the n-th operation on, and that may have no links.
    static final class Fault {

        private final boolean noLinks;
        private int left = Integer.MAX_VALUE;

        Fault(boolean noLinks) {
            this.noLinks = noLinks;
        }

        Disk disk() {
            return new Disk((operation, file) -> {
                if (noLinks && operation.equals("probe")) {
                    throw new FileSystemException(file.toString(), null, "Operation not permitted");
                }
                if (left-- <= 0) {
                    throw new IOException("cut at " + operation + " " + file);
                }
            });
        }

        /// Does the work, and fails the disk from its n-th operation on.
        ///
        /// @return whether it was cut
        boolean cutAt(int n, Callable<?> work) throws Exception {
            left = n - 1;
            try {
                work.call();
                return false;
            } catch (IOException _) {
                return true;
            } finally {
                left = Integer.MAX_VALUE;
            }
        }
    }

    MasterId make(PlannedSet set, String evening, Verdict.Kind kind) throws IOException {
        return make(set, evening, kind, "r-" + evening + "-" + set.label());
    }

    MasterId makeQuietly(PlannedSet set, String evening) {
        try {
            return make(set, evening, Verdict.Kind.PASS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MasterId make(PlannedSet set, String evening, Verdict.Kind kind, String run) throws IOException {
        Masters.write(Disk.real(), set, run, Instant.parse(evening + "T18:00:00Z"),
                new Verdict(kind, "as the test wants"), Masters.SHAPE,
                library.folder(LocalDate.parse(evening)));
        return new MasterId(LocalDate.parse(evening), set.master(), run);
    }

    /// Makes a master and puts it in production, as a run of its own.
    MasterId published(PlannedSet set, String evening) throws IOException {
        return published(set, evening, "r-" + evening + "-" + set.label());
    }

    MasterId published(PlannedSet set, String evening, String run) throws IOException {
        MasterId made = make(set, evening, Verdict.Kind.PASS, run);
        library.publish(files(made), Profile.PRODUCTION, PromoteRule.PASS, next());
        return made;
    }

    /// As versions without sets published.
    void plain(MasterId... masters) throws IOException {
        Path folder = Files.createDirectories(library.folder(Profile.PRODUCTION));
        for (MasterId master : masters) {
            for (Path file : files(master).all()) {
                Files.createLink(folder.resolve(file.getFileName()), file);
            }
        }
    }

    List<Turned> say(Word.Kind kind, MasterId master) throws IOException {
        return library.say(new Word(next(), "main", master, kind, Profile.PRODUCTION, "anna", ""));
    }

    Optional<Turned> rollback() throws IOException {
        return library.rollback(Profile.PRODUCTION, "anna", "", next());
    }

    private Instant next() {
        return NOW.plusSeconds(said++);
    }

    /// A copy of a library, links and all.
    static Path copy(Path library, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(library)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(library.relativize(file)), LinkOption.NOFOLLOW_LINKS);
            }
        }
        return to;
    }

    List<MasterId> inForce(Profile profile) throws IOException {
        return List.copyOf(library.published(profile, library.listed()).masters().values());
    }

    List<String> states() throws IOException {
        return library.holdings().holdings().stream()
                .map(holding -> holding.master().evening() + " " + holding.state()).toList();
    }

    /// The folders of production's sets, newest first.
    List<String> sets() throws IOException {
        try (Stream<Path> list = Files.list(root.resolve("masters/.sets"))) {
            return list.filter(Files::isDirectory).map(path -> String.valueOf(path.getFileName()))
                    .sorted(java.util.Comparator.reverseOrder()).toList();
        }
    }

    private MasterFiles files(MasterId id) {
        return MasterFiles.in(library.folder(id.evening()), id.name());
    }

    /// Exactly these masters are in the folder, each with its own files.
    void assertWhole(Path folder, List<MasterId> masters) throws IOException {
        Map<String, Path> there = Shelf.files(folder);
        there.keySet().removeIf(name -> !name.startsWith("master-"));
        assertEquals(FILES * masters.size(), there.size(), folder.toString());
        for (MasterId master : masters) {
            for (Path file : files(master).all()) {
                Path shown = there.get(String.valueOf(file.getFileName()));
                assertTrue(shown != null && Files.mismatch(file, shown) < 0, file + " in " + folder);
            }
        }
    }

    /// Under each name a consumer may open there are the bytes of one master, not half of one.
    void assertEachFileWhole(Profile profile, String where) throws IOException {
        for (Map.Entry<String, Path> file : Shelf.files(library.folder(profile)).entrySet()) {
            boolean known = false;
            for (MasterEntry master : library.list().masters()) {
                for (Path of : master.files().all()) {
                    known |= file.getKey().equals(String.valueOf(of.getFileName()))
                            && Files.mismatch(of, file.getValue()) < 0;
                }
            }
            assertTrue(known, where + ": " + file.getKey());
        }
    }

    /// Nothing half done is lying about.
    void assertTidy(String where) throws IOException {
        var left = new ArrayList<Path>();
        try (Stream<Path> all = Files.walk(root.resolve("masters"))) {
            all.filter(path -> path.toString().toLowerCase(Locale.ROOT).matches(".*\\.(part|old)|.*probe.*"))
                    .forEach(left::add);
        }
        assertEquals(List.of(), left, where);
    }
}
