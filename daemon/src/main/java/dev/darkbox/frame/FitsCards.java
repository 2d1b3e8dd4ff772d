package dev.darkbox.frame;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The cards of a FITS header, in order, below the ones that describe the array.
///
/// Numbers are written as every reader of calibration frames takes them: whole ones without a point, all others
/// with one and without an exponent (`180.0`, never `1.8E2`). A value that is not known has no card.
///
/// Source: FITS Standard 4.0 (IAU FITS Working Group, 2018), sections 4.1 and 4.2.
public final class FitsCards {

    private static final DateTimeFormatter DATE = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int CARD = 80;
    private static final int LONGEST_TEXT = 68;

    private final List<Card> cards = new ArrayList<>();

    /// One line of the header.
    ///
    /// @param key up to eight of `A-Z 0-9 - _`
    /// @param value as it stands in the card: text in quotes; whole, also where it takes several cards
    /// @param comment may be cut at the end of the card
    public record Card(String key, String value, String comment) {

        /// The 80 characters; text that is longer goes on in `CONTINUE` cards.
        ///
        /// Source: FITS Standard 4.0, section 4.2.1.2.
        @Override
        public String toString() {
            return value.length() <= LONGEST_TEXT + 2 ? oneLine() : lines();
        }

        private String lines() {
            var lines = new StringBuilder();
            String rest = value.substring(1, value.length() - 1);
            String begin = "%-8s= ".formatted(key);
            while (rest.length() > LONGEST_TEXT) {
                int length = LONGEST_TEXT - 1;
                boolean splitsQuotes = quotesBefore(rest, length) % 2 == 1;
                length -= splitsQuotes ? 1 : 0;
                lines.append("%-80s".formatted("%s'%s&'".formatted(begin, rest.substring(0, length))));
                rest = rest.substring(length);
                begin = "CONTINUE  ";
            }
            return lines.append("%-80s".formatted("%s'%s'".formatted(begin, rest))).toString();
        }

        private static long quotesBefore(String text, int end) {
            return text.substring(0, end).chars().filter(c -> c == '\'').count();
        }

        private String oneLine() {
            String aligned = value.startsWith("'") ? "%-20s" : "%20s";
            String line = "%-8s= %s".formatted(key, aligned.formatted(value));
            String whole = comment.isEmpty() ? line : line + " / " + comment;
            return "%-80s".formatted(whole).substring(0, CARD);
        }
    }

    /// Text; what is not ASCII becomes `?`, what does not fit a card is cut. Empty text has no card.
    public FitsCards text(String key, String value, String comment) {
        if (value.isEmpty()) {
            return this;
        }
        String escaped = value.replaceAll("[^ -~]", "?").replace("'", "''");
        if (escaped.length() > LONGEST_TEXT) {
            String cut = escaped.substring(0, LONGEST_TEXT);
            boolean halfQuote = (cut.length() - cut.replace("'", "").length()) % 2 == 1;
            escaped = halfQuote ? cut.substring(0, LONGEST_TEXT - 1) : cut;
        }
        return add(key, "'%-8s'".formatted(escaped), comment);
    }

    /// Text of any length; what is not ASCII becomes `?`. Empty text has no card.
    public FitsCards longText(String key, String value) {
        String escaped = value.replaceAll("[^ -~]", "?").replace("'", "''").strip();
        if (escaped.length() > LONGEST_TEXT) {
            text("LONGSTRN", "OGIP 1.0", "text goes on in CONTINUE cards"); // which fitsverify wants
        }
        return escaped.isEmpty() ? this : add(key, "'%-8s'".formatted(escaped), "");
    }

    public FitsCards whole(String key, long value, String comment) {
        return add(key, Long.toString(value), comment);
    }

    /// A number with a decimal point, exact to the last digit of a `double`; `NaN` has no card.
    public FitsCards real(String key, double value, String comment) {
        return Double.isFinite(value) ? add(key, plain(value), comment) : this;
    }

    /// A moment in UTC, to the millisecond.
    public FitsCards time(String key, Instant value, String comment) {
        return text(key, iso(value), comment);
    }

    /// `2025-09-23T20:15:00.000`, UTC.
    public static String iso(Instant value) {
        return DATE.format(value);
    }

    /// A time as the header has it: seconds, to the nanosecond.
    public static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /// `180.0`, `0.000032`, `-10.0`: never an exponent, always a point, at most 18 characters.
    public static String plain(double value) {
        var exact = new BigDecimal(Double.toString(value));
        String text = exact.toPlainString();
        if (text.length() > 18) {
            text = exact.round(new MathContext(12)).toPlainString();
        }
        return text.contains(".") ? text : text + ".0";
    }

    /// All cards so far, in order.
    public List<Card> list() {
        return List.copyOf(cards);
    }

    /// The cards one after the other, without `END` and without padding.
    String joined() {
        var text = new StringBuilder();
        cards.forEach(text::append);
        return text.toString();
    }

    FitsCards add(String key, String value, String comment) {
        if (!key.matches("[A-Z0-9_-]{1,8}")) {
            throw new IllegalArgumentException("FITS keyword " + key);
        }
        cards.add(new Card(key, value, comment.replaceAll("[^ -~]", "?")));
        return this;
    }

    FitsCards addAll(FitsCards others) {
        cards.addAll(others.cards);
        return this;
    }
}
