package dev.darkbox.kernel;

import dev.darkbox.kernel.ClipRule.Method;
import dev.darkbox.kernel.StackKernels.Results;
import java.lang.foreign.ValueLayout;

/// Stacks that need neither sorting nor counting value by value: means and medians of all samples, or of all but the few
/// least and greatest. Whatever is found is found for all pixels of a tile at once.
final class SummedStacks {

    private final Words tile;
    private final Lanes lanes;
    private final Middles middles;
    private final Extremes extremes = new Extremes();
    private boolean dropZeros;
    private boolean median;
    private int low;
    private int high;

    SummedStacks(Words tile, Lanes lanes) {
        this.tile = tile;
        this.lanes = lanes;
        middles = new Middles(tile, lanes);
    }

    /// Whether a rule is of that kind.
    static boolean fits(ClipRule rule) {
        return switch (rule.method()) {
            case NONE -> true;
            case MINMAX -> rule.low() >= 0 && rule.low() <= Extremes.MOST && rule.high() >= 0
                    && rule.high() <= Extremes.MOST;
            case SIGMA, WINSORIZED, MAD, LINEAR_FIT, ESD, PERCENTILE -> false;
        };
    }

    /// Finds what the rule asks of the samples taken last.
    void find(ClipRule rule) {
        int frames = tile.frames();
        boolean clips = rule.method() == Method.MINMAX && frames >= 3
                && (int) rule.low() + (int) rule.high() < frames;
        low = clips ? (int) rule.low() : 0;
        high = clips ? (int) rule.high() : 0;
        median = rule.median();
        dropZeros = rule.dropZeros();
        lanes.sums(tile, plain() && dropZeros);
        if (median || (dropZeros && !plain())) {
            lanes.range(tile);
        }
        if (median) {
            int kept = frames - low - high;
            middles.find(low + (kept - 1) / 2, low + kept / 2);
        }
        if (low + high > 0) {
            extremes.find(tile, Math.max(low, high));
        }
    }

    private boolean plain() {
        return !median && low + high == 0;
    }

    /// Whether all is found of an even pixel and the next. If not, [Lanes#range] is.
    boolean knows(int pixel) {
        boolean zeros = dropZeros
                && (lanes.least(pixel) == Words.EMPTY || lanes.least(pixel + 1) == Words.EMPTY);
        return plain() || (!zeros && (!median || middles.knows(pixel / 2)));
    }

    /// Writes a pixel.
    ///
    /// @param px where to
    void put(int pixel, Results into, int px, Sheet sheet) {
        long empty = plain() && dropZeros ? lanes.empty(pixel) : 0;
        int n = (int) (tile.frames() - empty);
        int kept = n - low - high;
        long sum = lanes.sum(pixel) - empty * Words.EMPTY;
        long squares = lanes.squares(pixel) - empty * Words.EMPTY * Words.EMPTY;
        int odds = tile.frames() / 2;
        int oddSum = 0;
        for (int k = 0; k < low + high; k++) {
            int found = k < low ? extremes.low(pixel, k) : extremes.high(pixel, k - low);
            int frame = Extremes.frame(found);
            long sample = Extremes.sample(found);
            Fates.count(k < low ? into.lowOfFrame() : into.highOfFrame(), frame);
            sum -= sample;
            squares -= sample * sample;
            odds -= frame & 1;
            oddSum -= (frame & 1) * Extremes.sample(found);
        }
        float value = kept == 0
                ? 0
                : (float) (median
                        ? middles.middle(pixel)
                        : (double) (sum + (long) kept * Words.ADU_OF_ZERO) / kept);
        sheet.put(into, px, value, n, kept, low, Ladder.variance(sum, squares, kept));
        if (into.halves().address() != 0) {
            for (int f = 1; f < tile.frames(); f += 2) {
                int sample = tile.sample(f, pixel);
                int empties = empty > 0 && sample == Words.EMPTY ? 1 : 0;
                odds -= empties;
                oddSum += (1 - empties) * sample;
            }
            into.halves().setAtIndex(ValueLayout.JAVA_FLOAT, px, halves(kept, (int) sum, odds, oddSum));
        }
    }

    private static float halves(int kept, int sum, int odds, int oddSum) {
        int evens = kept - odds;
        return Fates.halves(sum - oddSum + evens * Words.ADU_OF_ZERO, evens,
                oddSum + odds * Words.ADU_OF_ZERO, odds);
    }
}
