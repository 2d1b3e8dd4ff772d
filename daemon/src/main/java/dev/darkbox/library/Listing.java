package dev.darkbox.library;

import dev.darkbox.frame.Epochs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what the dated folders hold: from each header, or from what it said last time if the file is as it was.
///
/// Threading: stateless; any number may list at once.
final class Listing {

    /// So few headers are read quicker than a cache of all is written.
    private static final int WORTH_WRITING = 16;

    private final Path root;
    private final Epochs epochs;

    Listing(Path root, Epochs epochs) {
        this.root = root;
        this.epochs = epochs;
    }

    /// The cache; only where there is a folder for it.
    static Path cache(Path root) {
        return root.resolve("ops").resolve("catalogue.cache");
    }

    /// What was listed.
    ///
    /// @param catalogue newest evening first, then by name
    /// @param known the same masters with what their files are
    /// @param problems one line for each file or folder that cannot be read
    /// @param read how many headers had to be read
    record Listed(
            Catalogue catalogue, List<CatalogueCache.Known> known, Map<Path, String> problems, int read) {}

    Listed list() throws IOException {
        return list(DatedFolder.of(root));
    }

    Listed list(List<DatedFolder> folders) {
        var reading = new Reading(CatalogueCache.read(cache(root)), epochs);
        folders.forEach(reading::take);
        if (reading.fresh >= WORTH_WRITING && Files.isDirectory(root.resolve("ops"))) {
            CatalogueCache.write(cache(root), reading.known);
        }
        return new Listed(reading.catalogue(), reading.known, reading.problems, reading.fresh);
    }

    /// One listing.
    private static final class Reading {

        private static final Comparator<MasterEntry> ORDER = Comparator.comparing(MasterEntry::evening)
                .reversed()
                .thenComparing(MasterEntry::name)
                .thenComparing(MasterEntry::begun, Comparator.reverseOrder());

        private final CatalogueCache cache;
        private final KnownEpochs epochs;
        private final List<CatalogueCache.Known> known = new ArrayList<>();
        private final Map<Path, String> problems = new LinkedHashMap<>();
        private int fresh;

        Reading(CatalogueCache cache, Epochs epochs) {
            this.cache = cache;
            this.epochs = new KnownEpochs(epochs);
        }

        void take(DatedFolder folder) {
            if (!folder.problem().isEmpty()) {
                problems.put(folder.folder(), folder.problem());
            }
            for (String name : folder.names()) {
                if (DatedFolder.isMaster(name)) {
                    take(folder, name);
                }
            }
        }

        private void take(DatedFolder folder, String name) {
            Path fit = folder.folder().resolve(name);
            try {
                Stamp now = Stamp.of(fit);
                Optional<MasterEntry> held = cache.find(folder, name, now, epochs);
                if (held.isEmpty()) {
                    fresh++;
                }
                known.add(new CatalogueCache.Known(
                        held.isPresent() ? held.get() : MasterEntry.read(folder.evening(), fit, epochs),
                        now));
            } catch (IOException e) {
                problems.put(fit, String.valueOf(e.getMessage()));
            }
        }

        Catalogue catalogue() {
            return new Catalogue(known.stream().map(CatalogueCache.Known::master).sorted(ORDER).toList(),
                    List.copyOf(problems.values()));
        }
    }
}
