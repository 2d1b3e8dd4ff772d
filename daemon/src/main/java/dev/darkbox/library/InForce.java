package dev.darkbox.library;

import dev.darkbox.frame.Epochs;
import dev.darkbox.library.Holding.State;
import dev.darkbox.plan.RefreshPlan.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The masters programs see in one profile, by name.
///
/// @param byName those whose place in the dated folders is known
public record InForce(Profile profile, SortedMap<String, MasterEntry> byName) {

    /// What tells a master from every other.
    private record Key(String name, String runId, Instant begun) {

        static Key of(MasterEntry master) {
            return new Key(master.name(), master.runId(), master.begun());
        }
    }

    /// What is published in a profile. A file that is the library's own under a second name is the master behind it;
    /// of a copy the header tells. What is not one of ours is passed over.
    ///
    /// @param listed the dated folders
    static InForce published(Shelf shelf, Profile profile, Listing.Listed listed, Epochs epochs)
            throws IOException {
        Map<String, Path> files = shelf.files();
        var found = new TreeMap<String, MasterEntry>();
        if (!files.isEmpty()) {
            var behind = new Behind(listed.known(), epochs);
            files.forEach((name, file) -> {
                if (name.matches("master-[^.]+\\.fit")) {
                    behind.of(file).ifPresent(master -> found.put(master.name(), master));
                }
            });
        }
        return new InForce(profile, found);
    }

    /// What programs are pointed at: production, and staging as long as nothing is in production.
    public static InForce pointedAt(List<Holding> holdings) {
        InForce production = standing(Profile.PRODUCTION, State.PRODUCTION, holdings);
        return production.byName.isEmpty()
                ? standing(Profile.STAGING, State.STAGING, holdings)
                : production;
    }

    private static InForce standing(Profile profile, State state, List<Holding> holdings) {
        var found = new TreeMap<String, MasterEntry>();
        for (Holding holding : holdings) {
            if (holding.state() == state) {
                found.putIfAbsent(holding.master().name(), holding.master());
            }
        }
        return new InForce(profile, found);
    }

    /// The library's masters by what their files are, and by what their headers say.
    private static final class Behind {

        private final Map<Stamp, MasterEntry> byStamp = new HashMap<>();
        private final Map<Key, MasterEntry> byKey = new HashMap<>();
        private final List<CatalogueCache.Known> all;
        private final Epochs epochs;

        Behind(List<CatalogueCache.Known> all, Epochs epochs) {
            this.all = all;
            this.epochs = epochs;
            for (CatalogueCache.Known one : all) {
                if (one.stamp().isOfOneFile()) {
                    byStamp.putIfAbsent(one.stamp(), one.master());
                }
            }
        }

        /// Empty when it is somebody else's.
        Optional<MasterEntry> of(Path file) {
            try {
                MasterEntry same = byStamp.get(Stamp.of(file));
                return same != null
                        ? Optional.of(same)
                        : Optional.ofNullable(byKey()
                                .get(Key.of(MasterEntry.read(LocalDate.EPOCH, file, epochs))));
            } catch (IOException _) {
                return Optional.empty();
            }
        }

        private Map<Key, MasterEntry> byKey() {
            if (byKey.isEmpty()) {
                all.forEach(one -> byKey.putIfAbsent(Key.of(one.master()), one.master()));
            }
            return byKey;
        }
    }

    /// By name.
    public Collection<MasterEntry> entries() {
        return byName.values();
    }

    /// The one of a name.
    public Optional<MasterEntry> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    boolean has(MasterEntry master) {
        MasterEntry there = byName.get(master.name());
        return there != null && MasterId.of(there).equals(MasterId.of(master));
    }

    SortedMap<String, MasterId> masters() {
        var ids = new TreeMap<String, MasterId>();
        byName.forEach((name, master) -> ids.put(name, MasterId.of(master)));
        return ids;
    }
}
