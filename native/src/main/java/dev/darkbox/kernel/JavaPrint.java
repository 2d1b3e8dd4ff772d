package dev.darkbox.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The fingerprint's loop in plain Java.
///
/// Memory: two rows.
public final class JavaPrint implements PrintKernels {

    @Override
    public void print(MemorySegment frame, int width, int rows, int pieces, int low, int high, int far,
            MemorySegment into) {
        short[] words = new short[width];
        int[] row = new int[width];
        for (int y = 0; y < rows; y++) {
            MemorySegment.copy(frame, ValueLayout.JAVA_SHORT, 2L * y * width, words, 0, width);
            for (int x = 0; x < width; x++) {
                row[x] = words[x] & 0xFFFF;
            }
            for (int p = 0; p < pieces; p++) {
                int from = (int) ((long) p * width / pieces);
                int to = (int) ((long) (p + 1) * width / pieces);
                piece(row, from, to, low, high, far, into, ((long) y * pieces + p) * FIGURES);
            }
        }
    }

    /// Sums are of 32 bits without a sign: no piece is so long that they do not fit.
    private static void piece(int[] row, int from, int to, int low, int high, int far, MemorySegment into,
            long at) {
        int sum = 0;
        int most = 0;
        for (int x = from; x < to; x++) {
            sum += Math.min(Math.max(row[x], low), high);
            most = Math.max(most, row[x]);
        }
        int steps = 0;
        int above = 0;
        for (int x = from; x < to - 2; x++) {
            int step = Math.abs(row[x + 2] - row[x]);
            steps += Math.min(step, far);
            above += (far - step) >>> 31;
        }
        into.setAtIndex(ValueLayout.JAVA_INT, at, sum);
        into.setAtIndex(ValueLayout.JAVA_INT, at + 1, steps);
        into.setAtIndex(ValueLayout.JAVA_INT, at + 2, above);
        into.setAtIndex(ValueLayout.JAVA_INT, at + 3, most);
    }
}
