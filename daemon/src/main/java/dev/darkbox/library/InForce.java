package dev.darkbox.library;

import dev.darkbox.frame.Epochs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The masters consumers of one profile see.
///
/// @param byName those whose place in the dated folders is known
record InForce(Map<String, MasterEntry> byName) {

    private static final int YOUNGEST = 4;

    /// What tells a master from every other.
    private record Key(String name, String runId, Instant begun) {

        static Key of(MasterEntry master) {
            return new Key(master.name(), master.runId(), master.begun());
        }
    }

    /// Finds what is published among the masters: it is another name of one's file, or its header tells. What is not one
    /// of ours is passed over.
    ///
    /// @param all masters of the dated folders
    static InForce of(Shelf shelf, List<MasterEntry> all, Epochs epochs) throws IOException {
        Map<Key, MasterEntry> known = new HashMap<>();
        Map<String, List<MasterEntry>> lines = new HashMap<>();
        Map<String, Path> files = shelf.files();
        if (!files.isEmpty()) {
            for (MasterEntry master : all) {
                known.put(Key.of(master), master);
                lines.computeIfAbsent(master.name() + ".fit", _ -> new ArrayList<>()).add(master);
            }
        }
        var found = new TreeMap<String, MasterEntry>();
        files.forEach((name, file) -> {
            if (name.matches("master-[^.]+\\.fit")) {
                try {
                    Optional<MasterEntry> linked = linked(file, lines.getOrDefault(name, List.of()));
                    MasterEntry master = linked.isPresent()
                            ? linked.get()
                            : known.get(Key.of(MasterEntry.read(LocalDate.EPOCH, file, epochs)));
                    if (master != null) {
                        found.put(master.name(), master);
                    }
                } catch (IOException _) {
                    // somebody else's
                }
            }
        });
        return new InForce(found);
    }

    /// One whose file is the very same, looked for among the youngest of its name: nobody opens a file that is listed.
    private static Optional<MasterEntry> linked(Path file, List<MasterEntry> line) throws IOException {
        Stamp published = Stamp.of(file);
        if (!published.tellsFiles()) {
            return Optional.empty();
        }
        List<MasterEntry> young = line.stream().sorted(Comparator.comparing(MasterEntry::begun).reversed())
                .limit(YOUNGEST).toList();
        for (MasterEntry master : young) {
            if (Files.exists(master.files().fit()) && Stamp.of(master.files().fit()).equals(published)) {
                return Optional.of(master);
            }
        }
        return Optional.empty();
    }

    Collection<MasterEntry> entries() {
        return byName.values();
    }

    boolean has(MasterEntry master) {
        MasterEntry there = byName.get(master.name());
        return there != null && MasterId.of(there).equals(MasterId.of(master));
    }

    Map<String, MasterId> masters() {
        var ids = new TreeMap<String, MasterId>();
        byName.forEach((name, master) -> ids.put(name, MasterId.of(master)));
        return ids;
    }
}
