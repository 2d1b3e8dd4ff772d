package dev.darkbox.quality;

import java.util.BitSet;

/// Rows that are not like the same rows of the master before, while the other rows are: a readout that was torn, shifted or
/// cut off at the same place in every frame. Frames that are compared with each other cannot tell it.
///
/// A row is strange when most of its pixels are off the level around them, in one of the two masters only. Rows together are
/// when they have less than a third of the pattern that noise would let both have; so many together that chance does not.
final class StrangeRows {

    /// Part of a row that is within the pattern's width in a sound row, and is not in a broken one.
    private static final double SOUND = 0.8;
    private static final double BROKEN = 0.6;
    /// Expected correlation over the least one.
    private static final double LOST = 3;
    /// Standard errors of a band's correlation within half of that.
    private static final double ERRORS = 5;
    private static final double TELLING_CORRELATION = 0.2;
    /// A band that needs more of the rows tells no place.
    private static final int FEWEST_BANDS = 8;
    /// Where more of the rows are strange it is another picture.
    private static final double MOST = 0.75;

    private final Tally.Sums sums;
    private final int width;
    private final BitSet strange = new BitSet();

    private StrangeRows(Tally.Sums sums, int width) {
        this.sums = sums;
        this.width = width;
    }

    /// @param sums of both masters
    /// @param width columns
    /// @param expected correlation of the two that noise lets be; `NaN` when unknown
    static BitSet of(Tally.Sums sums, int width, double expected) {
        var rows = new StrangeRows(sums, width);
        rows.broken();
        if (expected > TELLING_CORRELATION) {
            rows.without(expected);
        }
        return rows.strange.cardinality() > MOST * sums.rows() ? new BitSet() : rows.strange;
    }

    private void broken() {
        for (int y = 0; y < sums.rows(); y++) {
            double now = sums.core(y);
            double before = sums.coreBefore(y);
            strange.set(y, Math.min(now, before) < BROKEN * width && Math.max(now, before) > SOUND * width);
        }
    }

    private void without(double expected) {
        double least = expected / LOST;
        double pixels = Math.pow(2 * ERRORS / least, 2);
        int rows = (int) Math.ceil(pixels / (SOUND * width));
        for (int y = 0; (long) rows * FEWEST_BANDS <= sums.rows() && y + rows <= sums.rows(); y += rows) {
            int to = y + 2 * rows > sums.rows() ? sums.rows() : y + rows;
            if (sums.inBoth(y, to) > pixels && sums.correlation(y, to) < least) {
                strange.set(y, to);
            }
        }
    }
}
