package dev.darkbox.plan;

/// Why a master is to be made.
///
/// @param text one line: what is so, since when, and against which rule
public record DueReason(Kind kind, String text) {

    /// The kinds of reason.
    public enum Kind {
        /// There was never one like it.
        NEVER_MADE,
        /// Another season began: darks and dark flats.
        SEASON,
        /// Bias masters have their day once a year.
        ANNUAL,
        /// Gain, offset, set point, binning, mode or light exposures of the preset are others now.
        PRESET,
        /// The trained flat table has another exposure for the filter.
        FLAT_TABLE,
        /// The camera's driver, firmware or controls changed.
        EPOCH,
        /// A spot check found that it has drifted.
        SPOT_CHECK,
        /// A person asked for it.
        ASKED,
        /// A person took it back.
        WITHDRAWN
    }
}
