package dev.darkbox.master;

import dev.darkbox.frame.FitsCards;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which card of a header holds which metric. A keyword is never given to another metric.
final class MetricCards {

    private static final Map<String, Card> METRICS = table("""
            DBXPEDST pedestal_adu          [ADU] level everything stands on
            DBXRDNS  read_noise_adu        [ADU] read noise, typical pixel
            DBXFRNS  frame_noise_adu       [ADU] noise of one frame, typical pixel
            DBXMSNS  master_noise_adu      [ADU] noise of this master, typical pixel
            DBXDARK  dark_adu_per_s        [ADU/s] dark current, typical pixel
            DBXDARKE dark_electrons_per_s  [e-/s] the same
            DBXDSNU  dsnu_adu              [ADU] spread of the pixels without noise
            DBXPATT  pattern_adu           [ADU] the same without hot and cold ones
            DBXROWS  row_sigma_adu         [ADU] spread of the rows' levels
            DBXCOLS  column_sigma_adu      [ADU] spread of the columns' levels
            DBXPSPN  patch_span_adu        [ADU] from darkest to brightest patch
            DBXGLOW  glow_adu              [ADU] brightest corner less the middle
            DBXHTHR  hot_threshold_adu     [ADU] above the median: hot in every season
            DBXHABS  hot_absolute          pixels above that
            DBXCOLD  cold_pixels           cold pixels
            DBXCLIP  clipped_fraction      part of the samples at zero
            DBXSATU  saturated_fraction    part of the pixels at the end of the scale
            DBXLTRND level_trend_adu       [ADU] rise of the level over the set
            DBXLSCAT level_scatter_adu     [ADU] scatter of the frames' levels
            DBXNTRND noise_trend_percent   [%] rise of the noise over the set
            DBXHALF  halves_ratio          noise between the halves over expected
            DBXHCORR halves_correlation    correlation of two such masters
            DBXEGAIN measured_e_gain       [e-/ADU] as hot pixels' noise tells it
            DBXTELEG telegraph_fraction    part of the pixels too noisy
            DBXORDER order_excess_adu      [ADU] on the wrong side of a neighbour
            """);

    private static final Map<String, Card> CHANGE = table("""
            DBXCMEAN mean_percent          [%] change of the mean
            DBXCMEDN median_percent        [%] of the median
            DBXCSIGM sigma_percent         [%] of the standard deviation
            DBXCHOT  hot_percent           [%] of the hot pixels
            DBXCMNFR mean_free_percent     [%] of the mean above the pedestal
            DBXCMDFR median_free_percent   [%] of the median above the pedestal
            DBXCSGFR sigma_free_percent    [%] of the standard deviation without noise
            DBXCHTFR hot_free_percent      [%] of hot pixels above one threshold
            DBXCLEVL level_adu             [ADU] of the median
            DBXCOFFS offset_adu            [ADU] part without electrons
            DBXCLGHT light_adu             [ADU] part with electrons
            DBXCDKSL dark_slope            dark current over what it was
            DBXCDKSE dark_slope_error      standard error of that
            DBXCTEMP temperature_k         [K] that explains it
            DBXCTMPE temperature_error_k   [K] standard error of that
            DBXCGLOW glow_slope            glow over what it was
            DBXCPSPN patch_span_adu        [ADU] smooth part of the difference
            DBXCLEAK leak_span_adu         [ADU] the same without glow
            DBXCPNOI patch_noise_adu       [ADU] noise of a patch
            DBXCCORR correlation           of the fixed pattern
            DBXCCOEX correlation_expected  as noise lets it be
            DBXCPATT pattern_slope         fixed pattern over what it was
            DBXC6SIG six_sigma_fraction    pixels changed by 6 sigma
            DBXC6UNX six_sigma_unexplained the same without what is explained
            DBXCJACC jaccard               hot pixels of both over those of either
            DBXCJAEX jaccard_expected      as noise lets it be
            DBXCNEWH new_hot               pixels that became hot
            DBXCGONE gone_hot              pixels that are hot no more
            DBXCNOIS noise_percent         [%] of a frame's noise
            DBXCNSFR noise_free_percent    [%] the same without electrons
            """);

    private record Card(String key, String comment) {}

    private MetricCards() {}

    /// Adds what is known of a master.
    static void add(FitsCards cards, Assessment assessment) {
        add(cards, METRICS, assessment.metrics());
        add(cards, CHANGE, assessment.change());
    }

    private static void add(FitsCards cards, Map<String, Card> table, Map<String, Double> values) {
        table.forEach((name, card) -> cards.real(card.key(), values.getOrDefault(name, Double.NaN),
                card.comment()));
    }

    /// Metrics of a master, without what changed.
    static Map<String, Double> read(MasterHeader header) {
        return read(header, METRICS);
    }

    /// What had changed when it was made.
    static Map<String, Double> readChange(MasterHeader header) {
        return read(header, CHANGE);
    }

    private static Map<String, Double> read(MasterHeader header, Map<String, Card> table) {
        var values = new LinkedHashMap<String, Double>();
        table.forEach((name, card) -> {
            double value = header.number(card.key());
            if (Double.isFinite(value)) {
                values.put(name, value);
            }
        });
        return values;
    }

    private static Map<String, Card> table(String text) {
        var cards = new LinkedHashMap<String, Card>();
        text.lines().map(line -> line.split("\\s+", 3))
                .forEach(parts -> cards.put(parts[1], new Card(parts[0], parts[2])));
        return cards;
    }
}
