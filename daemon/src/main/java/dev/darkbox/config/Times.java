package dev.darkbox.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time as people write them: `1h30m`, `180s`, `5.4s`.
final class Times {

    private static final Pattern FORM = Pattern
            .compile("(?:(\\d{1,4})h)?(?:(\\d{1,5})m)?(?:(\\d{1,7}(?:\\.\\d{1,9})?)s)?");
    private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(1_000_000_000);

    private Times() {}

    /// Hours, minutes, seconds, each at most once, at least one of them.
    static Optional<Duration> parse(String text) {
        var parts = FORM.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            return Optional.empty();
        }
        BigDecimal seconds = part(parts, 1).multiply(BigDecimal.valueOf(3600))
                .add(part(parts, 2).multiply(BigDecimal.valueOf(60)))
                .add(part(parts, 3));
        return seconds(seconds);
    }

    /// Exact; empty when negative, longer than 30 years or finer than a nanosecond.
    static Optional<Duration> seconds(BigDecimal seconds) {
        if (seconds.signum() < 0 || seconds.compareTo(LONGEST_SECONDS) > 0
                || seconds.stripTrailingZeros().scale() > 9) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(seconds.movePointRight(9).longValueExact()));
    }

    /// The shortest form [#parse] reads back.
    static String text(Duration time) {
        String hours = time.toHours() == 0 ? "" : time.toHours() + "h";
        String minutes = time.toMinutesPart() == 0 ? "" : time.toMinutesPart() + "m";
        BigDecimal rest = BigDecimal.valueOf(time.toSecondsPart())
                .add(BigDecimal.valueOf(time.toNanosPart(), 9));
        boolean zero = rest.signum() == 0;
        String seconds = zero && !time.isZero() ? "" : rest.stripTrailingZeros().toPlainString() + "s";
        return hours + minutes + seconds;
    }

    private static BigDecimal part(Matcher parts, int group) {
        return Optional.ofNullable(parts.group(group)).map(BigDecimal::new).orElse(BigDecimal.ZERO);
    }
}
