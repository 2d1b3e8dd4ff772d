package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraEpoch.Relation;
import dev.darkbox.frame.Epochs;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which masters may be in force again by themselves, when the one that replaced them is not to be. Pure but for the
/// files of epochs.
final class Returning {

    private final Map<MasterId, MasterEntry> known = new HashMap<>();
    private final List<LedgerEntry> entries;
    private final Epochs epochs;

    /// @param all masters of the dated folders
    Returning(List<MasterEntry> all, List<LedgerEntry> entries, Epochs epochs) {
        all.forEach(master -> known.put(MasterId.of(master), master));
        this.entries = entries;
        this.epochs = epochs;
    }

    /// Only a master in the same readout mode, and of the camera as it was last seen.
    boolean may(MasterId master, MasterId replaced) {
        MasterEntry candidate = known.get(master);
        MasterEntry other = known.get(replaced);
        if (candidate == null
                || (other != null && !other.readoutMode().equals(candidate.readoutMode()))) {
            return false;
        }
        return newest(candidate).map(epoch -> epoch.relationTo(candidate.epoch()) != Relation.OTHER)
                .orElse(true);
    }

    private Optional<CameraEpoch> newest(MasterEntry candidate) {
        Optional<CameraEpoch> seen = LedgerEntry.EpochSeen.last(entries, candidate.rig())
                .flatMap(last -> epochs.find(last.epochId()));
        return seen.or(() -> known.values().stream()
                .filter(master -> master.epoch().isKnown() && master.rig().equals(candidate.rig())
                        && master.readoutMode().equals(candidate.readoutMode()))
                .max(Comparator.comparing(MasterEntry::begun)).map(MasterEntry::epoch));
    }
}
