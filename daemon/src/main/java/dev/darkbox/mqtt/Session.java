package dev.darkbox.mqtt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// One connection from its beginning to its end: the kept topics, then the commands are subscribed, then everything as it comes.
///
/// Threading: the thread `mqtt`.
final class Session {

    /// A message without an answer for so long has lost its connection.
    static final Duration SILENT = Duration.ofSeconds(30);

    /// Who is suspected and on its way alone for less than this when the connection ends is guilty.
    static final Duration QUICK = Duration.ofSeconds(5);

    /// Warnings about the same part of the tree.
    private static final Duration SAME = Duration.ofMinutes(5);

    private final Link link;
    private final BlockingQueue<LinkException> lost;
    private final Flight flight;
    private final Outbox outbox;
    private final Topics topics;
    private final List<String> filters;
    private final Complaints complaints;
    private final Steady clock;
    private final Instant began;
    private int keptFirst;
    private Instant subscribeAt;

    /// Begins with what is kept; pictures that a broker has which still knows us stay where they are.
    ///
    /// @param lost holds why the link was lost, once it is
    Session(Link link, BlockingQueue<LinkException> lost, Outbox outbox, Topics topics, List<String> filters,
            Complaints complaints, Steady clock) {
        this.link = link;
        this.lost = lost;
        this.outbox = outbox;
        this.topics = topics;
        this.filters = filters;
        this.complaints = complaints;
        this.clock = clock;
        this.flight = new Flight(link, outbox.signal());
        this.began = clock.now();
        this.keptFirst = outbox.connected(link.sessionPresent());
        this.subscribeAt = filters.isEmpty() ? Instant.MAX : began;
    }

    Duration age() {
        return Duration.between(began, clock.now());
    }

    /// Takes what has come back and sends what may be sent. Does not wait, but for subscribing.
    ///
    /// @return until when there is nothing to do, unless the outbox's signal is raised
    /// @throws LinkException the link is of no use any more
    Duration work() throws LinkException {
        LinkException why = lost.peek();
        if (why != null) {
            throw why;
        }
        land();
        if (silentFor().compareTo(SILENT) >= 0) {
            throw new LinkException(LinkException.Kind.AWAY,
                    "no answer to a message in " + SILENT.toSeconds() + " s");
        }
        send();
        return pause();
    }

    /// Only what this thread would do by itself: an answer of the broker wakes it anyway.
    private Duration pause() {
        Duration pause = flight.oldest().map(oldest -> clock.until(oldest.at().plus(SILENT))).orElse(SILENT);
        pause = shorter(pause, until(flight.nextHolds()));
        pause = shorter(pause, mayListen() ? until(subscribeAt) : SILENT);
        return shorter(pause, flight.isEmpty() ? outbox.untilHeld() : SILENT);
    }

    private void land() throws LinkException {
        for (Optional<Flight.Landed> next = flight.landed(clock.now()); next
                .isPresent(); next = flight.landed(clock.now())) {
            Parcel parcel = next.get().sent().parcel();
            Optional<LinkException> problem = next.get().problem();
            if (problem.isEmpty()) {
                outbox.arrived(parcel);
                continue;
            }
            outbox.refused(parcel);
            complaints.say("refused " + kind(parcel.topic()), SAME, refusal(parcel, problem.get()));
        }
    }

    private static String refusal(Parcel parcel, LinkException problem) {
        String why = String.valueOf(problem.getMessage());
        return "%s%s; %s".formatted(
                why.contains(parcel.topic()) ? "" : parcel.topic() + ": ", why,
                parcel instanceof Parcel.Kept
                        ? "next try in " + KeptTopics.REFUSED.toMinutes() + " min"
                        : "it is not sent again");
    }

    private void send() throws LinkException {
        while (true) {
            if (mayListen() && !clock.now().isBefore(subscribeAt)) {
                subscribe();
            }
            if (!flight.isOpen()) {
                return;
            }
            Optional<Parcel> next = keptFirst > 0
                    ? outbox.nextKept(flight.isEmpty())
                    : outbox.next(flight.isEmpty());
            if (next.isPresent()) {
                keptFirst = Math.max(0, keptFirst - 1);
                send(next.get());
            } else if (keptFirst > 0 && flight.isEmpty()) {
                keptFirst = 0;
            } else {
                return;
            }
        }
    }

