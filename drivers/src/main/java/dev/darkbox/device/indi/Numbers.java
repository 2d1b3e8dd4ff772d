package dev.darkbox.device.indi;

import java.math.BigDecimal;
import java.util.Locale;

/// Numbers as they are written in INDI: plain, with an exponent, or sexagesimal; the decimal sign is a dot.
final class Numbers {

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
            default -> t.matches("[+-]?[0-9.]+([eE][+-]?[0-9]+)?") ? plain(t) : sexagesimal(t);
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
        if (!text.matches("[+-]?[0-9.]+([:; ]+[0-9.]+){1,2}")) {
            return Double.NaN;
        }
        boolean negative = text.startsWith("-");
        double sum = 0;
        double unit = 1;
        for (String part : text.replaceFirst("^[+-]", "").split("[:; ]+", -1)) {
            sum += plain(part) * unit;
            unit /= 60;
        }
        return negative ? -sum : sum;
    }

    /// Digits with a dot, no exponent, in every locale.
    static String plainText(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    /// Whether a driver that was asked for one value and reports the other took it.
    static boolean same(double asked, double read) {
        return Math.abs(asked - read) <= 1e-4 * Math.max(1, Math.abs(asked));
    }
}
