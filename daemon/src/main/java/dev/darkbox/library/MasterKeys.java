package dev.darkbox.library;

import dev.darkbox.device.Celsius;
import java.time.Duration;

/// What decides which frames a master is subtracted from, as the header of its FITS twin tells it.
///
/// @param setPoint FITS `SET-TEMP`; unknown for a camera without a cooler
/// @param exposure of one frame, as asked (FITS `EXPTIME`)
/// @param filter of a dark flat, as in the trained flat table; empty for the other kinds
/// @param beam the filter in the beam (FITS `FILTER`), for the record; empty when there was none or it was not told
public record MasterKeys(
        Kind kind, Conditions conditions, Celsius setPoint, Duration exposure, String filter, String beam) {

    /// Without a filter in the beam.
    public MasterKeys(Kind kind, Conditions conditions, Celsius setPoint, Duration exposure, String filter) {
        this(kind, conditions, setPoint, exposure, filter, "");
    }

    /// What a master is made of.
    public enum Kind {
        BIAS("a bias"), DARK("a dark"), DARK_FLAT("a dark flat");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /// For people: `a dark flat`.
        public String title() {
            return title;
        }
    }
}