    private void send(Parcel parcel) throws LinkException {
        Duration left = parcel instanceof Parcel.Told told ? outbox.left(told) : Duration.ZERO;
        switch (Packed.of(parcel, left, link.mostBytes())) {
            case Packed.Ready(Message message) ->
                flight.send(parcel, message, outbox.isSuspect(parcel), clock.now());
            case Packed.Hopeless(String kind, String why) -> {
                outbox.dropped(parcel);
                complaints.say(kind + " " + kind(parcel.topic()), SAME, why);
            }
        }
    }

    /// What is kept is there, and the broker has answered.
    private boolean mayListen() {
        return keptFirst == 0 && flight.isProven();
    }

    /// A broker that does not let us read commands still shows what we do.
    private void subscribe() throws LinkException {
        try {
            link.subscribe(filters);
            subscribeAt = Instant.MAX;
        } catch (LinkException e) {
            switch (e.kind()) {
                case AWAY -> throw e;
                case REFUSED -> {
                    subscribeAt = clock.now().plus(KeptTopics.REFUSED);
                    complaints.say("subscribe", SAME,
                            "the broker lets nobody command this box: %s; next try in %d min"
                                    .formatted(e.getMessage(), KeptTopics.REFUSED.toMinutes()));
                }
            }
        }
    }

    /// The link is lost, or to be given up: what was on its way goes back, but for who is guilty of it.
    void lost() {
        link.close();
        List<Flight.Sent> onTheirWay = flight.onTheirWay();
        List<Parcel> back = new ArrayList<>();
        boolean oneAlone = onTheirWay.size() == 1 && flight.isProven()
                && (silentFor().compareTo(QUICK) < 0 || silentFor().compareTo(SILENT) >= 0);
        for (Flight.Sent sent : onTheirWay) {
            Parcel parcel = sent.parcel();
            if (oneAlone && outbox.accused(parcel)) {
                complaints.say("guilty " + kind(parcel.topic()), SAME,
                        "%s is not sent: the connection was lost %d times over it".formatted(
                                parcel.topic(), Suspicion.MOST_KILLS));
                continue;
            }
            outbox.suspected(parcel);
            back.add(parcel);
        }
        outbox.away(back);
    }

    /// Sends what can be sent in half of the time, then `last`, and says goodbye.
    ///
    /// @param most for all of it
    void leave(Message last, Duration most) throws InterruptedException {
        Instant until = clock.now().plus(most);
        try {
            work();
            while (!flight.isEmpty() && clock.until(until).compareTo(most.dividedBy(2)) > 0) {
                outbox.signal().await(shorter(clock.until(until), most.dividedBy(20)));
                work();
            }
            BlockingQueue<Boolean> landed = new ArrayBlockingQueue<>(1);
            link.publish(last, _ -> {
                landed.offer(true);
                outbox.signal().raise();
            });
            while (landed.isEmpty() && lost.isEmpty() && clock.until(until).isPositive()) {
                outbox.signal().await(shorter(clock.until(until), most.dividedBy(20)));
            }
            link.leave(clock.until(until));
        } catch (LinkException _) {
            // it is lost while we leave it: the will says so
        } finally {
            link.close();
        }
    }

    private Duration until(Instant then) {
        return then.equals(Instant.MAX) ? SILENT : clock.until(then);
    }

    private Duration silentFor() {
        return flight.oldest().map(oldest -> Duration.between(oldest.at(), clock.now()))
                .orElse(Duration.ZERO);
    }

    /// First word of a topic, without the box and the rig: what an access list is written for.
    private String kind(String topic) {
        String box = topics.ofBox("");
        if (!topic.startsWith(box)) {
            return "elsewhere";
        }
        String[] words = topic.substring(box.length()).split("/", 4);
        return words[words.length > 2 && words[0].equals("rig") ? 2 : 0];
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
