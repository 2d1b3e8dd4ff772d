package dev.darkbox.capture;

import dev.darkbox.device.CameraFacts;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.PlannedSet;
import java.nio.file.Path;
import java.util.List;

/// Where a complete set becomes a master: integrated, judged, published.
///
/// Called on the run's thread while the camera is idle and the cooler holds; takes as long as it takes, and may emit
/// [RunEvent.Stacking] meanwhile.
@FunctionalInterface
public interface Darkroom {

    /// Makes the master of one set.
    ///
    /// @throws InterruptedException the run was cancelled
    Developed develop(Exposed set) throws InterruptedException;

    /// A complete set.
    ///
    /// @param set with the set point the frames were really taken at, which may be warmer than planned
    /// @param frames accepted frames, oldest first, those of the run's earlier life included; at least `keep`
    /// @param rejected frames not kept, one line each, as in the journal. Temperature, load and level of each
    ///     accepted frame are in its own header
    /// @param camera what the camera says of itself
    record Exposed(PlannedSet set, List<Path> frames, List<String> rejected, CameraFacts camera) {

        public Exposed {
            frames = List.copyOf(frames);
            rejected = List.copyOf(rejected);
        }
    }

    /// What came of it.
    sealed interface Developed {

        /// The master is published; the run emits `ready`.
        record Published(RunEvent.MasterReady ready) implements Developed {}

        /// Frames that were compared with a master, and that is all; the run emits `checked`.
        record Checked(RunEvent.MasterChecked checked) implements Developed {}

        /// No master; the run emits [RunEvent.MasterFailed] and goes on with the next set.
        ///
        /// @param why one line with the file or the figure it failed at
        record Failed(String why) implements Developed {}
    }
}
