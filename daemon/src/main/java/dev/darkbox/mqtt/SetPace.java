package dev.darkbox.mqtt;

import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.PlannedSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How fast frames come and masters are made, measured as they do. Pure arithmetic on what is told. Threading: the owner's.
final class SetPace {

    /// Before anything was measured: between two frames, from the gate to the first of them, and for each frame of a stack.
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final Duration LEAD = Duration.ofSeconds(15);
    private static final Duration STACKING = Duration.ofMillis(50);
    /// A new measurement counts for one part in so many.
    private static final int MEMORY = 8;

    private Duration between = BETWEEN;
    private boolean measured;
    private Duration lead = LEAD;
    private Duration stackingOne = STACKING;
    private Optional<Instant> ready = Optional.empty();
    private Optional<Instant> exposing = Optional.empty();
    private Optional<Instant> until = Optional.empty();
    private Optional<Instant> full = Optional.empty();
    private int left;

    /// A set begins, or begins again.
    void begin(Instant at, PlannedSet set, int had) {
        left = Math.max(0, set.set().keep() - had);
        left += left == 0 ? 0 : set.set().discard();
        ready = Optional.of(at);
        full = Optional.empty();
        pause();
    }

    /// It is cold enough.
    void opened(Instant at) {
        ready = Optional.of(at);
    }

    /// The camera waits for something: the time to the next frame says nothing.
    void pause() {
        exposing = Optional.empty();
        until = Optional.empty();
    }

    void exposing(RunEvent.Exposing e) {
        ready.ifPresent(since -> lead = Duration.between(since, e.at()));
        ready = Optional.empty();
        if (exposing.isPresent()) {
            measure(Duration.between(exposing.get(), e.at()).minus(e.set().set().exposure()));
            left = Math.max(1, left - 1);
        }
        exposing = Optional.of(e.at());
        until = Optional.of(e.expected());
    }

    private void measure(Duration gap) {
        Duration now = gap.isNegative() ? Duration.ZERO : gap;
        between = measured ? between.plus(now.minus(between).dividedBy(MEMORY)) : now;
        measured = true;
    }

    /// A frame more is to be taken.
    void rejected() {
        left++;
    }

    void ended(Instant at, boolean complete) {
        left = 0;
        pause();
        full = complete ? Optional.of(at) : Optional.empty();
    }

    void mastered(RunEvent.MasterReady e) {
        full.filter(_ -> e.frames() > 0)
                .ifPresent(since -> stackingOne = Duration.between(since, e.at()).dividedBy(e.frames()));
        full = Optional.empty();
    }

    /// Whether the present set's frames are all there.
    boolean over() {
        return left == 0;
    }

    /// What is left of the present set once it is cold.
    Duration left(PlannedSet set, Instant now) {
        if (left == 0) {
            return full.map(since -> positive(stacking(set).minus(Duration.between(since, now))))
                    .orElse(Duration.ZERO);
        }
        Duration frames = until.map(end -> positive(Duration.between(now, end)).plus(between)
                .plus(period(set).multipliedBy(left - 1L)))
                .orElseGet(() -> lead.plus(period(set).multipliedBy(left)));
        return frames.plus(stacking(set));
    }

    /// A set that is not begun.
    ///
    /// @param had frames that are there already
    Duration whole(PlannedSet set, int had) {
        int frames = set.set().keep() + set.set().discard() - had;
        return lead.plus(period(set).multipliedBy(frames)).plus(stacking(set));
    }

    private Duration period(PlannedSet set) {
        return set.set().exposure().plus(between);
    }

    private Duration stacking(PlannedSet set) {
        return stackingOne.multipliedBy(set.set().keep());
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
