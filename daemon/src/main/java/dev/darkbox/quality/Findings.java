package dev.darkbox.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Collects what is found. Not thread-safe.
final class Findings {

    private final List<Finding> found = new ArrayList<>();

    /// A figure with two limits.
    ///
    /// @param unit with its blank, e.g. ` ADU`
    record Bounds(double low, Verdict.Kind atLow, double high, Verdict.Kind atHigh, String unit) {

        /// What a figure is answered with; empty for one that is unknown or within both.
        Optional<Verdict.Kind> answer(double value) {
            if (value > high) {
                return Optional.of(atHigh);
            }
            return value > low ? Optional.of(atLow) : Optional.empty();
        }

        double passed(double value) {
            return value > high ? high : low;
        }
    }

    /// Adds a finding when a figure is beyond a limit.
    ///
    /// @param text what was measured; the limit is put behind it
    /// @return whether it was
    boolean check(String code, double value, Bounds bounds, String text, String cause) {
        Optional<Verdict.Kind> kind = bounds.answer(value);
        kind.ifPresent(k -> add(code, k, value, bounds.passed(value), bounds.unit, text, cause));
        return kind.isPresent();
    }

    void add(String code, Verdict.Kind kind, double value, double limit, String unit, String text,
            String cause) {
        add(new Finding(code, kind, value, limit, unit.strip(), text + "; limit " + number(limit) + unit,
                cause));
    }

    /// Who does not know a figure does not find anything by it.
    void add(Finding finding) {
        if (!Double.isNaN(finding.value()) && !Double.isNaN(finding.limit())) {
            found.add(finding);
        }
    }

    /// The worst first; of those alike the one that was found first.
    List<Finding> worstFirst() {
        return found.stream().sorted(Comparator.comparing(Finding::kind).reversed()).toList();
    }

    List<String> codes() {
        return found.stream().map(Finding::code).toList();
    }

    /// A change as people write it: `+4.2 %`, `from 0`, `unknown`.
    static String percent(double was, double is, double percent) {
        if (Double.isFinite(percent)) {
            return String.format(Locale.ROOT, "%+.1f %%", percent);
        }
        return was == 0 && is != 0 ? "from 0" : "unknown";
    }

    /// Three digits, as people write them: `0.00012`, `4.1`, `12345`.
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "unknown";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return Long.toString((long) value);
        }
        int digits = 2 - (int) Math.floor(Math.log10(Math.abs(value)));
        String text = String.format(Locale.ROOT, "%." + Math.clamp(digits, 0, 9) + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    static String signed(double value) {
        return (value > 0 ? "+" : "") + number(value);
    }
}
