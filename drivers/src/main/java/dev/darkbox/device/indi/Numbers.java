package dev.darkbox.device.indi;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/// Numbers as they are written in INDI: plain, with an exponent, or sexagesimal; the decimal sign is a dot.
final class Numbers {

    private static final Pattern PLAIN = Pattern.compile("[+-]?[0-9.]+([eE][+-]?[0-9]+)?");
    private static final Pattern SEXAGESIMAL = Pattern.compile("[+-]?[0-9.]+([:; ]+[0-9.]+){1,2}");
    private static final Pattern SEPARATOR = Pattern.compile("[:; ]+");

    private Numbers() {}

    /// The value of `text`; `NaN` for whatever is no number.
    static double parse(String text) {
        String t = text.strip();
        if (t.isEmpty() || t.length() > 64) {
            return Double.NaN;
        }
        return switch (t.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> PLAIN.matcher(t).matches() ? plain(t) : sexagesimal(t);
        };
    }

    private static double plain(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    /// `-12:30:36`, `-0:30`, `10 30.5`, `1;2;3`: degrees or hours, minutes, seconds.
    private static double sexagesimal(String text) {
        if (!SEXAGESIMAL.matcher(text).matches()) {
            return Double.NaN;
        }
        boolean negative = text.startsWith("-");
        double sum = 0;
        double unit = 1;
        String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        for (String part : SEPARATOR.split(unsigned, -1)) {
            sum += plain(part) * unit;
            unit /= 60;
        }
        return negative ? -sum : sum;
    }

    /// Digits with a dot, no exponent, in every locale.
    static String plainText(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    /// Whether a driver that was asked for one value and reports the other took it. Drivers write six digits.
    static boolean same(double asked, double read) {
        return Math.abs(asked - read) <= Math.max(1e-4, 1e-5 * Math.abs(asked));
    }
}
