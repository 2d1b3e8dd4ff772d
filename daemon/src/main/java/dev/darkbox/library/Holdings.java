package dev.darkbox.library;

import java.util.List;

/// Every master of a library and how it stands.
///
/// @param holdings newest evening first, then by name
/// @param problems files that look like masters and are none, and lines of the ledger that cannot be read
public record Holdings(List<Holding> holdings, List<String> problems) {

    public Holdings {
        holdings = List.copyOf(holdings);
        problems = List.copyOf(problems);
    }
}
