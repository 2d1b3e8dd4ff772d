package dev.darkbox.device.usb;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Exposure;
import java.time.Duration;
import java.time.Instant;

/// An exposure that was begun.
///
/// @param byHost whether we wait for its end, from `beganNanos`
/// @param beganNanos of [dev.darkbox.device.Time#nanos]
/// @param sweptNanos when the vertical registers were emptied last
/// @param sensor its temperature at the start
record SxExposing(Exposure asked, boolean byHost, Instant start, long beganNanos, long sweptNanos,
        Celsius sensor) {

    /// So near the end the vertical registers are not emptied any more. Source: SDK Documentation, Issue F (2015).
    static final Duration LAST_SWEEP = Duration.ofSeconds(4);
    /// During long exposures the vertical registers are emptied so often, and once near the end. Source: as above.
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(30);
    private static final Duration LAST_SWEEP_FROM = Duration.ofSeconds(10);
    /// How late an exposure's end may be: a hundredth of it, and within these. A bias frame is as short as it can be.
    private static final Duration LEAST_LATE = Duration.ofMillis(2);
    private static final Duration MOST_LATE = Duration.ofMillis(20);

    /// Until its end; negative after it.
    long leftNanos(long nowNanos) {
        return beganNanos + asked.duration().toNanos() - nowNanos;
    }

    /// Whether the vertical registers are to be emptied now.
    boolean isSweepDue(long nowNanos) {
        long left = leftNanos(nowNanos);
        long since = nowNanos - sweptNanos;
        boolean last = left <= LAST_SWEEP_FROM.toNanos() && since > LAST_SWEEP_FROM.toNanos();
        return byHost && left >= LAST_SWEEP.toNanos() && (last || since >= SWEEP_EVERY.toNanos());
    }

    SxExposing swept(long nowNanos) {
        return new SxExposing(asked, byHost, start, beganNanos, nowNanos, sensor);
    }

    /// What it was, if it ended after `took`: the exposure that was meant, or the one it became because the host was later
    /// than anybody would call on time.
    Duration told(Duration took) {
        Duration meant = longest(asked.duration(), SxIdentity.SHORTEST);
        return took.minus(meant).compareTo(mayBeLate()) > 0 ? took : meant;
    }

    private Duration mayBeLate() {
        Duration part = longest(asked.duration().dividedBy(100), LEAST_LATE);
        return asked.duration().isZero() || part.compareTo(MOST_LATE) > 0 ? MOST_LATE : part;
    }

    static Duration longest(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }
}
