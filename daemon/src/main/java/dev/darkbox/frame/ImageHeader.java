package dev.darkbox.frame;

import dev.darkbox.device.FrameShape;
import dev.darkbox.linux.ReadOnlyFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The cards of one primary header. Source: FITS Standard 4.0, sections 3.3 and 4.
final class ImageHeader {

    private static final int BLOCK = 2880;
    private static final int CARD = 80;
    private static final int MOST_BLOCKS = 1000;

    private final Path file;
    private final Map<String, String> values = new LinkedHashMap<>();
    /// The keyword whose text goes on if the next card is `CONTINUE`; else empty.
    private String open = "";

    private ImageHeader(Path file) {
        this.file = file;
    }

    static FitsImage read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder, not a FITS file");
        }
        try (var bytes = ReadOnlyFile.open(file)) {
            return read(file, bytes);
        }
    }

    static FitsImage read(Path file, ReadOnlyFile bytes) throws IOException {
        var header = new ImageHeader(file);
        long dataOffset = header.readCards(bytes);
        var shape = header.shape();
        var pixels = header.pixels();
        long needed = shape.pixels() * pixels.bytes();
        long there = Math.max(0, bytes.size() - dataOffset);
        if (there < needed) {
            throw new IOException("%s is cut short: %s needs %d bytes of pixels, the file has %d"
                    .formatted(file, shape, needed, there));
        }
        return new FitsImage(file, shape, pixels, dataOffset, Collections.unmodifiableMap(header.values));
    }

    /// Reads blocks up to the one with `END`.
    ///
    /// @return where the data begin
    private long readCards(ReadOnlyFile bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocate(BLOCK);
            var text = new byte[BLOCK];
            for (int i = 0; i < MOST_BLOCKS; i++) {
                long got = bytes.read((long) i * BLOCK, block);
                MemorySegment.copy(block, ValueLayout.JAVA_BYTE, 0, text, 0, BLOCK);
                if (i == 0) {
                    checkStart(text, got);
                }
                if (got < BLOCK) {
                    throw new IOException(file + " is cut short: its header has no END");
                }
                if (takeCards(new String(text, StandardCharsets.ISO_8859_1))) {
                    return (i + 1L) * BLOCK;
                }
            }
            throw new IOException(file + " has no END in the first " + MOST_BLOCKS + " blocks of its header");
        }
    }

    private void checkStart(byte[] text, long got) throws IOException {
        if (got == 0) {
            throw new IOException(file + " is empty");
        }
        if (got >= 2 && text[0] == 0x1f && text[1] == (byte) 0x8b) {
            throw new IOException(file + " is gzip-compressed; only plain FITS files are read");
        }
        if (got < CARD || !new String(text, 0, CARD, StandardCharsets.ISO_8859_1).startsWith("SIMPLE  =")) {
            throw new IOException(file + " is not a FITS file: it does not begin with SIMPLE");
        }
    }

    /// Takes the cards of one block; true at `END`.
    private boolean takeCards(String block) {
        for (int at = 0; at < BLOCK; at += CARD) {
            String card = block.substring(at, at + CARD);
            String keyword = card.substring(0, 8).stripTrailing();
            if (keyword.equals("END")) {
                return true;
            }
            take(keyword, card);
        }
        return false;
    }

    private void take(String keyword, String card) {
        boolean goesOn = keyword.equals("CONTINUE") && !open.isEmpty();
        String value = value(card.substring(10));
        if (goesOn) {
            String before = values.getOrDefault(open, "");
            values.put(open, before.substring(0, before.length() - 1) + value);
        } else if (card.startsWith("= ", 8)) {
            boolean known = values.putIfAbsent(keyword, value) != null;
            open = known ? "" : keyword;
        } else {
            open = "";
        }
        if (!value.endsWith("&")) {
            open = "";
        }
    }

    /// The value in front of the comment; a quote inside a string is doubled.
    private static String value(String field) {
        String text = field.strip();
        if (!text.startsWith("'")) {
            int slash = text.indexOf('/');
            return (slash < 0 ? text : text.substring(0, slash)).strip();
        }
        var value = new StringBuilder();
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) == '\'') {
                if (i + 1 == text.length() || text.charAt(i + 1) != '\'') {
                    break;
                }
                i++;
            }
            value.append(text.charAt(i));
        }
        return value.toString().stripTrailing();
    }

    private FrameShape shape() throws IOException {
        if (!values.getOrDefault("SIMPLE", "").equals("T")) {
            throw new IOException(file + " is not a standard FITS file: SIMPLE = " + values.get("SIMPLE"));
        }
        long axes = whole("NAXIS");
        if (axes == 0) {
            throw new IOException(file + " has no picture in its primary header (NAXIS = 0): fpacked files"
                    + " and pictures in extensions are not read");
        }
        if (axes != 2) {
            throw new IOException(file + " has NAXIS = " + axes + "; only pictures with 2 axes are read");
        }
        long width = whole("NAXIS1");
        long height = whole("NAXIS2");
        if (width < 1 || width > 65_535 || height < 1 || height > 65_535) {
            throw new IOException(
                    "%s is %dx%d pixels; 1..65535 a side are read".formatted(file, width, height));
        }
        return new FrameShape((int) width, (int) height);
    }

    private FitsImage.Pixels pixels() throws IOException {
        double scale = real("BSCALE", 1);
        if (scale != 1) {
            throw new IOException(file + " has BSCALE = " + values.get("BSCALE") + "; only 1 is read");
        }
        long bits = whole("BITPIX");
        double zero = real("BZERO", 0);
        return switch (Math.clamp(bits, -65, 65)) {
            case 8 -> only(zero, 0, FitsImage.Pixels.U8);
            case 16 -> zero == 0 ? FitsImage.Pixels.I16 : only(zero, 32_768, FitsImage.Pixels.U16);
            case 32 -> zero == 0 ? FitsImage.Pixels.I32 : only(zero, 2_147_483_648.0, FitsImage.Pixels.U32);
            case -32 -> only(zero, 0, FitsImage.Pixels.F32);
            case -64 -> only(zero, 0, FitsImage.Pixels.F64);
            default -> throw new IOException(
                    file + " has BITPIX = " + bits + "; 8, 16, 32, -32 and -64 are read");
        };
    }

    private FitsImage.Pixels only(double zero, double allowed, FitsImage.Pixels pixels) throws IOException {
        if (zero != allowed) {
            throw new IOException("%s has BZERO = %s; with BITPIX = %s only 0%s is read".formatted(
                    file, values.get("BZERO"), values.get("BITPIX"),
                    allowed == 0 ? "" : " or %.0f".formatted(allowed)));
        }
        return pixels;
    }

    private long whole(String keyword) throws IOException {
        try {
            return Long.parseLong(needed(keyword));
        } catch (NumberFormatException _) {
            throw new IOException(
                    file + " has " + keyword + " = " + values.get(keyword) + "; a whole number is needed");
        }
    }

    private double real(String keyword, double otherwise) throws IOException {
        try {
            return values.containsKey(keyword)
                    ? Double.parseDouble(needed(keyword).replace('D', 'E'))
                    : otherwise;
        } catch (NumberFormatException _) {
            throw new IOException(
                    file + " has " + keyword + " = " + values.get(keyword) + "; a number is needed");
        }
    }

    private String needed(String keyword) throws IOException {
        String value = values.get(keyword);
        if (value == null) {
            throw new IOException(file + " has no " + keyword + " in its header");
        }
        return value;
    }
}
