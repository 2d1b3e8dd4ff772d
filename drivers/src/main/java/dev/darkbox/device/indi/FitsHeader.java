package dev.darkbox.device.indi;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The cards of a FITS header that hold a value (FITS Standard 4.0, section 4.1).
///
/// @param cards values by keyword, quotes and comments removed; of a keyword that comes twice, the last
record FitsHeader(Map<String, String> cards) {

    static final int CARD = 80;
    static final int BLOCK = 2880;

    FitsHeader {
        cards = Map.copyOf(cards);
    }

    /// Reads whole cards up to `END`.
    static FitsHeader parse(byte[] bytes, int length) {
        var cards = new LinkedHashMap<String, String>();
        for (int at = 0; at + CARD <= length; at += CARD) {
            String card = new String(bytes, at, CARD, StandardCharsets.ISO_8859_1);
            if (card.startsWith("= ", 8)) {
                cards.put(card.substring(0, 8).strip(), value(card.substring(10)));
            }
        }
        return new FitsHeader(cards);
    }

    private static String value(String field) {
        String text = field.strip();
        if (!text.startsWith("'")) {
            int slash = text.indexOf('/');
            return (slash < 0 ? text : text.substring(0, slash)).strip();
        }
        var value = new StringBuilder();
        int i = 1;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\'') {
                if (i + 1 >= text.length() || text.charAt(i + 1) != '\'') {
                    break;
                }
                i++; // two quotes are one
            }
            value.append(c);
            i++;
        }
        return value.toString().stripTrailing();
    }

    /// Text of a keyword; empty when there is none.
    String text(String keyword) {
        return cards.getOrDefault(keyword, "");
    }

    /// Number of a keyword; `NaN` when there is none.
    double number(String keyword) {
        return Numbers.parse(text(keyword));
    }

    /// Number of a keyword, or `otherwise`.
    double number(String keyword, double otherwise) {
        double value = number(keyword);
        return Double.isNaN(value) ? otherwise : value;
    }
}
