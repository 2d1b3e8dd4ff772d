package dev.darkbox.master;

import dev.darkbox.kernel.PictureKernels;
import dev.darkbox.kernel.PictureKernels.Pass;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A small 8-bit gray PNG of a master, averaged down and stretched so that faint structure shows.
///
/// It is at most [#MOST_BYTES] large, because panels get it by radio: noise, which no compression makes small, is shown in
/// fewer grays, and in the end in half the pixels.
///
/// Memory: 3 MB and one band, whatever the master's size.
///
/// Sources: midtones transfer function and automatic stretch as in the XISF specification's display functions (shadows
/// at median - 2.8 madSigma, median to 0.25).
final class Preview {

    static final int MOST_BYTES = 200_000;

    /// White of a 16-bit frame, and 1.0 of the float twin.
    private static final int WHITE_ADU = 65_535;
    private static final int WIDEST_PX = 1024;
    private static final double SHADOW_SIGMAS = -2.8;
    private static final double BACKGROUND = 0.25;
    private static final int[] BITS = {8, 6, 5, 4};
    /// Half of 1024 by 1024 pixels is 262,144 bytes at most before compression, half as much in 16 grays.
    private static final int SIZES = 3;
    private static final ValueLayout.OfFloat UNIT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private final RowSource picture;
    private final double shadows;
    private final double midtones;
    private final int factor;
    private final int widthPx;
    private final int heightPx;

    Preview(RowSource picture, MasterStats stats) {
        this.picture = picture;
        double median = stats.median() / WHITE_ADU;
        double madSigma = stats.madSigma() / WHITE_ADU;
        shadows = Math.clamp(median + SHADOW_SIGMAS * madSigma, 0, 1);
        midtones = transfer(BACKGROUND, Math.clamp(median - shadows, 1e-6, 1));
        int longest = Math.max(picture.shape().widthPx(), picture.shape().heightPx());
        factor = (longest + WIDEST_PX - 1) / WIDEST_PX;
        widthPx = Math.max(1, picture.shape().widthPx() / factor);
        heightPx = Math.max(1, picture.shape().heightPx() / factor);
    }

    /// The file.
    byte[] png() throws IOException {
        var shown = new GrayPng(widthPx, heightPx, pixels());
        for (int size = 0; size < SIZES; size++) {
            for (int bits : BITS) {
                byte[] file = shown.file(bits);
                if (file.length <= MOST_BYTES) {
                    return file;
                }
            }
            shown = shown.half();
        }
        throw new IllegalStateException("a preview of more than " + MOST_BYTES + " bytes");
    }

    private byte[] pixels() throws IOException {
        var grays = new byte[widthPx * heightPx];
        var sums = new double[widthPx];
        int width = picture.shape().widthPx();
        var row = new float[widthPx * factor];
        var kernels = PictureKernels.best();
        Bands.each(picture, factor, (first, rows, band) -> {
            kernels.run(Pass.UNIT_F32, band, width, rows, 0, 0, band);
            for (int y = 0; y < rows; y++) {
                int line = (first + y) / factor;
                if (line >= heightPx) {
                    return;
                }
                MemorySegment.copy(band, UNIT, 4L * y * width, row, 0, row.length);
                addUp(row, sums);
                if ((first + y) % factor == factor - 1) {
                    for (int x = 0; x < widthPx; x++) {
                        grays[line * widthPx + x] = gray(sums[x] / factor / factor);
                    }
                    Arrays.fill(sums, 0);
                }
            }
        });
        return grays;
    }

    /// Adds each pixel of a row to the sum it belongs to, from left to right.
    private void addUp(float[] row, double[] sums) {
        int at = 0;
        for (int x = 0; x < sums.length; x++) {
            double sum = sums[x];
            for (int end = at + factor; at < end; at++) {
                sum += row[at];
            }
            sums[x] = sum;
        }
    }

    private byte gray(double unit) {
        double lifted = shadows < 1 ? Math.clamp((unit - shadows) / (1 - shadows), 0, 1) : 0;
        return (byte) Math.round(255 * transfer(midtones, lifted));
    }

    /// Maps 0 to 0, `middle` to 1/2 and 1 to 1.
    private static double transfer(double middle, double x) {
        return (middle - 1) * x / ((2 * middle - 1) * x - middle);
    }
}
