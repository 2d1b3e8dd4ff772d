package dev.darkbox.library;

import dev.darkbox.frame.Epochs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The masters consumers of one profile see.
///
/// @param byName those whose place in the dated folders is known
record InForce(Map<String, MasterEntry> byName) {

    /// What tells a master from every other.
    private record Key(String name, String runId, Instant begun) {

        static Key of(MasterEntry master) {
            return new Key(master.name(), master.runId(), master.begun());
        }
    }

    /// Reads the headers of what is published. What is not one of ours is passed over.
    ///
    /// @param all masters of the dated folders
    static InForce of(Shelf shelf, List<MasterEntry> all, Epochs epochs) throws IOException {
        Map<Key, MasterEntry> known = new HashMap<>();
        Map<String, Path> files = shelf.files();
        if (!files.isEmpty()) {
            all.forEach(master -> known.put(Key.of(master), master));
        }
        var found = new TreeMap<String, MasterEntry>();
        files.forEach((name, file) -> {
            if (name.matches("master-[^.]+\\.fit")) {
                try {
                    MasterEntry master = known
                            .get(Key.of(MasterEntry.read(LocalDate.EPOCH, file, epochs)));
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
