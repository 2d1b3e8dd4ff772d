package dev.darkbox.device;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/// The canonical text of a [CameraEpoch]. Its form never changes, because ids in the headers of years are made of it:
///
/// ```
/// darkbox camera epoch 1 LF
/// NAME = TEXT LF                     one line a part, in the order of the names' UTF-16 code units
/// ```
///
/// UTF-8. In names and texts a backslash is written twice and each character below U+0020, and U+007F, as a backslash,
/// `u` and four hex digits in lower case; in names an equals sign has a backslash in front. A file that holds this text and nothing else has the id as
/// the beginning of its `sha256sum`.
final class EpochText {

    private static final String FIRST = "darkbox camera epoch 1";
    private static final int ID_DIGITS = 12;

    private EpochText() {}

    static String write(SortedMap<String, String> parts) {
        var text = new StringBuilder(FIRST).append('\n');
        parts.forEach((name, value) -> text.append(escape(name).replace("=", "\\=")).append(" = ")
                .append(escape(value)).append('\n'));
        return text.toString();
    }

    static SortedMap<String, String> read(String text) {
        String[] lines = text.split("\n", -1);
        if (!lines[0].equals(FIRST) || !lines[lines.length - 1].isEmpty()) {
            throw new IllegalArgumentException(
                    "line 1 is \"" + lines[0] + "\"; allowed: \"" + FIRST + "\", and every line has an end");
        }
        var parts = new TreeMap<String, String>();
        for (int i = 1; i < lines.length - 1; i++) {
            int equals = lines[i].indexOf(" = ");
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "line %d is \"%s\"; allowed: NAME = TEXT".formatted(i + 1, lines[i]));
            }
            parts.put(unescape(lines[i].substring(0, equals)), unescape(lines[i].substring(equals + 3)));
        }
        return parts;
    }

    static String id(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, ID_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String escape(String text) {
        var escaped = new StringBuilder();
        text.chars().forEach(c -> {
            if (c == '\\') {
                escaped.append("\\\\");
            } else if (c < 0x20 || c == 0x7f) {
                escaped.append("\\u%04x".formatted(c));
            } else {
                escaped.append((char) c);
            }
        });
        return escaped.toString();
    }

    private static String unescape(String text) {
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                plain.append(c);
            } else if (text.charAt(i + 1) == 'u' && i + 6 <= text.length()) {
                plain.append((char) HexFormat.fromHexDigits(text, i + 2, i + 6));
                i += 5;
            } else {
                plain.append(text.charAt(i + 1));
                i++;
            }
        }
        return plain.toString();
    }
}
