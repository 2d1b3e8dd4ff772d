package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraEpoch.Relation;
import dev.darkbox.frame.Epochs;
import dev.darkbox.library.LedgerEntry.EpochSeen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// When the camera was another for the first time after a master: another epoch was seen, or a master of one was begun.
/// Pure but for the files of epochs.
final class EpochWindows {

    private final Map<String, List<Seen>> seen = new HashMap<>();
    /// By rig and epoch: when it was another.
    private final Map<List<String>, NavigableSet<Instant>> others = new HashMap<>();

    private record Seen(Instant at, CameraEpoch epoch) {}

    EpochWindows(List<MasterEntry> masters, List<LedgerEntry> entries, Epochs epochs) {
        Map<String, Optional<CameraEpoch>> found = new HashMap<>();
        for (LedgerEntry entry : entries) {
            if (entry instanceof EpochSeen(Instant at, String rig, String id)) {
                found.computeIfAbsent(id, epochs::find).ifPresent(epoch -> add(rig, new Seen(at, epoch)));
            }
        }
        // the first master of an epoch is as good as the sight of it
        Map<List<String>, Seen> firsts = new HashMap<>();
        for (MasterEntry master : masters) {
            if (master.epoch().isKnown()) {
                firsts.merge(List.of(master.rig(), master.epochId()),
                        new Seen(master.begun(), master.epoch()),
                        (one, other) -> one.at().isBefore(other.at()) ? one : other);
            }
        }
        firsts.forEach((key, first) -> add(key.getFirst(), first));
    }

    private void add(String rig, Seen one) {
        seen.computeIfAbsent(rig, _ -> new ArrayList<>()).add(one);
    }

    /// Empty while it is the same, and for a master that does not tell its epoch.
    Optional<Instant> closed(MasterEntry master) {
        if (!master.epoch().isKnown()) {
            return Optional.empty();
        }
        NavigableSet<Instant> instants = others.computeIfAbsent(List.of(master.rig(), master.epochId()),
                _ -> others(master));
        return Optional.ofNullable(instants.higher(master.begun()));
    }

    private NavigableSet<Instant> others(MasterEntry master) {
        var instants = new TreeSet<Instant>();
        for (Seen one : seen.getOrDefault(master.rig(), List.of())) {
            if (one.epoch().relationTo(master.epoch()) == Relation.OTHER) {
                instants.add(one.at());
            }
        }
        return instants;
    }
}
