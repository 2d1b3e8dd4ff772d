package dev.darkbox.mqtt;

import dev.darkbox.device.Time;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// What the broker should have and does not have yet, in memory that does not depend on how long it is away.
///
/// Threading: the methods of [Board] and the counters from any thread; a lock is held for microseconds. The others are for the
/// [Connection].
public final class Outbox implements Board {

    /// Longest text of a kept topic, characters.
    static final int MOST_KEPT_TEXT = 256 * 1024;

    /// Longest text of an event, a reply or a line, characters.
    static final int MOST_TOLD_TEXT = 64 * 1024;

    /// Nothing that is told is news after this.
    private static final Duration LONGEST = Duration.ofDays(7);

    private static final int MOST_REMARKS = 8;

    /// Whose turn it is to be handed out.
    private enum Turn {
        TOLD, KEPT, MENTIONED;

        Turn next() {
            return switch (this) {
                case TOLD -> KEPT;
                case KEPT -> MENTIONED;
                case MENTIONED -> TOLD;
            };
        }
    }

    private final Steady clock;
    private final Signal signal = new Signal();
    private final KeptTopics kept = new KeptTopics();
    private final ToldQueue told = new ToldQueue();
    private final Lines lines = new Lines();
    private final Queue<Remark> remarks = new ArrayDeque<>();
    private Turn turn = Turn.TOLD;
    private long dropped;
    private long rejected;

    public Outbox() {
        this(Time.system());
    }

    Outbox(Time time) {
        clock = new Steady(time);
    }

    /// Something a person should read.
    ///
    /// @param kind the same for what needs no saying twice
    record Remark(String kind, String text) {}

    @Override
    public void keep(String topic, String text) {
        put(topic, new Content.Text(text));
    }

    @Override
    public void keep(String topic, Path file, String version) {
        put(topic, new Content.Picture(file, version));
    }

    @Override
    public void erase(String topic) {
        put(topic, new Content.Nothing());
    }

    @Override
    public synchronized void tell(String topic, String text, Duration expires, ByteBuffer correlation) {
        if (text.length() > MOST_TOLD_TEXT) {
            tooLong(topic, text, MOST_TOLD_TEXT);
            return;
        }
        Duration most = expires.compareTo(LONGEST) < 0 ? expires : LONGEST;
        told.add(new Parcel.Told(topic, text, clock.now().plus(most), correlation, new Suspicion()));
        signal.raise();
    }

    @Override
    public synchronized void mention(String topic, String text) {
        if (text.length() <= MOST_TOLD_TEXT && lines.add(new Parcel.Mentioned(topic, text), clock.now())) {
            signal.raise();
        }
    }

    private synchronized void put(String topic, Content content) {
        if (content.characters() > MOST_KEPT_TEXT) {
            tooLong(topic, ((Content.Text) content).text(), MOST_KEPT_TEXT);
        } else if (kept.put(topic, content)) {
            signal.raise();
        } else {
            dropped++;
            remark("room", "no room for the topic " + topic + ": at most " + KeptTopics.MOST_TOPICS
                    + " topics and " + KeptTopics.MOST_CHARACTERS + " characters are kept for the broker");
        }
    }

    private void tooLong(String topic, String text, int most) {
        dropped++;
        remark("long", "a message of %,d characters for %s is not sent; allowed: at most %,d".formatted(
                text.length(), topic, most));
    }

    private void remark(String kind, String text) {
        if (remarks.size() < MOST_REMARKS && remarks.stream().noneMatch(said -> said.kind.equals(kind))) {
            remarks.add(new Remark(kind, text));
            signal.raise();
        }
    }

    /// Everything that is kept is sent once more, for a panel that has forgotten it.
    public synchronized void again() {
        kept.again(true);
        signal.raise();
    }

    /// What the broker does not have yet and is to get.
    public synchronized int queue() {
        return told.size() + kept.unsettled();
    }

    /// What it will never get, since we began: too many, too old, too large.
    public synchronized long dropped() {
        return dropped + told.dropped();
    }

    /// What it refused, since we began.
    public synchronized long rejected() {
        return rejected;
    }

