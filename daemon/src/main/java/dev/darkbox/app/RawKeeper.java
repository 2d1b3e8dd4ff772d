package dev.darkbox.app;

import dev.darkbox.config.RigConfig;
import dev.darkbox.frame.Runs;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.Retention;
import dev.darkbox.plan.KeepRaw;
import java.io.IOException;
import org.tinylog.Logger;

/// Deletes a rig's raw frames that are not needed any more, where the configuration says so: when the daemon starts, when
/// a run is over, and when a master is promoted.
///
/// Threading: any number at once; what one has deleted the other does not find.
final class RawKeeper {

    private RawKeeper() {}

    /// Does so and tells the log; trouble with the disk is told there too, and the next time tries again.
    static void free(RigConfig rig, Kit kit) {
        if (rig.keepRaw() != KeepRaw.UNTIL_PROMOTED) {
            return;
        }
        try {
            Retention.Freed freed = Retention.free(new CalibrationLibrary(rig.library(), kit.disk()),
                    new Runs(rig.library(), kit.disk(), kit.time()));
            freed.kept().forEach(line -> Logger.warn("{}: {}", rig.name(), line));
            if (freed.frames() > 0) {
                Logger.info("{}: {} raw frames of {} masters in production deleted, {} MB", rig.name(),
                        freed.frames(), freed.masters(), freed.bytes() / 1_000_000);
            }
        } catch (IOException e) {
            Logger.warn("{}: raw frames are not deleted: {}", rig.name(), e.getMessage());
        }
    }

    /// The same beside everything else.
    static void freeLater(RigConfig rig, Kit kit) {
        Thread.ofVirtual().name("raw-" + rig.name()).start(() -> free(rig, kit));
    }
}
