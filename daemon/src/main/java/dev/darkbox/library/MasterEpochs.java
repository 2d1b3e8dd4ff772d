package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraEpoch.Relation;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

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
        Map<List<String>, MasterEntry> ofRig = newest(masters, master -> List.of(master.rig()));
        Map<List<String>, MasterEntry> ofMode = newest(masters, MasterEpochs::mode);
        Map<List<String>, Relation> known = new HashMap<>(); // a library has thousands of masters and few epochs
        var relations = new HashMap<MasterEntry, Relation>();
        for (MasterEntry master : masters) {
            Relation mode = relation(master, Optional.ofNullable(ofMode.get(mode(master))), known);
            relations.put(master, mode == Relation.OTHER
                    ? mode
                    : relation(master, Optional.ofNullable(ofRig.get(List.of(master.rig()))), known));
        }
        return relations;
    }

    private static List<String> mode(MasterEntry master) {
        return List.of(master.rig(), master.readoutMode());
    }

    private static Map<List<String>, MasterEntry> newest(List<MasterEntry> masters,
            Function<MasterEntry, List<String>> group) {
        return masters.stream().filter(master -> master.epoch().isKnown()).collect(Collectors.toMap(group,
                Function.identity(), BinaryOperator.maxBy(Comparator.comparing(MasterEntry::begun))));
    }

    private static Relation relation(MasterEntry master, Optional<MasterEntry> newest,
            Map<List<String>, Relation> known) {
        return newest.map(than -> known.computeIfAbsent(List.of(than.epochId(), master.epochId()),
                _ -> than.epoch().relationTo(master.epoch()))).orElse(Relation.UNKNOWN);
    }
}
