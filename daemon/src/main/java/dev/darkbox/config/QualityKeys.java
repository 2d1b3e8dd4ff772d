package dev.darkbox.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The thresholds of `[rig.quality]`: what each is called, what it is when left out, and its range. Their meanings
/// stand in the example file.
final class QualityKeys {

    /// Key, usual value, smallest, largest, unit.
    private static final String TABLE = """
            temperature_warn_k   0.2      0.01   50     K
            temperature_hold_k   1        0.01   50     K
            spread_k             0.3      0.01   50     K
            doubling_k           6        1      20     K
            offset_warn_noises   0.5      0.01   1000   noises
            offset_hold_noises   2        0.01   1000   noises
            leak_hold_noises     0.15     0.01   1000   noises
            leak_fail_noises     1        0.01   1000   noises
            light_hold_noises    0.25     0.01   1000   noises
            noise_warn_percent   5        0.1    1000   %
            noise_hold_percent   25       0.1    1000   %
            correlation_loss     0.05     0.001  1
            six_sigma_warn       0.0002   1e-6   1
            six_sigma_fail       0.05     1e-6   1
            order_warn_noises    0.25     0.01   1000   noises
            order_fail_noises    1        0.01   1000   noises
            clipped_warn         0.000001 1e-6   1
            clipped_hold         0.001    1e-6   1
            saturated_warn       0.001    1e-6   1
            saturated_fail       0.01     1e-6   1
            trend_noises         0.25     0.01   1000   noises
            noise_trend_percent  10       0.1    1000   %
            halves_percent       25       1      1000   %
            telegraph_part       0.05     1e-6   1
            telegraph_percent    25       1      1000   %
            fewest_frames        5        2      1000   frames
            hot_electrons_per_s  0.02     1e-6   1000   e-/s
            """;

    private static final List<Key> KEYS = TABLE.lines().map(Key::of).toList();

    private record Key(String name, double usual, double least, double most, String unit) {

        static Key of(String line) {
            String[] parts = line.split(" +", 5);
            return new Key(parts[0], Double.parseDouble(parts[1]), Double.parseDouble(parts[2]),
                    Double.parseDouble(parts[3]), parts.length > 4 ? parts[4] : "");
        }
    }

    private QualityKeys() {}

    /// What holds where nothing is said.
    static Map<String, Double> usual() {
        var values = new LinkedHashMap<String, Double>();
        KEYS.forEach(key -> values.put(key.name(), key.usual()));
        return values;
    }

    /// Every key's value. A milder answer must not come later than a harder one.
    static Map<String, Double> bind(Section quality) {
        var values = new LinkedHashMap<String, Double>();
        for (Key key : KEYS) {
            values.put(key.name(),
                    quality.take(key.name(), Allowed.number(key.least(), key.most(), key.unit()),
                            key.usual()));
        }
        for (String mild : values.keySet()) {
            for (String hard : harder(mild)) {
                if (values.containsKey(hard)
                        && values.getOrDefault(mild, 0.0) > values.getOrDefault(hard, 0.0)
                        && quality.sound(mild, hard)) {
                    quality.wrong(quality.has(mild) ? mild : hard,
                            "%s at most what %s is".formatted(mild, hard));
                }
            }
        }
        return values;
    }

    private static List<String> harder(String mild) {
        var harder = new ArrayList<String>();
        if (mild.contains("_warn")) {
            harder.add(mild.replace("_warn", "_hold"));
            harder.add(mild.replace("_warn", "_fail"));
        } else if (mild.contains("_hold")) {
            harder.add(mild.replace("_hold", "_fail"));
        }
        return harder;
    }
}
