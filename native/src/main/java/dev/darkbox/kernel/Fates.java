package dev.darkbox.kernel;

import dev.darkbox.kernel.StackKernels.Results;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Which frames the rejected samples of a [Column] came from: equal samples are ranked in the order of their frames.
final class Fates {

    private final byte[] fate;
    private final int[] seen;

    Fates(int frames) {
        fate = new byte[frames];
        seen = new int[frames];
    }

    /// Finds out, and counts them by frame.
    ///
    /// @param all the samples by frame
    /// @param frames how many there are
    /// @return how many were too low
    int find(Column column, double[] all, int frames, boolean dropZeros, Results into) {
        Arrays.fill(fate, 0, frames, (byte) 0);
        if (column.kept() == column.counted()) {
            return 0;
        }
        Arrays.fill(seen, 0, frames, 0);
        int lows = 0;
        for (int f = 0; f < frames; f++) {
            if ((all[f] == 0 && dropZeros) || column.keepsAll(all[f])) {
                continue;
            }
            int first = column.firstRankOf(all[f]);
            int rank = first + seen[first]++;
            if (column.keeps(rank)) {
                continue;
            }
            boolean low = column.tooLow(rank);
            lows += low ? 1 : 0;
            fate[f] = (byte) (low ? -1 : 1);
            count(low ? into.lowOfFrame() : into.highOfFrame(), f);
        }
        return lows;
    }

    /// Mean of what is left of even frames less that of odd ones, ADU; 0 where either has nothing.
    float halves(double[] all, int frames, boolean dropZeros) {
        double evenSum = 0;
        double oddSum = 0;
        int evens = 0;
        int odds = 0;
        for (int f = 0; f < frames; f++) {
            if (fate[f] != 0 || (dropZeros && all[f] == 0)) {
                continue;
            }
            if (f % 2 == 0) {
                evenSum += all[f];
                evens++;
            } else {
                oddSum += all[f];
                odds++;
            }
        }
        return halves(evenSum, evens, oddSum, odds);
    }

    static float halves(double evenSum, int evens, double oddSum, int odds) {
        return evens == 0 || odds == 0 ? 0 : (float) (evenSum / evens - oddSum / odds);
    }

    static void count(MemorySegment counts, int frame) {
        counts.setAtIndex(ValueLayout.JAVA_LONG, frame, counts.getAtIndex(ValueLayout.JAVA_LONG, frame) + 1);
    }
}
