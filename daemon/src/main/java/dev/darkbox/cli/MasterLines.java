package dev.darkbox.cli;

import dev.darkbox.control.Reply;
import dev.darkbox.device.CameraEpoch.Relation;
import dev.darkbox.library.MasterEntry;
import dev.darkbox.library.MasterEpochs;
import dev.darkbox.quality.MasterStats;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Masters of a library as replies, whoever read them.
public final class MasterLines {

    private MasterLines() {}

    /// All masters of a library.
    ///
    /// @param rig empty when it is not known whose library it is
    public static List<Reply.Master> replies(String rig, List<MasterEntry> masters) {
        Map<MasterEntry, Relation> epochs = MasterEpochs.toNewest(masters);
        return masters.stream().map(master -> reply(rig, master, switch (Objects.requireNonNull(
                epochs.get(master))) {
            case SAME -> Reply.EpochState.NEWEST;
            case OTHER -> Reply.EpochState.OLD;
            case UNKNOWN -> Reply.EpochState.UNKNOWN;
        })).toList();
    }

    private static Reply.Master reply(String rig, MasterEntry master, Reply.EpochState epoch) {
        MasterStats stats = master.stats();
        return new Reply.Master(rig, master.evening(), master.name(), master.files().fit(), master.frames(),
                stats.mean(), stats.median(), stats.sigma(), stats.hotPixels(),
                master.verdict().kind().name(),
                master.verdict().remark(), master.epochId(), epoch);
    }
}
