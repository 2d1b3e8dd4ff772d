package dev.darkbox.library;

import java.util.List;

/// What the dated folders hold.
///
/// @param masters newest evening first, then by name
/// @param problems files that look like masters and cannot be read as such, one line each
public record Catalogue(List<MasterEntry> masters, List<String> problems) {

    public Catalogue {
        masters = List.copyOf(masters);
        problems = List.copyOf(problems);
    }
}
