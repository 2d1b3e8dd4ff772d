package dev.darkbox.master;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// A gray picture as a PNG of 8 bits a pixel.
///
/// Source: PNG, W3C Recommendation, third edition 2025.
final class GrayPng {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int CHUNK_BYTES = 1 << 15;

    private final int widthPx;
    private final int heightPx;
    private final byte[] grays;

    /// @param grays `u8[heightPx][widthPx]`, top row first; not copied
    GrayPng(int widthPx, int heightPx, byte[] grays) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.grays = grays;
    }

    /// The whole file.
    ///
    /// @param bits 1..8: so many are told apart, black and white stay what they are
    byte[] file(int bits) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        byte[] head = ByteBuffer.allocate(13).putInt(widthPx).putInt(heightPx)
                .put(new byte[]{8, 0, 0, 0, 0}).array();
        chunk(file, "IHDR", head, head.length);
        try (var deflater = new Deflater()) {
            byte[] shown = shades(bits);
            var line = new byte[1 + widthPx]; // the first byte says: not filtered
            var out = new byte[CHUNK_BYTES];
            for (int y = 0; y < heightPx; y++) {
                for (int x = 0; x < widthPx; x++) {
                    line[1 + x] = shown[Byte.toUnsignedInt(grays[y * widthPx + x])];
                }
                deflater.setInput(line);
                drain(file, deflater, out);
            }
            deflater.finish();
            drain(file, deflater, out);
        }
        chunk(file, "IEND", new byte[0], 0);
        return file.toByteArray();
    }

    /// What each gray is shown as.
    private static byte[] shades(int bits) {
        int most = (1 << bits) - 1;
        var shown = new byte[256];
        for (int gray = 0; gray < shown.length; gray++) {
            shown[gray] = (byte) Math.round(Math.round(gray * most / 255.0) * 255.0 / most);
        }
        return shown;
    }

    /// A quarter of the pixels, each the mean of four.
    GrayPng half() {
        int width = Math.max(1, widthPx / 2);
        int height = Math.max(1, heightPx / 2);
        var small = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int below = Math.min(2 * y + 1, heightPx - 1);
                int right = Math.min(2 * x + 1, widthPx - 1);
                int sum = at(2 * x, 2 * y) + at(right, 2 * y) + at(2 * x, below) + at(right, below);
                small[y * width + x] = (byte) ((sum + 2) / 4);
            }
        }
        return new GrayPng(width, height, small);
    }

    private int at(int x, int y) {
        return Byte.toUnsignedInt(grays[y * widthPx + x]);
    }

    private static void drain(ByteArrayOutputStream file, Deflater deflater, byte[] out) {
        for (int n = deflater.deflate(out); n > 0; n = deflater.deflate(out)) {
            chunk(file, "IDAT", out, n);
        }
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data, int length) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(data, 0, length);
        file.writeBytes(ByteBuffer.allocate(12 + length).putInt(length).put(name).put(data, 0, length)
                .putInt((int) crc.getValue()).array());
    }
}
