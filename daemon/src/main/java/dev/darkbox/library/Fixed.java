package dev.darkbox.library;

import java.util.Locale;

/// Numbers with so many decimals, quicker than a format: an index of ten thousand masters has a hundred thousand.
final class Fixed {

    private static final double LARGEST = 1e12;
    private static final long[] POWERS = {1, 10, 100, 1000};

    private Fixed() {}

    /// `-0.05` with one decimal is `-0.1`, `0.04` is `0.0`: halves away from zero.
    ///
    /// @param decimals 0..3
    static String of(double value, int decimals) {
        if (!(Math.abs(value) < LARGEST)) {
            return String.format(Locale.ROOT, "%." + decimals + "f", value);
        }
        long power = POWERS[decimals];
        long scaled = Math.round(Math.abs(value) * power);
        var text = new StringBuilder(16);
        if (value < 0 && scaled != 0) {
            text.append('-');
        }
        text.append(scaled / power);
        if (decimals > 0) {
            String part = Long.toString(scaled % power);
            text.append('.').repeat('0', decimals - part.length()).append(part);
        }
        return text.toString();
    }
}
