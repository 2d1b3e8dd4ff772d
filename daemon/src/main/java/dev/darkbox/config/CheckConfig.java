package dev.darkbox.config;

import java.time.Duration;

/// The `[rig.check]` section: how spot checks and validations take their frames.
///
/// @param frames of a spot check, for each master, default 5
/// @param soak how long the sensor stays inside the tolerance before the first of them, default 3 min; never longer than
///     that of a refresh. The tolerance is the refresh's
public record CheckConfig(int frames, Duration soak) {

    private static final int FEWEST = 3;
    private static final int MOST = 50;

    /// 5 frames, 3 minutes.
    public static CheckConfig usual() {
        return new CheckConfig(5, Duration.ofMinutes(3));
    }

    static CheckConfig bind(Section check) {
        var config = new CheckConfig(
                check.take("frames", Allowed.whole(FEWEST, MOST), usual().frames()),
                check.take("soak", Allowed.time(Duration.ZERO, Duration.ofHours(2)), usual().soak()));
        check.done();
        return config;
    }
}
