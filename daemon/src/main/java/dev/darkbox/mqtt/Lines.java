package dev.darkbox.mqtt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Lines for who listens just now: ten a second at most, and none is kept for later.
///
/// Threading: guarded by the [Outbox].
final class Lines {

    /// In any second.
    static final int MOST = 10;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Deque<Instant> recent = new ArrayDeque<>(MOST);
    private final Deque<Parcel.Mentioned> waiting = new ArrayDeque<>(MOST);
    private boolean open;

    /// Takes one if it can be sent now.
    ///
    /// @return false when it is not sent
    boolean add(Parcel.Mentioned line, Instant now) {
        while (!recent.isEmpty() && !now.isBefore(recent.getFirst().plus(SECOND))) {
            recent.removeFirst();
        }
        if (!open || recent.size() == MOST || waiting.size() == MOST) {
            return false;
        }
        recent.addLast(now);
        waiting.addLast(line);
        return true;
    }

    Optional<Parcel> next() {
        return Optional.ofNullable(waiting.pollFirst());
    }

    /// Somebody may listen from now on, or nobody.
    void open(boolean connected) {
        open = connected;
        waiting.clear();
    }
}
