package dev.darkbox.config;

/// The `[rig.quality]` section: how a new master is compared with the one before.
///
/// @param driftPercent largest change of mean, median, standard deviation or hot pixel count that is not flagged,
///     default 10
/// @param onDrift verdict of a flagged master, default `HOLD`
public record QualityConfig(double driftPercent, OnDrift onDrift) {

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
                quality.take("on_drift", Allowed.oneOf(OnDrift.class), OnDrift.HOLD));
        quality.done();
        return config;
    }
}
