package dev.darkbox.master;

import dev.darkbox.frame.Disk;
import dev.darkbox.kernel.PictureKernels;
import dev.darkbox.kernel.PictureKernels.Pass;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// A small 8-bit gray PNG of a master, averaged down and stretched so that faint structure shows.
///
/// Memory: one row of sums and one band, whatever the master's size.
///
/// Sources: PNG, W3C Recommendation, third edition 2025; midtones transfer function and automatic stretch as in
/// the XISF specification's display functions (shadows at median - 2.8 madSigma, median to 0.25).
final class Preview {

    /// White of a 16-bit frame, and 1.0 of the float twin.
    private static final int WHITE_ADU = 65_535;
    private static final int WIDEST_PX = 1024;
    private static final double SHADOW_SIGMAS = -2.8;
    private static final double BACKGROUND = 0.25;
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

    /// No more than the file's size, bytes.
    long size() {
        return 2L * widthPx * heightPx + 4096;
    }

    Disk.Content content() {
        return sink -> {
            sink.write(ByteBuffer.wrap(new byte[]{(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}));
            byte[] head = ByteBuffer.allocate(13).putInt(widthPx).putInt(heightPx)
                    .put(new byte[]{8, 0, 0, 0, 0}).array();
            chunk(sink, "IHDR", head, head.length);
            try (var deflater = new Deflater()) {
                pixels(sink, deflater);
            }
            chunk(sink, "IEND", new byte[0], 0);
        };
    }

    private void pixels(Disk.Sink sink, Deflater deflater) throws IOException {
        var sums = new double[widthPx];
        var line = new byte[1 + widthPx]; // the first byte says: not filtered
        var out = new byte[1 << 15];
        int width = picture.shape().widthPx();
        var row = new float[widthPx * factor];
        var kernels = PictureKernels.best();
        Bands.each(picture, factor, (first, rows, band) -> {
            kernels.run(Pass.UNIT_F32, band, width, rows, 0, 0, band);
            for (int y = 0; y < rows; y++) {
                if ((first + y) / factor >= heightPx) {
                    return;
                }
                MemorySegment.copy(band, UNIT, 4L * y * width, row, 0, row.length);
                addUp(row, sums);
                if ((first + y) % factor == factor - 1) {
                    for (int x = 0; x < widthPx; x++) {
                        line[1 + x] = gray(sums[x] / factor / factor);
                    }
                    Arrays.fill(sums, 0);
                    deflater.setInput(line);
                    drain(sink, deflater, out);
                }
            }
        });
        deflater.finish();
        drain(sink, deflater, out);
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

    private static void drain(Disk.Sink sink, Deflater deflater, byte[] out) throws IOException {
        for (int n = deflater.deflate(out); n > 0; n = deflater.deflate(out)) {
            chunk(sink, "IDAT", out, n);
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

    private static void chunk(Disk.Sink sink, String type, byte[] data, int length) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(data, 0, length);
        sink.write(ByteBuffer.allocate(12 + length).putInt(length).put(name).put(data, 0, length)
                .putInt((int) crc.getValue()).flip());
    }
}
