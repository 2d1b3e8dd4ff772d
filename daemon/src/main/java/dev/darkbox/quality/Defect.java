package dev.darkbox.quality;

import java.util.EnumSet;
import java.util.Set;

/// A pixel that is not like the others.
///
/// @param x column from 0, left first
/// @param y row from 0, top row (the first of the file) first
/// @param valueAdu of the master
/// @param kinds what is wrong with it, one or more
public record Defect(int x, int y, float valueAdu, Set<Kind> kinds) {

    /// What may be wrong with a pixel.
    public enum Kind {
        /// So bright in the dark that a dark cannot make up for it.
        HOT(1),
        /// Brighter than noise explains, and not hot: a dark makes up for it.
        WARM(2),
        /// Darker than noise explains.
        COLD(4),
        /// At the end of the scale: it tells nothing.
        SATURATED(8),
        /// Noisier from frame to frame than its brightness explains, as in random telegraph noise.
        NOISY(16),
        /// Hot in this master and not in the one before, or the other way round.
        UNSTABLE(32);

        /// Every kind's.
        static final int ALL_BITS = 63;

        private final int bit;

        Kind(int bit) {
            this.bit = bit;
        }

        int bit() {
            return bit;
        }
    }

    static Set<Kind> kinds(int bits) {
        var kinds = EnumSet.noneOf(Kind.class);
        for (Kind kind : Kind.values()) {
            if ((bits & kind.bit()) != 0) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /// Whether a light frame is better off without this pixel: all kinds but warm ones.
    public boolean isBad() {
        return kinds.stream().anyMatch(kind -> kind != Kind.WARM);
    }
}
