package dev.darkbox.library;

import dev.darkbox.frame.FitsImage;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header of a light: a FITS file's cards, or an XISF file's `FITSKeyword` elements.
///
/// Source: XISF Version 1.0 Specification (J. Conejero, Pleiades Astrophoto, 2014-2019), sections 9.2 and 11.7.
final class LightFile {

    private static final String SIGNATURE = "XISF0100";
    private static final int LARGEST_HEADER = 16 << 20;
    private static final Pattern GEOMETRY = Pattern
            .compile("<Image\\b[^>]*?\\bgeometry=\"(\\d{1,5}):(\\d{1,5})[:\"]");
    private static final Pattern KEYWORD = Pattern.compile("<FITSKeyword\\b([^>]*?)/?>");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\b(name|value)=(?:\"([^\"]*)\"|'([^']*)')");

    private LightFile() {}

    static LightHeader read(Path file) throws IOException {
        try (var bytes = new DataInputStream(Files.newInputStream(file))) {
            if (new String(bytes.readNBytes(SIGNATURE.length()), StandardCharsets.ISO_8859_1)
                    .equals(SIGNATURE)) {
                int length = Integer.reverseBytes(bytes.readInt());
                if (length < 1 || length > LARGEST_HEADER) {
                    throw new IOException(file + ": an XISF header of " + length + " bytes; allowed: 1.."
                            + LARGEST_HEADER);
                }
                bytes.skipNBytes(Integer.BYTES);
                return xisf(file, new String(bytes.readNBytes(length), StandardCharsets.UTF_8));
            }
        }
        FitsImage image = FitsImage.of(file);
        return LightHeader.of(image.header(), image.shape().widthPx(), image.shape().heightPx());
    }

    private static LightHeader xisf(Path file, String xml) throws IOException {
        Matcher geometry = GEOMETRY.matcher(xml);
        if (!geometry.find()) {
            throw new IOException(file + ": an XISF file without a picture of two axes");
        }
        return LightHeader.of(keywords(xml), Integer.parseInt(geometry.group(1)),
                Integer.parseInt(geometry.group(2)));
    }

    private static Map<String, String> keywords(String xml) {
        var cards = new LinkedHashMap<String, String>();
        Matcher keyword = KEYWORD.matcher(xml);
        while (keyword.find()) {
            String name = "";
            String value = "";
            Matcher attribute = ATTRIBUTE.matcher(keyword.group(1));
            while (attribute.find()) {
                String text = plain(attribute.group(2) == null ? attribute.group(3) : attribute.group(2));
                if (attribute.group(1).equals("name")) {
                    name = text;
                } else {
                    value = text;
                }
            }
            cards.putIfAbsent(name.strip(), unquoted(value.strip()));
        }
        return cards;
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("'") && value.endsWith("'")
                ? value.substring(1, value.length() - 1).replace("''", "'").strip()
                : value;
    }

    private static String plain(String xml) {
        return xml.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'")
                .replace("&amp;", "&");
    }
}
