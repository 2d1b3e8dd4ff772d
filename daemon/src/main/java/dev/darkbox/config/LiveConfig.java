package dev.darkbox.config;

import java.time.Duration;

/// What the `[stack]` section says of integrating frames as they are taken.
///
/// @param reject smallest and largest samples of a pixel that are left out, 1..4
/// @param memoryBytes most for one set; a set that needs more is not integrated as it is taken
/// @param every least time between two looks at noise and picture
public record LiveConfig(Mode mode, int reject, long memoryBytes, Duration every) {

    /// What becomes of it.
    public enum Mode {
        /// Nothing is integrated before a set is full.
        OFF,
        /// Noise and a picture while a set is taken.
        PREVIEW,
        /// The same, and the master: raw frames are not stored.
        MASTER
    }
}
