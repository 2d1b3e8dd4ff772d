package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraEpoch.Relation;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// How masters stand to a camera's epoch. Pure.
///
/// A master that does not tell its epoch, because an older version made it or its epoch's file is lost, is neither of the
/// same nor of another one.
public final class MasterEpochs {

    private MasterEpochs() {}

    /// Masters made with another driver, firmware, camera or other controls than `now`: those that are to be made
    /// again.
    ///
    /// @param masters of one rig
    public static List<MasterEntry> ofAnother(List<MasterEntry> masters, CameraEpoch now) {
        return masters.stream().filter(master -> now.relationTo(master.epoch()) == Relation.OTHER).toList();
    }

    /// Each master's relation to the newest epoch of its rig: `OTHER` is an old one. Controls are compared with the
    /// newest master in the same readout mode, everything else with the newest of the rig.
    ///
    /// @return by the master itself, not by one that is equal to it
    public static Map<MasterEntry, Relation> toNewest(List<MasterEntry> masters) {
        return toNewest(masters, CameraEpoch::relationTo);
    }

    /// The same; time and memory are in proportion to the masters, and comparisons to the epochs.
    ///
    /// @param relation of the first epoch to the second
    static Map<MasterEntry, Relation> toNewest(List<MasterEntry> masters,
            BiFunction<CameraEpoch, CameraEpoch, Relation> relation) {
        var newestOfRig = new HashMap<String, MasterEntry>();
        var newestOfMode = new HashMap<List<String>, MasterEntry>();
        for (MasterEntry master : masters) {
            if (master.epoch().isKnown()) {
                newestOfRig.merge(master.rig(), master, MasterEpochs::newer);
                newestOfMode.merge(mode(master), master, MasterEpochs::newer);
            }
        }
        var compared = new Compared(relation);
        var relations = new IdentityHashMap<MasterEntry, Relation>();
        for (MasterEntry master : masters) {
            Relation ofAll = compared.relation(master, Optional.ofNullable(newestOfRig.get(master.rig())));
            Relation ofMode = compared.relation(master, Optional.ofNullable(newestOfMode.get(mode(master))));
            relations.put(master, ofMode == Relation.OTHER ? ofMode : ofAll);
        }
        return relations;
    }

    private static List<String> mode(MasterEntry master) {
        return List.of(master.rig(), master.readoutMode());
    }

    private static MasterEntry newer(MasterEntry a, MasterEntry b) {
        return b.begun().isAfter(a.begun()) ? b : a;
    }

    /// Epochs are few and masters many: two epochs are compared once, however often they were read.
    private static final class Compared {

        private final BiFunction<CameraEpoch, CameraEpoch, Relation> compare;
        private final Map<CameraEpoch, Map<CameraEpoch, Relation>> known = new HashMap<>();

        Compared(BiFunction<CameraEpoch, CameraEpoch, Relation> compare) {
            this.compare = compare;
        }

        Relation relation(MasterEntry master, Optional<MasterEntry> newest) {
            return newest.map(of -> known.computeIfAbsent(of.epoch(), _ -> new HashMap<>())
                    .computeIfAbsent(master.epoch(), epoch -> compare.apply(of.epoch(), epoch)))
                    .orElse(Relation.UNKNOWN);
        }
    }
}
