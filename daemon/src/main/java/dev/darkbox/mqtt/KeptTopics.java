package dev.darkbox.mqtt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Every kept topic once, in the order they were first kept, and which of them the broker still has to get.
///
/// Threading: guarded by the [Outbox].
final class KeptTopics {

    /// Different topics.
    static final int MOST_TOPICS = 2_000;

    /// Characters of all of them.
    static final int MOST_CHARACTERS = 4_000_000;

    /// A topic that was refused is tried again after this.
    static final Duration REFUSED = Duration.ofMinutes(5);

    /// A content that costs connections is tried again after this, unless there is a newer one.
    static final Duration PROVEN = Duration.ofHours(1);

    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final Deque<Slot> waiting = new ArrayDeque<>();
    private int characters;
    private int unsettled;
    private Instant nextHeld = Instant.MAX;

    /// The content from now on.
    ///
    /// @return false when there is no room for it
    boolean put(String topic, Content content) {
        Slot slot = slots.get(topic);
        int before = slot == null ? 0 : slot.content().characters();
        int more = content.characters() - before;
        boolean tooMany = slot == null && slots.size() >= MOST_TOPICS;
        if (tooMany || (more > 0 && characters + more > MOST_CHARACTERS)) {
            return false;
        }
        characters += more;
        if (slot == null) {
            slot = new Slot(topic, content);
            slots.put(topic, slot);
            enqueue(slot);
        } else if (!slot.content().sameAs(content)) {
            slot.content(content);
            changed(slot);
        }
        return true;
    }

    private void changed(Slot slot) {
        switch (slot.state()) {
            case SETTLED -> enqueue(slot);
            case WAITING, ON_ITS_WAY -> {
            }
            case HELD -> {
                if (slot.suspicion().proven()) {
                    slot.suspicion().clear();
                    enqueue(slot);
                }
            }
        }
    }

    /// Everything once more, pictures last: a broker forgets.
    ///
    /// @param pictures also those that the broker has; they are a hundred times as large as all the rest
    /// @return how many wait
    int again(boolean pictures) {
        waiting.clear();
        slots.values().stream().filter(slot -> !(slot.content() instanceof Content.Picture))
                .forEach(this::onceMore);
        slots.values().stream().filter(slot -> slot.content() instanceof Content.Picture)
                .filter(slot -> pictures || slot.state() != Slot.State.SETTLED).forEach(this::onceMore);
        return waiting.size();
    }

    private void onceMore(Slot slot) {
        switch (slot.state()) {
            case SETTLED, WAITING -> enqueue(slot);
            case HELD -> {
                if (!slot.suspicion().proven()) {
                    enqueue(slot);
                }
            }
            case ON_ITS_WAY -> {
            }
        }
    }

    /// The next one to send, when it may travel now.
    ///
    /// @param idle nothing is on its way
    Optional<Parcel> next(boolean idle, Instant now) {
        release(now);
        Slot slot = waiting.peekFirst();
        if (slot == null || (slot.suspicion().travelsAlone() && !idle)) {
            return Optional.empty();
        }
        waiting.removeFirst();
        slot.state(Slot.State.ON_ITS_WAY);
        return Optional.of(new Parcel.Kept(slot, slot.content(), slot.revision()));
    }

    /// It is dealt with: the broker has it, or never will.
    void settled(Parcel.Kept parcel) {
        Slot slot = parcel.slot();
        slot.suspicion().clear();
        unsettled--;
        slot.state(Slot.State.SETTLED);
        if (slot.revision() != parcel.revision()) {
            enqueue(slot);
        } else if (slot.content() instanceof Content.Nothing) {
            slots.remove(slot.topic());
        }
    }

    /// It has to wait; a newer content, too, unless it was for the content's sake.
    void held(Parcel.Kept parcel, Instant now) {
        Slot slot = parcel.slot();
        boolean proven = slot.suspicion().proven();
        if (proven && slot.revision() != parcel.revision()) {
            slot.suspicion().clear();
            enqueueFirst(slot);
            return;
        }
        slot.hold(now.plus(proven ? PROVEN : REFUSED));
        if (slot.heldUntil().isBefore(nextHeld)) {
            nextHeld = slot.heldUntil();
        }
    }

    /// It may have arrived or not.
    void back(Parcel.Kept parcel) {
        enqueueFirst(parcel.slot());
    }

    boolean anyWaiting() {
        return !waiting.isEmpty();
    }

    /// Topics the broker does not have as they are now.
    int unsettled() {
        return unsettled;
    }

    /// When the first of the held ones is due; [Instant#MAX] when there is none.
    Instant nextHeld() {
        return nextHeld;
    }

    /// Looks through all of them, but only when one is due.
    private void release(Instant now) {
        if (now.isBefore(nextHeld)) {
            return;
        }
        nextHeld = Instant.MAX;
        for (Slot slot : slots.values()) {
            if (slot.state() != Slot.State.HELD) {
                continue;
            }
            if (!now.isBefore(slot.heldUntil())) {
                enqueue(slot);
            } else if (slot.heldUntil().isBefore(nextHeld)) {
                nextHeld = slot.heldUntil();
            }
        }
    }

    private void enqueue(Slot slot) {
        queued(slot);
        waiting.addLast(slot);
    }

    private void enqueueFirst(Slot slot) {
        queued(slot);
        waiting.addFirst(slot);
    }

    private void queued(Slot slot) {
        if (slot.state() == Slot.State.SETTLED) {
            unsettled++;
        }
        slot.state(Slot.State.WAITING);
    }
}
