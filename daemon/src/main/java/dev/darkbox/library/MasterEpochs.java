package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraEpoch.Relation;
import java.util.Comparator;
import java.util.HashMap;
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
    public static Map<MasterEntry, Relation> toNewest(List<MasterEntry> masters) {
        var relations = new HashMap<MasterEntry, Relation>();
        for (MasterEntry master : masters) {
            List<MasterEntry> ofRig = masters.stream().filter(m -> m.rig().equals(master.rig())).toList();
            Relation ofAll = relation(master, newest(ofRig));
            Relation ofMode = relation(master, newest(ofRig.stream()
                    .filter(m -> m.readoutMode().equals(master.readoutMode())).toList()));
            relations.put(master, ofMode == Relation.OTHER ? ofMode : ofAll);
        }
        return relations;
    }

    private static Optional<MasterEntry> newest(List<MasterEntry> masters) {
        return masters.stream().filter(master -> master.epoch().isKnown())
                .max(Comparator.comparing(MasterEntry::begun));
    }

    private static Relation relation(MasterEntry master, Optional<MasterEntry> newest) {
        return newest.map(n -> n.epoch().relationTo(master.epoch())).orElse(Relation.UNKNOWN);
    }
}
