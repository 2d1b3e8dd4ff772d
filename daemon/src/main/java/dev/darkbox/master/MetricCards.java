package dev.darkbox.master;

import dev.darkbox.frame.FitsCards;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which card of a header holds which metric.
final class MetricCards {

    /// Keyword, name, comment. A keyword is never given to another metric.
    private static final Map<String, String[]> CARDS = table(
            """
                    DBXRDNS  read_noise_adu         [ADU] noise of a frame between two frames
                    DBXDARK  dark_adu_per_s         [ADU/s] dark signal, median
                    DBXDSNU  dsnu_adu               [ADU] spread of pixels without their noise
                    DBXROWS  row_sigma_adu          [ADU] spread of row medians
                    DBXCOLS  column_sigma_adu       [ADU] spread of column medians
                    DBXPSPN  patch_span_adu         [ADU] brightest less darkest patch
                    DBXHTHR  hot_threshold_adu      [ADU] absolute limit of hot pixels
                    DBXHABS  hot_absolute           pixels above it
                    """);

    private MetricCards() {}

    /// Adds what is known.
    static FitsCards add(FitsCards cards, Map<String, Double> metrics) {
        CARDS.forEach((name, card) -> {
            double value = metrics.getOrDefault(name, Double.NaN);
            if (Double.isFinite(value)) {
                cards.real(card[0], value, card[1]);
            }
        });
        return cards;
    }

    static Map<String, Double> read(MasterHeader header) {
        var metrics = new LinkedHashMap<String, Double>();
        CARDS.forEach((name, card) -> {
            double value = header.number(card[0]);
            if (Double.isFinite(value)) {
                metrics.put(name, value);
            }
        });
        return Map.copyOf(metrics);
    }

    private static Map<String, String[]> table(String text) {
        var cards = new LinkedHashMap<String, String[]>();
        text.lines().map(line -> line.split("\\s+", 3))
                .forEach(parts -> cards.put(parts[1], new String[]{parts[0], parts[2]}));
        return cards;
    }
}
