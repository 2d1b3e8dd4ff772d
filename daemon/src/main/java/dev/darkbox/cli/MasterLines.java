package dev.darkbox.cli;

import dev.darkbox.control.Reply;
import dev.darkbox.library.MasterEntry;
import dev.darkbox.quality.MasterStats;

/// Masters of a library as replies, whoever read them.
public final class MasterLines {

    private MasterLines() {}

    /// One master.
    ///
    /// @param rig empty when it is not known whose library it is
    public static Reply.Master reply(String rig, MasterEntry master) {
        MasterStats stats = master.stats();
        return new Reply.Master(rig, master.evening(), master.name(), master.files().fit(), master.frames(),
                stats.mean(), stats.median(), stats.sigma(), stats.hotPixels(),
                master.verdict().kind().name(),
                master.verdict().remark());
    }
}
