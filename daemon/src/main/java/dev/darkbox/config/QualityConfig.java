package dev.darkbox.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The `[rig.quality]` section: how a new master is judged.
///
/// @param driftPercent largest change of mean, median, standard deviation or hot pixel count that is not flagged,
///     default 10
/// @param onDrift verdict of a flagged master, default `HOLD`
/// @param limits every other threshold by its key, see [QualityKeys]
public record QualityConfig(double driftPercent, OnDrift onDrift, Map<String, Double> limits) {

    public QualityConfig {
        limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
    }

    /// With the usual thresholds.
    public QualityConfig(double driftPercent, OnDrift onDrift) {
        this(driftPercent, onDrift, QualityKeys.usual());
    }

    /// What becomes of a flagged master.
    public enum OnDrift {
        /// It is published and the verdict says so.
        WARN,
        /// It waits for a person's word.
        HOLD,
        /// It is not published.
        FAIL
    }

    static QualityConfig bind(Section quality) {
        var config = new QualityConfig(
                quality.take("drift_percent", Allowed.number(0.1, 1000, "%"), 10.0),
                quality.take("on_drift", Allowed.oneOf(OnDrift.class), OnDrift.HOLD),
                QualityKeys.bind(quality));
        quality.done();
        return config;
    }
}
