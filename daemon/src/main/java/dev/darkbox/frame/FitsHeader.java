package dev.darkbox.frame;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// The values of a FITS file's first header; the pixels are not touched.
///
/// @param values by keyword; text without its quotes and trailing blanks, numbers as they stand
public record FitsHeader(Map<String, String> values) {

    private static final int BLOCK = 2880;
    private static final int CARD = 80;
    private static final int MOST_BLOCKS = 1000;

    public FitsHeader {
        values = Map.copyOf(values);
    }

    /// Reads the cards up to `END`.
    ///
    /// @throws IOException the file cannot be read, is not FITS, or its header does not end within 2.8 MB
    public static FitsHeader read(Path file) throws IOException {
        var values = new LinkedHashMap<String, String>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BLOCK)) {
            for (int block = 0; block < MOST_BLOCKS; block++) {
                byte[] bytes = in.readNBytes(BLOCK);
                String text = new String(bytes, StandardCharsets.ISO_8859_1);
                if (bytes.length < BLOCK || (block == 0 && !text.startsWith("SIMPLE  ="))) {
                    throw new IOException(file + " is not a FITS file, or cut short in its header");
                }
                for (int at = 0; at < BLOCK; at += CARD) {
                    String card = text.substring(at, at + CARD);
                    if (card.startsWith("END     ")) {
                        return new FitsHeader(values);
                    }
                    if (card.startsWith("= ", 8)) {
                        values.put(card.substring(0, 8).strip(), value(card.substring(10)));
                    }
                }
            }
        }
        throw new IOException(file + " has a FITS header without an end");
    }

    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /// Empty when the key is missing or its value is not a number.
    public OptionalDouble number(String key) {
        String value = values.get(key);
        try {
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value));
        } catch (NumberFormatException _) {
            return OptionalDouble.empty();
        }
    }

    private static String value(String field) {
        String stripped = field.strip();
        if (!stripped.startsWith("'")) {
            return stripped.replaceFirst("\\s*/.*", "");
        }
        var text = new StringBuilder();
        for (int i = 1; i < stripped.length(); i++) {
            if (stripped.charAt(i) == '\'') {
                if (!stripped.startsWith("''", i)) {
                    break;
                }
                i++;
            }
            text.append(stripped.charAt(i));
        }
        return text.toString().stripTrailing();
    }
}
