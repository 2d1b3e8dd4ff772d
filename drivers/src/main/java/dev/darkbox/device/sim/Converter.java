package dev.darkbox.device.sim;

import dev.darkbox.device.FrameBuffer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// The converter and what the driver does after it: rounding, clipping, left-aligning, binning.
///
/// Not thread-safe.
final class Converter {

    private final int shift;
    private final int most;
    private final int[] binned;
    private final short[] out;

    /// @param widthPx of an unbinned row
    /// @param bits of the converter, 8..16
    Converter(int widthPx, int bits) {
        shift = 16 - bits;
        most = (1 << bits) - 1;
        binned = new int[widthPx];
        out = new short[widthPx];
    }

    /// Takes the next row, top row first; every `binning` of them one goes into the frame.
    void row(float[] adu, int y, int binning, FrameBuffer into) {
        if (binning == 1) {
            convert(adu);
            write(into, y);
            return;
        }
        for (int x = 0; x < adu.length; x++) {
            binned[x] += step(adu[x], 1f / (1 << shift)) << shift;
        }
        if (y % binning == binning - 1) {
            average(binning, into.shape().widthPx());
            write(into, y / binning);
            Arrays.fill(binned, 0);
        }
    }

    private void convert(float[] adu) {
        float perStep = 1f / (1 << shift);
        for (int x = 0; x < adu.length; x++) {
            out[x] = (short) (step(adu[x], perStep) << shift);
        }
    }

    private int step(float adu, float perStep) {
        return Math.max(0, Math.min(most, (int) (adu * perStep + 0.5f)));
    }

    private void average(int binning, int columns) {
        int pixels = binning * binning;
        for (int x = 0; x < columns; x++) {
            int sum = pixels / 2;
            for (int i = 0; i < binning; i++) {
                sum += binned[x * binning + i];
            }
            out[x] = (short) (sum / pixels);
        }
    }

    private void write(FrameBuffer into, int y) {
        int columns = into.shape().widthPx();
        MemorySegment.copy(out, 0, into.pixels(), ValueLayout.JAVA_SHORT, 2L * y * columns, columns);
    }
}
