package dev.darkbox.quality;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Rows of another level, or of more noise, than the same rows of other frames.
///
/// A row is compared with the middle one of its likes, and what its neighbourhood has in common is taken out: a sensor that
/// warms, a lamp that fades or light that gets in changes all of it, a readout that stumbles changes rows.
final class Bands {

    /// Rows above and below that are a row's neighbourhood.
    private static final int NEAR_ROWS = 32;
    /// A band is so many times the spread of all rows of the frame, ...
    private static final double SPREADS = 15;
    /// ... so many times the noise of a pixel, ...
    private static final double NOISES = 1.5;
    /// ... and so many times what the row does in any of the other frames: some rows flicker.
    private static final double HABITS = 3;
    /// Rows of more noise: so many times that of the same rows, ...
    private static final double ROUGHER = 2.5;
    /// ... and so many of them together.
    private static final int LEAST_ROUGH = 3;
    /// Parts of a row below which one track of a cosmic ray is the row's level: frames of less than some 256 columns are not
    /// looked at.
    private static final int LEAST_PARTS = 3;

    private Bands() {}

    /// @param others at least three
    /// @param likes of those
    static Optional<Fault> of(FramePrint print, List<FramePrint> others, Likes likes) {
        if (print.parts() < LEAST_PARTS) {
            return Optional.empty();
        }
        return level(print, others, likes).or(() -> rough(print, likes.steps()));
    }

    private static Optional<Fault> level(FramePrint print, List<FramePrint> others, Likes likes) {
        float[] apart = apart(print, likes);
        double limit = Math.max(SPREADS * Middles.spread(apart), NOISES * print.noiseAdu());
        var rows = new BitSet();
        double most = 0;
        for (int y = 0; y < apart.length; y++) {
            if (Math.abs(apart[y]) > limit) {
                rows.set(y);
                most = Math.max(most, Math.abs(apart[y]));
            }
        }
        for (FramePrint other : rows.isEmpty() ? List.<FramePrint>of() : others) {
            float[] habit = apart(other, likes);
            for (int y = rows.nextSetBit(0); y >= 0; y = rows.nextSetBit(y + 1)) {
                rows.set(y, Math.abs(apart[y]) > HABITS * Math.abs(habit[y]));
            }
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Fault(OddFrame.Kind.BANDS, most / limit, String.format(Locale.ROOT,
                        "%s up to %.1f ADU off the rows around, compared with other frames; at most %.1f may be",
                        RowFaults.told(rows), most, limit)));
    }

    private static Optional<Fault> rough(FramePrint print, float[] middle) {
        double whole = Math.max(1, print.noiseAdu() / Math.max(1e-6, Middles.of(middle) / 1.1284));
        var rows = new BitSet();
        double most = 0;
        for (int y = 0; y < middle.length; y++) {
            double times = print.rowStep(y) / Math.max(middle[y], 1e-6) / whole;
            rows.set(y, times > ROUGHER && print.rowStep(y) > 1);
        }
        var together = new BitSet();
        for (int from = rows.nextSetBit(0); from >= 0;) {
            int to = rows.nextClearBit(from);
            if (to - from >= LEAST_ROUGH) {
                together.set(from, to);
                for (int y = from; y < to; y++) {
                    most = Math.max(most, print.rowStep(y) / Math.max(middle[y], 1e-6) / whole);
                }
            }
            from = rows.nextSetBit(to);
        }
        return together.isEmpty()
                ? Optional.empty()
                : Optional.of(new Fault(OddFrame.Kind.NOISE, most / ROUGHER, String.format(Locale.ROOT,
                        "%s up to %.1f times as noisy as in other frames; at most %.1f times may be",
                        RowFaults.told(together), most, ROUGHER)));
    }

    /// Rows less their likes, less the median of their neighbourhood, which is taken anew now and then only.
    private static float[] apart(FramePrint print, Likes likes) {
        float[] apart = likes.apart(print);
        float[] near = new float[2 * NEAR_ROWS + 1];
        float[] level = new float[apart.length];
        int stride = NEAR_ROWS / 4;
        for (int y = 0; y < apart.length; y += stride) {
            int at = Math.min(apart.length - 1, y + stride / 2);
            int from = Math.max(0, Math.min(at - NEAR_ROWS, apart.length - near.length));
            int count = Math.min(near.length, apart.length - from);
            System.arraycopy(apart, from, near, 0, count);
            float here = Middles.ofSome(near, count);
            for (int i = y; i < Math.min(apart.length, y + stride); i++) {
                level[i] = here;
            }
        }
        for (int y = 0; y < apart.length; y++) {
            apart[y] -= level[y];
        }
        return apart;
    }
}
