package dev.darkbox.mqtt;

import java.time.Instant;

/// A kept topic: its newest content, and how far the broker has it.
///
/// ```
///              new content             handed out               has it
///  SETTLED ------------------> WAITING ----------> ON_ITS_WAY ----------> SETTLED
///     ^                           ^                    | refused
///     |                           +------ HELD <-------+
///     +---- (every new connection: SETTLED -> WAITING, but for pictures of a broker that still knows us)
/// ```
///
/// Threading: guarded by the [Outbox].
final class Slot {

    enum State { SETTLED, WAITING, ON_ITS_WAY, HELD }

    private final String topic;
    private final Suspicion suspicion = new Suspicion();
    private Content content;
    private long revision;
    private State state = State.SETTLED;
    private Instant heldUntil = Instant.EPOCH;

    Slot(String topic, Content content) {
        this.topic = topic;
        this.content = content;
    }

    String topic() {
        return topic;
    }

    Suspicion suspicion() {
        return suspicion;
    }

    Content content() {
        return content;
    }

    /// Grows with each new content.
    long revision() {
        return revision;
    }

    State state() {
        return state;
    }

    Instant heldUntil() {
        return heldUntil;
    }

    void content(Content newer) {
        content = newer;
        revision++;
    }

    void state(State next) {
        state = next;
    }

    void hold(Instant until) {
        state = State.HELD;
        heldUntil = until;
    }
}
