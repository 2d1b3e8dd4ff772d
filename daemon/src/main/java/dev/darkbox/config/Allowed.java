package dev.darkbox.config;

import dev.darkbox.device.Celsius;
import dev.darkbox.plan.KeepRaw;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What may follow a key's `=`: how it reads in a message, and how it becomes a value.
///
/// @param text for a person, after `allowed: `
/// @param standIn used in place of a value that is wrong, so that reading can go on
/// @param reader gets what TOML made of it (`Long`, `Double`, `String`, `Boolean`, ...); empty when not allowed
record Allowed<T>(String text, T standIn, Function<Object, Optional<T>> reader) {

    /// Letters, digits, `+` and `-`: safe in a file name on every system and in an MQTT topic.
    static final String NAME = "[A-Za-z0-9+-]{1,32}";
    /// Longest text that fits one FITS card.
    static final int CARD = 68;

    Optional<T> read(Object value) {
        return reader.apply(value);
    }

    /// The same with a further condition, told in place of the old text.
    Allowed<T> when(String newText, Function<T, Boolean> holds) {
        return new Allowed<>(newText, standIn, value -> read(value).filter(holds::apply));
    }

    <U> Allowed<U> map(Function<T, U> to) {
        return new Allowed<>(text, to.apply(standIn), value -> read(value).map(to));
    }

    static Allowed<Boolean> flag() {
        return new Allowed<>("true or false", false, value -> value instanceof Boolean b
                ? Optional.of(b)
                : Optional.empty());
    }

    /// Yes, no, or `"until-promoted"`.
    static Allowed<KeepRaw> keepRaw() {
        return new Allowed<>("true, false or \"until-promoted\"", KeepRaw.ALWAYS, value -> switch (value) {
            case Boolean b -> Optional.of(b ? KeepRaw.ALWAYS : KeepRaw.NEVER);
            case String s when s.equals("until-promoted") -> Optional.of(KeepRaw.UNTIL_PROMOTED);
            default -> Optional.empty();
        });
    }

    /// Yes, no, or `"auto"`: empty, somebody else decides.
    static Allowed<Optional<Boolean>> flagOrAuto() {
        return new Allowed<>("true, false or \"auto\"", Optional.empty(), value -> switch (value) {
            case Boolean b -> Optional.of(Optional.of(b));
            case String s when s.equals("auto") -> Optional.of(Optional.empty());
            default -> Optional.empty();
        });
    }

    static Allowed<Integer> whole(int min, int max) {
        return wholeLong(min, max).map(Math::toIntExact);
    }

    static Allowed<Long> wholeLong(long min, long max) {
        return new Allowed<>("a whole number " + min + ".." + max, min,
                value -> value instanceof Long n && n >= min && n <= max ? Optional.of(n) : Optional.empty());
    }

    /// A camera setting: a whole number, or `"none"` for a camera without it.
    static Allowed<Integer> setting(int max, int none) {
        var number = whole(0, max);
        return new Allowed<>(number.text() + ", or \"none\"", none,
                value -> "none".equals(value) ? Optional.of(none) : number.read(value));
    }

    /// A number with three decimals that count, given as thousandths: kelvins become millikelvins.
    static Allowed<Integer> thousandths(double min, double max, String unit) {
        return number(min, max, unit).map(number -> Math.toIntExact(Math.round(number * 1000)));
    }

    static Allowed<Celsius> celsius(double min, double max) {
        return number(min, max, "°C").map(Celsius::of);
    }

    static Allowed<Double> number(double min, double max, String unit) {
        String range = "a number " + plain(min) + ".." + plain(max) + (unit.isEmpty() ? "" : " " + unit);
        return new Allowed<>(range, min, value -> switch (value) {
            case Long n when n >= min && n <= max -> Optional.of(n.doubleValue());
            case Double d when d >= min && d <= max -> Optional.of(d);
            default -> Optional.empty();
        });
    }

    /// A length of time in quotes: `"90s"`, `"10m"`, `"1h30m"`, `"0.1s"`.
    static Allowed<Duration> time(Duration min, Duration max) {
        return new Allowed<>("a time \"%s\" to \"%s\", such as \"90s\", \"10m\" or \"1h30m\""
                .formatted(Times.text(min), Times.text(max)), min,
                value -> value instanceof String s
                        ? Times.parse(s).filter(t -> t.compareTo(min) >= 0 && t.compareTo(max) <= 0)
                        : Optional.empty());
    }

    /// Seconds as a number, or a time in quotes; whole microseconds above zero.
    static Allowed<Duration> exposure(Duration max) {
        String text = "an exposure up to %d s, such as 180, 5.4 or \"3m\", in steps of 0.000001 s"
                .formatted(max.toSeconds());
        return new Allowed<>(text, max, value -> {
            Optional<Duration> time = switch (value) {
                case Long n -> Times.seconds(BigDecimal.valueOf(n));
                case Double d when Double.isFinite(d) -> Times.seconds(BigDecimal.valueOf(d));
                case String s -> Times.parse(s);
                default -> Optional.empty();
            };
            return time.filter(t -> t.isPositive() && t.compareTo(max) <= 0 && t.toNanosPart() % 1000 == 0);
        });
    }

    /// A short name that will stand in file names.
    static Allowed<String> name() {
        return matching(NAME, "1 to 32 letters, digits, \"+\" or \"-\" (it becomes part of file names)",
                "name");
    }

    static Allowed<String> matching(String regex, String text, String standIn) {
        return new Allowed<>(text, standIn,
                value -> value instanceof String s && s.matches(regex) ? Optional.of(s) : Optional.empty());
    }

    /// Text for a FITS header.
    static Allowed<String> card() {
        return matching("[ -~]{0," + CARD + "}", "text of at most " + CARD + " plain ASCII characters", "");
    }

    /// Bytes with a binary unit: `"128M"` is 128 MiB.
    static Allowed<Long> bytes(long min, long max) {
        String text = "an amount of memory \"%dM\" to \"%dG\", such as \"128M\"".formatted(min >> 20,
                max >> 30);
        return new Allowed<>(text, min, value -> {
            if (!(value instanceof String s) || !s.matches("\\d{1,6}[KMG]")) {
                return Optional.empty();
            }
            int shift = 10 * (1 + "KMG".indexOf(s.charAt(s.length() - 1)));
            long bytes = Long.parseLong(s.substring(0, s.length() - 1)) << shift;
            return bytes >= min && bytes <= max ? Optional.of(bytes) : Optional.empty();
        });
    }

    /// One of an enum's names, in lower case with `-` for `_`.
    static <E extends Enum<E>> Allowed<E> oneOf(Class<E> type) {
        E[] all = type.getEnumConstants();
        String words = Arrays.stream(all).map(e -> '"' + word(e) + '"').collect(Collectors.joining(", "));
        return new Allowed<>(words, all[0],
                value -> Arrays.stream(all).filter(e -> word(e).equals(value)).findFirst());
    }

    static Allowed<String> oneOf(List<String> words) {
        return new Allowed<>('"' + String.join("\", \"", words) + '"', words.getFirst(),
                value -> words.stream().filter(value::equals).findFirst());
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN).stripTrailingZeros()
                .toPlainString();
    }
}
