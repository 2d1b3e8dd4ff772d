package dev.darkbox.mqtt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What is on its way over one link, in the order in which it was handed over. The first message travels alone: nothing
/// else is risked on a broker that has not acknowledged anything yet.
///
/// Threading: one thread; what the link calls back only fills a queue.
final class Flight {

    /// Messages on their way at once, at most.
    static final int MOST = 16;

    /// A refusal holds when the link is still there after this: a broker that throws us out refuses everything on its way, too.
    static final Duration DOUBT = Duration.ofMillis(250);

    /// Places that are left free: a client library counts later than the broker.
    private static final int SPARE = 4;

    private final Link link;
    private final Signal signal;
    private final SequencedSet<Sent> sent = new LinkedHashSet<>();
    private final Queue<Landed> landed = new ConcurrentLinkedQueue<>();
    private final Deque<Doubt> doubts = new ArrayDeque<>();
    private boolean proven;
    private boolean alone;

    Flight(Link link, Signal signal) {
        this.link = link;
        this.signal = signal;
    }

    /// One that is on its way; equal to itself only.
    static final class Sent {
        private final Parcel parcel;
        private final Instant at;

        private Sent(Parcel parcel, Instant at) {
            this.parcel = parcel;
            this.at = at;
        }

        Parcel parcel() {
            return parcel;
        }

        Instant at() {
            return at;
        }
    }

    /// @param problem empty when the broker has it
    record Landed(Sent sent, Optional<LinkException> problem) {}

    private record Doubt(Landed refusal, Instant until) {}

    /// Whether one more may go.
    boolean isOpen() {
        return sent.size() < (proven ? Math.clamp(link.mostInFlight() - SPARE, 1, MOST) : 1)
                && !(alone && !sent.isEmpty());
    }

    boolean isEmpty() {
        return sent.isEmpty();
    }

    /// Whether the broker has answered to anything yet.
    boolean isProven() {
        return proven;
    }

    /// Hands one over.
    ///
    /// @param travelsAlone nothing is sent until it has landed
    /// @throws LinkException the link is gone; the parcel counts as being on its way
    void send(Parcel parcel, Message message, boolean travelsAlone, Instant now) throws LinkException {
        Sent one = new Sent(parcel, now);
        sent.add(one);
        alone = travelsAlone;
        link.publish(message, problem -> {
            landed.add(new Landed(one, problem));
            signal.raise();
        });
    }

    /// The next answer of the broker that holds.
    ///
    /// @throws LinkException it is not one of the broker: the link is gone
    Optional<Landed> landed(Instant now) throws LinkException {
        for (Landed next = landed.poll(); next != null; next = landed.poll()) {
            Optional<LinkException> away = next.problem
                    .filter(problem -> problem.kind() == LinkException.Kind.AWAY);
            if (away.isPresent()) {
                throw away.get();
            }
            if (next.problem.isPresent()) {
                doubts.add(new Doubt(next, now.plus(DOUBT)));
            } else if (sent.remove(next.sent)) {
                proven = true;
                return Optional.of(next);
            }
        }
        while (!doubts.isEmpty() && !now.isBefore(doubts.getFirst().until)) {
            Landed refusal = doubts.removeFirst().refusal;
            if (sent.remove(refusal.sent)) {
                proven = true;
                return Optional.of(refusal);
            }
        }
        return Optional.empty();
    }

    /// When the next refusal holds; [Instant#MAX] when there is none.
    Instant nextHolds() {
        return doubts.isEmpty() ? Instant.MAX : doubts.getFirst().until;
    }

    Optional<Sent> oldest() {
        return sent.isEmpty() ? Optional.empty() : Optional.of(sent.getFirst());
    }

    List<Sent> onTheirWay() {
        return new ArrayList<>(sent);
    }
}
