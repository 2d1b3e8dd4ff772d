package dev.darkbox.mqtt;

import java.time.Duration;
import java.time.Instant;

/// How often one command may come: once a second, five times at once when it was quiet before.
///
/// Threading: any.
final class CommandRate {

    /// Whether there was room.
    enum Answer {
        YES,
        /// No, and this is the first no since it was quiet.
        NO,
        /// No, as was said before.
        STILL_NO
    }

    private static final int MOST = 5;
    private static final Duration EACH = Duration.ofSeconds(1);
    private static final Duration FULL = EACH.multipliedBy(MOST);

    private Duration saved = FULL;
    private Instant last;
    private boolean told;

    CommandRate(Instant now) {
        last = now;
    }

    synchronized Answer ask(Instant now) {
        Duration passed = Duration.between(last, now);
        last = now;
        if (passed.isPositive()) {
            saved = passed.compareTo(FULL.minus(saved)) >= 0 ? FULL : saved.plus(passed);
        }
        if (saved.equals(FULL)) {
            told = false;
        }
        if (saved.compareTo(EACH) >= 0) {
            saved = saved.minus(EACH);
            return Answer.YES;
        }
        if (told) {
            return Answer.STILL_NO;
        }
        told = true;
        return Answer.NO;
    }
}
