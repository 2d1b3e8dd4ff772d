package dev.darkbox.mqtt;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Events and replies that wait, oldest first. When there are too many, the oldest go.
///
/// Threading: guarded by the [Outbox].
final class ToldQueue {

    /// Characters of all of them.
    static final int MOST_CHARACTERS = 1_000_000;

    private final Deque<Parcel.Told> waiting = new ArrayDeque<>();
    private int characters;
    private long dropped;

    void add(Parcel.Told told) {
        waiting.addLast(told);
        characters += told.text().length();
        trim();
    }

    /// They may have arrived or not, and were older than all that wait.
    void back(List<Parcel.Told> unacknowledged) {
        for (Parcel.Told told : unacknowledged.reversed()) {
            waiting.addFirst(told);
            characters += told.text().length();
        }
        trim();
    }

    /// The next one to send, when it may travel now. Expired ones are dropped.
    Optional<Parcel> next(boolean idle, Instant now) {
        while (!waiting.isEmpty() && !now.isBefore(waiting.getFirst().expires())) {
            removeFirst();
            dropped++;
        }
        if (waiting.isEmpty() || (waiting.getFirst().suspicion().travelsAlone() && !idle)) {
            return Optional.empty();
        }
        return Optional.of(removeFirst());
    }

    int size() {
        return waiting.size();
    }

    /// Never sent: too many, or expired.
    long dropped() {
        return dropped;
    }

    private void trim() {
        while (waiting.size() > Board.MOST_TOLD || characters > MOST_CHARACTERS) {
            removeFirst();
            dropped++;
        }
    }

    private Parcel.Told removeFirst() {
        Parcel.Told first = waiting.removeFirst();
        characters -= first.text().length();
        return first;
    }
}
