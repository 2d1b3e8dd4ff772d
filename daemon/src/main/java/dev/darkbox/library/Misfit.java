package dev.darkbox.library;

import java.util.List;

/// In which points a master does not fit. Pure.
final class Misfit {

    private Misfit() {}

    /// One line a point; empty when it fits.
    static List<String> of(Holding holding, Wanted wanted) {
        MasterKeys.Kind kind = holding.master().keys().kind();
        return kind == wanted.keys().kind()
                ? List.of()
                : List.of("is " + kind.title() + ", wanted " + wanted.keys().kind().title());
    }
}