    /// Is raised when there may be something to send, or to say.
    Signal signal() {
        return signal;
    }

    synchronized Optional<Remark> remark() {
        return Optional.ofNullable(remarks.poll());
    }

    /// There is a new connection.
    ///
    /// @param known the broker has kept our session, and with it what it had acknowledged
    /// @return how many kept topics are to be sent first
    synchronized int connected(boolean known) {
        lines.open(true);
        return kept.again(!known);
    }

    /// The connection is gone, with these on their way.
    ///
    /// @param onTheirWay in the order in which they were handed out
    synchronized void away(List<Parcel> onTheirWay) {
        lines.open(false);
        told.back(onTheirWay.stream().filter(Parcel.Told.class::isInstance).map(Parcel.Told.class::cast)
                .toList());
        for (Parcel parcel : onTheirWay.reversed()) {
            if (parcel instanceof Parcel.Kept one) {
                kept.back(one);
            }
        }
    }

    /// The next kept topic to send.
    ///
    /// @param idle nothing is on its way, so that a suspect may travel
    synchronized Optional<Parcel> nextKept(boolean idle) {
        return kept.next(idle, clock.now());
    }

    /// The next of any kind; they take turns.
    synchronized Optional<Parcel> next(boolean idle) {
        Instant now = clock.now();
        for (int i = 0; i < Turn.values().length; i++) {
            Optional<Parcel> next = switch (turn) {
                case TOLD -> told.next(idle, now);
                case KEPT -> kept.next(idle, now);
                case MENTIONED -> lines.next();
            };
            boolean waitsForItsTurn = next.isEmpty() && switch (turn) {
                case TOLD -> told.size() > 0;
                case KEPT -> kept.anyWaiting();
                case MENTIONED -> false;
            };
            if (waitsForItsTurn) {
                return next;
            }
            turn = turn.next();
            if (next.isPresent()) {
                return next;
            }
        }
        return Optional.empty();
    }

    /// What is left of a message's time.
    Duration left(Parcel.Told parcel) {
        return clock.until(parcel.expires());
    }

    /// Until a topic that was held back is due.
    synchronized Duration untilHeld() {
        return kept.nextHeld().equals(Instant.MAX) ? Duration.ofDays(1) : clock.until(kept.nextHeld());
    }

    /// The broker has it.
    synchronized void arrived(Parcel parcel) {
        if (parcel instanceof Parcel.Kept one) {
            kept.settled(one);
        }
    }

    /// The broker says no to it.
    synchronized void refused(Parcel parcel) {
        rejected++;
        if (parcel instanceof Parcel.Kept one) {
            one.slot().suspicion().clear();
            kept.held(one, clock.now());
        }
    }

    /// It cannot be sent.
    synchronized void dropped(Parcel parcel) {
        dropped++;
        arrived(parcel);
    }

    /// It was on its way with others when a connection ended.
    synchronized void suspected(Parcel parcel) {
        suspicion(parcel).ifPresent(Suspicion::present);
    }

    /// Nothing else was on its way when a connection ended.
    ///
    /// @return whether it is given up for that; it is no longer on its way then
    synchronized boolean accused(Parcel parcel) {
        suspicion(parcel).ifPresent(Suspicion::alone);
        if (suspicion(parcel).filter(Suspicion::proven).isEmpty()) {
            return false;
        }
        dropped++;
        if (parcel instanceof Parcel.Kept one) {
            kept.held(one, clock.now());
        }
        return true;
    }

    /// Whether it travels alone.
    synchronized boolean isSuspect(Parcel parcel) {
        return suspicion(parcel).filter(Suspicion::travelsAlone).isPresent();
    }

    private static Optional<Suspicion> suspicion(Parcel parcel) {
        return switch (parcel) {
            case Parcel.Kept(Slot slot, _, _) -> Optional.of(slot.suspicion());
            case Parcel.Told(_, _, _, _, Suspicion suspicion) -> Optional.of(suspicion);
            case Parcel.Mentioned _ -> Optional.empty();
        };
    }
}
