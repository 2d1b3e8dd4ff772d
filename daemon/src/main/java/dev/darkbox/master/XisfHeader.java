package dev.darkbox.master;

import dev.darkbox.device.FrameShape;
import dev.darkbox.linux.ReadOnlyFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the header of a monolithic XISF file says of its first picture.
///
/// Source: XISF Version 1.0 Specification (J. Conejero, Pleiades Astrophoto, 2014-2019), sections 8 to 11.
///
/// @param offset bytes from the start of the file to the first pixel
/// @param imageType e.g. `MasterDark`, empty when it is not told
/// @param sha1 of the pixels as stored, in hexadecimal; empty when it is not told
/// @param keywords values by FITS keyword, strings without quotes
record XisfHeader(
        FrameShape shape, long offset, String imageType, String sha1, Map<String, String> keywords) {

    private static final int PREAMBLE = 16;
    private static final int MOST_BYTES = 16 << 20;
    private static final ValueLayout.OfInt LENGTH = ValueLayout.JAVA_INT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final Pattern TAG = Pattern
            .compile("<(Image|FITSKeyword|/Image)\\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*+)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([\\w:]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");
    private static final Pattern GEOMETRY = Pattern.compile("(\\d{1,5}):(\\d{1,5})(?::(\\d{1,5}))?");
    private static final Pattern ATTACHED = Pattern.compile("attachment:(\\d{1,18}):(\\d{1,18})");

    /// Reads the header and checks that the pixels it promises are there.
    ///
    /// @param bytes the file; it stays open
    static XisfHeader read(Path file, ReadOnlyFile bytes) throws IOException {
        String xml = text(file, bytes);
        Map<String, String> image = Map.of();
        var keywords = new LinkedHashMap<String, String>();
        Matcher tag = TAG.matcher(xml);
        while (tag.find() && !tag.group(1).equals("/Image")) {
            Map<String, String> attributes = attributes(tag.group(2));
            if (tag.group(1).equals("Image")) {
                if (!image.isEmpty()) {
                    break;
                }
                image = attributes;
            } else {
                keywords.putIfAbsent(attributes.getOrDefault("name", ""),
                        plain(attributes.getOrDefault("value", "")));
            }
        }
        return of(file, bytes, image, Collections.unmodifiableMap(keywords));
    }

    private static XisfHeader of(Path file, ReadOnlyFile bytes, Map<String, String> image,
            Map<String, String> keywords) throws IOException {
        if (image.isEmpty()) {
            throw new IOException(file + " has no picture in its header");
        }
        Matcher geometry = GEOMETRY.matcher(image.getOrDefault("geometry", ""));
        if (!geometry.matches() || (geometry.group(3) != null && !geometry.group(3).equals("1"))) {
            throw wrong(file, image, "geometry", "WIDTH:HEIGHT:1, one channel");
        }
        only(file, image, "sampleFormat", "Float32", "");
        only(file, image, "bounds", "0:1", "");
        only(file, image, "byteOrder", "little", "little");
        if (image.containsKey("compression")) {
            throw wrong(file, image, "compression", "none");
        }
        Matcher place = ATTACHED.matcher(image.getOrDefault("location", ""));
        if (!place.matches()) {
            throw wrong(file, image, "location", "attachment:POSITION:SIZE");
        }
        int width = Integer.parseInt(geometry.group(1));
        int height = Integer.parseInt(geometry.group(2));
        if (width < 1 || width > 65_535 || height < 1 || height > 65_535) {
            throw wrong(file, image, "geometry", "1..65535 pixels a side");
        }
        var shape = new FrameShape(width, height);
        long offset = Long.parseLong(place.group(1));
        long size = Long.parseLong(place.group(2));
        if (size != 4 * shape.pixels()) {
            throw wrong(file, image, "location",
                    "%d bytes for %s pixels".formatted(4 * shape.pixels(), shape));
        }
        if (bytes.size() < offset + size) {
            throw new IOException("%s is cut short: its pixels end at byte %d, the file at %d".formatted(file,
                    offset + size, bytes.size()));
        }
        String checksum = image.getOrDefault("checksum", "");
        String sha1 = checksum.matches("sha-?1:[0-9a-fA-F]{40}")
                ? checksum.substring(checksum.indexOf(':') + 1)
                : "";
        return new XisfHeader(shape, offset, image.getOrDefault("imageType", ""), sha1, keywords);
    }

    private static void only(Path file, Map<String, String> image, String attribute, String allowed,
            String otherwise) throws IOException {
        if (!image.getOrDefault(attribute, otherwise).equals(allowed)) {
            throw wrong(file, image, attribute, allowed);
        }
    }

    private static IOException wrong(Path file, Map<String, String> image, String attribute, String allowed) {
        return new IOException("%s has a picture with %s %s; allowed: %s".formatted(file, attribute,
                image.containsKey(attribute) ? "\"" + image.get(attribute) + "\"" : "missing", allowed));
    }

    private static String text(Path file, ReadOnlyFile bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment front = arena.allocate(PREAMBLE);
            long got = bytes.read(0, front);
            var signature = new byte[8];
            MemorySegment.copy(front, ValueLayout.JAVA_BYTE, 0, signature, 0, signature.length);
            if (got < PREAMBLE || !new String(signature, StandardCharsets.US_ASCII).equals("XISF0100")) {
                throw new IOException(file + " is not an XISF file: it does not begin with XISF0100");
            }
            int length = front.get(LENGTH, 8);
            if (length < 1 || length > MOST_BYTES) {
                throw new IOException("%s has a header of %s bytes; allowed: 1..%d".formatted(file,
                        Integer.toUnsignedString(length), MOST_BYTES));
            }
            MemorySegment header = arena.allocate(length);
            if (bytes.read(PREAMBLE, header) < length) {
                throw new IOException(file + " is cut short in its header");
            }
            return new String(header.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, String> attributes(String tag) {
        var values = new LinkedHashMap<String, String>();
        Matcher attribute = ATTRIBUTE.matcher(tag);
        while (attribute.find()) {
            String value = attribute.group(2) == null ? attribute.group(3) : attribute.group(2);
            values.putIfAbsent(attribute.group(1), value.replace("&lt;", "<").replace("&gt;", ">")
                    .replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&"));
        }
        return values;
    }

    /// A card's value without its quotes.
    private static String plain(String value) {
        String text = value.strip();
        return text.length() >= 2 && text.startsWith("'") && text.endsWith("'")
                ? text.substring(1, text.length() - 1).replace("''", "'").stripTrailing()
                : text;
    }
}
