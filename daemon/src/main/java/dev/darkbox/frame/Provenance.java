package dev.darkbox.frame;

/// Who made a file, and where. Text that is empty has no card.
///
/// @param software name and version, e.g. `Darkbox 0.1.0` (FITS `SWCREATE`, `PROGRAM`)
/// @param site place, as in the configuration (FITS `OBSERVAT`)
/// @param observer person, as in the configuration (FITS `OBSERVER`)
public record Provenance(String software, String site, String observer) {

    /// Made by a program, nobody and nowhere named.
    public static Provenance of(String software) {
        return new Provenance(software, "", "");
    }

    /// Adds `OBSERVAT OBSERVER SWCREATE PROGRAM`.
    public FitsCards to(FitsCards cards) {
        return cards
                .text("OBSERVAT", site, "observatory")
                .text("OBSERVER", observer, "")
                .text("SWCREATE", software, "")
                .text("PROGRAM", software, "");
    }
}
