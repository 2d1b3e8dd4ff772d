package dev.darkbox.quality;

import dev.darkbox.stack.RowSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The pictures an examination reads side by side, and where each lies in a band.
///
/// @param before place of the master before, -1 without one
/// @param sigma place of the pixels' standard deviations, -1 without
/// @param halves place of the half sets' difference, -1 without
record Layers(List<RowSource> pictures, int before, int sigma, int halves) {

    /// @param before of the same shape as the subject's picture
    static Layers of(Subject now, Optional<Reference> before) {
        var pictures = new ArrayList<>(List.of(now.picture()));
        return new Layers(pictures, place(pictures, before.map(Reference::picture)),
                place(pictures, now.sigma()), place(pictures, now.halves()));
    }

    private static int place(List<RowSource> pictures, Optional<RowSource> picture) {
        picture.ifPresent(pictures::add);
        return picture.isPresent() ? pictures.size() - 1 : -1;
    }

    boolean hasBefore() {
        return before >= 0;
    }

    boolean hasSigma() {
        return sigma >= 0;
    }

    boolean hasHalves() {
        return halves >= 0;
    }
}
