package dev.darkbox.frame;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/// A line of text that is known to be what was written, or known not to be.
///
/// ```
/// 3f2a90c1 TAB accepted TAB … TAB …        CRC-32 of what follows its tab, then the fields
/// ```
///
/// Tab, line feed, carriage return and backslash inside a field are written `\t \n \r \\`.
public final class CheckedLine {

    private CheckedLine() {}

    /// The line, without a line end.
    public static String write(List<String> fields) {
        String text = String.join("\t", fields.stream().map(CheckedLine::escape).toList());
        return crc(text) + "\t" + text;
    }

    /// The fields of a line; empty when its CRC does not fit.
    public static Optional<List<String>> read(String line) {
        boolean fits = line.length() > 9 && line.charAt(8) == '\t'
                && line.substring(0, 8).equals(crc(line.substring(9)));
        return fits ? Optional.of(fields(line.substring(9))) : Optional.empty();
    }

    private static String crc(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static List<String> fields(String text) {
        var fields = new ArrayList<String>();
        for (String field : text.split("\t", -1)) {
            fields.add(unescape(field));
        }
        return List.copyOf(fields);
    }

    private static String escape(String field) {
        return field.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        var text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 1 < field.length()) {
                i++;
                c = switch (field.charAt(i)) {
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    default -> field.charAt(i);
                };
            }
            text.append(c);
        }
        return text.toString();
    }
}
