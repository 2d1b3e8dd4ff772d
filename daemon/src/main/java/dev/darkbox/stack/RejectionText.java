package dev.darkbox.stack;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Rejections as people write them: `winsorized:3:3`, or `winsorized` for its usual numbers.
public final class RejectionText {

    /// What may be written, for help texts.
    public static final String ALLOWED = "winsorized:3:3, sigma:3:3, mad:3:3, linear:5:5, esd:0.3:0.05,"
            + " percentile:0.2:0.1, minmax:1:1 or none";

    private RejectionText() {}

    /// Reads a rejection.
    ///
    /// @throws IllegalArgumentException with one line that says what is wrong and what is allowed
    public static Rejection parse(String text) {
        String[] parts = text.strip().split(":", -1);
        return switch (parts[0]) {
            case "none" -> {
                if (parts.length != 1) {
                    throw wrong(text, "none takes no numbers");
                }
                yield new Rejection.None();
            }
            case "winsorized" -> factors(text, parts, 3, Rejection.Winsorized::new);
            case "sigma" -> factors(text, parts, 3, Rejection.Sigma::new);
            case "mad" -> factors(text, parts, 3, Rejection.Mad::new);
            case "linear" -> factors(text, parts, 5, Rejection.LinearFit::new);
            case "esd" -> new Rejection.Esd(number(text, parts, 1, 0.3, 0, 0.5),
                    number(text, parts, 2, 0.05, 1e-9, 0.5));
            case "percentile" -> new Rejection.Percentile(
                    number(text, parts, 1, 0.2, 0, 1), number(text, parts, 2, 0.1, 0, 1000));
            case "minmax" -> new Rejection.MinMax(whole(text, parts, 1), whole(text, parts, 2));
            default -> throw wrong(text, "\"" + parts[0] + "\" is unknown");
        };
    }

    /// The same rejection as [#parse] reads it.
    public static String text(Rejection rejection) {
        return words(rejection).replace("no rejection", "none").replace(' ', ':').replace('/', ':');
    }

    /// A rejection for logs and headers, e.g. `winsorized 3/3`.
    public static String words(Rejection rejection) {
        return switch (rejection) {
            case Rejection.None() -> "no rejection";
            case Rejection.Winsorized(double low, double high) -> words("winsorized", low, high);
            case Rejection.Sigma(double low, double high) -> words("sigma", low, high);
            case Rejection.Mad(double low, double high) -> words("mad", low, high);
            case Rejection.LinearFit(double low, double high) -> words("linear", low, high);
            case Rejection.Esd(double outliers, double significance) -> words("esd", outliers, significance);
            case Rejection.Percentile(double low, double high) -> words("percentile", low, high);
            case Rejection.MinMax(int low, int high) -> words("minmax", low, high);
        };
    }

    private interface TwoNumbers {
        Rejection of(double low, double high);
    }

    private static Rejection factors(String text, String[] parts, double usual, TwoNumbers kind) {
        return kind.of(number(text, parts, 1, usual, 0.1, 1000), number(text, parts, 2, usual, 0.1, 1000));
    }

    private static double number(String text, String[] parts, int index, double usual, double least,
            double most) {
        if (parts.length == 1) {
            return usual;
        }
        if (parts.length != 3) {
            throw wrong(text, "two numbers are needed");
        }
        double value;
        try {
            value = Double.parseDouble(parts[index]);
        } catch (NumberFormatException _) {
            throw wrong(text, "\"" + parts[index] + "\" is no number");
        }
        if (!(value >= least && value <= most)) {
            throw wrong(text, parts[index] + " is not in " + plain(least) + ".." + plain(most));
        }
        return value;
    }

    private static int whole(String text, String[] parts, int index) {
        double value = number(text, parts, index, 1, 0, 2000);
        if (value != Math.rint(value)) {
            throw wrong(text, parts[index] + " is no whole number");
        }
        return (int) value;
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException(
                "rejection \"" + text + "\": " + why + "; allowed are " + ALLOWED);
    }

    private static String words(String name, double... numbers) {
        return name + " "
                + Arrays.stream(numbers).mapToObj(RejectionText::plain).collect(Collectors.joining("/"));
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
