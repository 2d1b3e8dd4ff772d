package dev.darkbox.cli;

import dev.darkbox.frame.FitsCards;
import dev.darkbox.frame.FitsImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What the headers of all frames of a stack say alike, and its master says therefore as well.
///
/// @param values by keyword, as they stand in the header of the first frame
/// @param differing keywords that the frames do not agree on, each with what they say, e.g. `EXPTIME (240.0, 360.0)`
record CommonCards(Map<String, String> values, List<String> differing) {

    /// Text, in quotes.
    private static final List<String> TEXTS = List.of("IMAGETYP", "INSTRUME", "READOUTM", "FILTER",
            "BAYERPAT",
            "ROWORDER");
    /// Numbers that must be the same.
    private static final List<String> NUMBERS = List.of("EXPTIME", "EXPOSURE", "GAIN", "OFFSET", "EGAIN",
            "SET-TEMP", "XBINNING", "YBINNING", "XPIXSZ", "YPIXSZ", "XBAYROFF", "YBAYROFF");
    /// Measured anew for each frame: the mean, as long as they are near to each other.
    private static final String MEASURED = "CCD-TEMP";
    /// As far as a master's temperature may be from a light's.
    private static final double MEASURED_SPAN = 0.5;
    private static final String MISSING = "none";
    private static final int MOST_TOLD = 4;

    /// Reads every header.
    static CommonCards of(List<Path> frames) throws IOException {
        var headers = new ArrayList<FitsImage>();
        for (Path frame : frames) {
            headers.add(FitsImage.of(frame));
        }
        var common = new CommonCards(new LinkedHashMap<>(), new ArrayList<>());
        TEXTS.forEach(key -> common.exactly(key, headers));
        NUMBERS.forEach(key -> common.exactly(key, headers));
        common.measured(headers);
        return common;
    }

    private void exactly(String key, List<FitsImage> headers) {
        List<String> all = headers.stream().map(header -> header.header().getOrDefault(key, MISSING))
                .distinct()
                .toList();
        if (all.size() == 1 || areOneNumber(key, headers)) {
            take(key, all.getFirst());
        } else {
            differ(key, all.stream().map(CommonCards::shown).toList());
        }
    }

    /// `240.0` for `+2.400000000000E+002`.
    private static String shown(String value) {
        double number = value.contains("E") ? number(value) : Double.NaN;
        return Double.isNaN(number) ? value : FitsCards.plain(number);
    }

    /// `180.` and `180.0` are one.
    private static boolean areOneNumber(String key, List<FitsImage> headers) {
        return headers.getFirst().number(key).isPresent()
                && headers.stream().map(header -> header.number(key)).distinct().count() == 1;
    }

    private void measured(List<FitsImage> headers) {
        List<Double> all = headers.stream().map(header -> header.number(MEASURED))
                .filter(OptionalDouble::isPresent).map(OptionalDouble::getAsDouble)
                .toList();
        var sorted = new TreeSet<>(all);
        if (sorted.isEmpty()) {
            return;
        }
        if (all.size() == headers.size() && sorted.last() - sorted.first() <= MEASURED_SPAN) {
            double mean = all.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            take(MEASURED, String.format(Locale.ROOT, "%.3f", mean));
        } else {
            List<String> told = all.size() < headers.size() ? List.of(MISSING) : List.of();
            differ(MEASURED, Stream.concat(
                    Stream.of(sorted.first(), sorted.last()).map(FitsCards::plain), told.stream())
                    .distinct().toList());
        }
    }

    private void take(String key, String value) {
        if (!value.equals(MISSING) && !value.isEmpty()) {
            values.put(key, value);
        }
    }

    private void differ(String key, List<String> all) {
        String more = all.size() > MOST_TOLD ? ", … %d values".formatted(all.size()) : "";
        differing.add(
                "%s (%s%s)".formatted(key, String.join(", ", all.stream().limit(MOST_TOLD).toList()), more));
    }

    /// Adds the cards to a header.
    FitsCards to(FitsCards cards) {
        values.forEach((key, value) -> {
            if (TEXTS.contains(key)) {
                cards.text(key, value, "as all frames have it");
            } else if (value.matches("[+-]?\\d{1,18}")) {
                cards.whole(key, Long.parseLong(value), "as all frames have it");
            } else {
                cards.real(key, number(value),
                        key.equals(MEASURED) ? "mean of the frames" : "as all frames have it");
            }
        });
        return cards;
    }

    private static double number(String value) {
        try {
            return Double.parseDouble(value.replace('D', 'E'));
        } catch (NumberFormatException _) {
            return Double.NaN; // has no card
        }
    }

    /// One line; empty when the frames agree.
    List<String> lines() {
        return differing.isEmpty()
                ? List.of()
                : List.of("the frames differ, the master does not tell: " + String.join(", ", differing));
    }
}
