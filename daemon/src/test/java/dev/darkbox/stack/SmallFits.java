package dev.darkbox.stack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Small FITS files for tests, written card by card.
public final class SmallFits {

    private SmallFits() {}

    /// A file of one picture.
    ///
    /// @param bits `BITPIX`
    /// @param adu row by row; for 16 bits stored with `BZERO = 32768`
    public static Path write(Path file, int bits, int width, double... adu) throws IOException {
        var cards = new ArrayList<>(List.of("SIMPLE  = T", "BITPIX  = " + bits, "NAXIS   = 2",
                "NAXIS1  = " + width, "NAXIS2  = " + adu.length / width));
        if (bits == 16) {
            cards.add("BZERO   = 32768");
            cards.add("BSCALE  = 1");
        }
        return write(file, cards, data(bits, bits == 16 ? 32_768 : 0, adu));
    }

    /// A file of these cards and these bytes, each filled up to blocks.
    public static Path write(Path file, List<String> cards, byte[] data) throws IOException {
        var header = new StringBuilder();
        cards.forEach(card -> header.append(String.format(Locale.ROOT, "%-80s", card)));
        header.append(String.format(Locale.ROOT, "%-80s", "END"));
        header.append(" ".repeat((2880 - header.length() % 2880) % 2880));
        ByteBuffer bytes = ByteBuffer.allocate(header.length() + (data.length + 2879) / 2880 * 2880);
        bytes.put(header.toString().getBytes(StandardCharsets.ISO_8859_1)).put(data);
        return Files.write(file, bytes.array());
    }

    /// Samples as FITS stores them.
    public static byte[] data(int bits, long zero, double... adu) {
        ByteBuffer bytes = ByteBuffer.allocate(adu.length * Math.abs(bits) / 8);
        for (double value : adu) {
            switch (bits) {
                case 8 -> bytes.put((byte) value);
                case 16 -> bytes.putShort((short) (value - zero));
                case 32 -> bytes.putInt((int) (value - zero));
                case -32 -> bytes.putFloat((float) value);
                case -64 -> bytes.putDouble(value);
                default -> throw new IllegalArgumentException("BITPIX " + bits);
            }
        }
        return bytes.array();
    }
}
