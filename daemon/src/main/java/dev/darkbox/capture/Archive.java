package dev.darkbox.capture;

import dev.darkbox.device.CameraEpoch;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Optional;

/// The masters of earlier runs, as far as a run asks about them.
@FunctionalInterface
public interface Archive {

    /// The newest master of this rig's preset; empty when there is none.
    ///
    /// @throws IOException the library cannot be read
    Optional<Made> newest(String preset) throws IOException;

    /// A master.
    ///
    /// @param evening of the run that took its frames
    /// @param epoch of the camera then; [CameraEpoch#UNKNOWN] when the master does not tell
    record Made(LocalDate evening, CameraEpoch epoch) {}

    /// Nothing was made before.
    static Archive empty() {
        return _ -> Optional.empty();
    }
}
