package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraEpoch.Relation;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        var newestOfRig = new HashMap<String, MasterEntry>();
        var newestOfMode = new HashMap<List<String>, MasterEntry>();
        for (MasterEntry master : masters) {
            if (master.epoch().isKnown()) {
                newestOfRig.merge(master.rig(), master, MasterEpochs::newer);
                newestOfMode.merge(mode(master), master, MasterEpochs::newer);
            }
        }
        var compared = new Compared();
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

    /// Epochs are few and masters many: two epochs are compared once.
    private static final class Compared {

        private final IdentityHashMap<CameraEpoch, IdentityHashMap<CameraEpoch, Relation>> known = new IdentityHashMap<>();

        Relation relation(MasterEntry master, Optional<MasterEntry> newest) {
            return newest.map(of -> known.computeIfAbsent(of.epoch(), _ -> new IdentityHashMap<>())
                    .computeIfAbsent(master.epoch(), epoch -> of.epoch().relationTo(epoch)))
                    .orElse(Relation.UNKNOWN);
        }
    }
}
