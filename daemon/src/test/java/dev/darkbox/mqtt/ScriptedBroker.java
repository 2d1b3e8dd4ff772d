package dev.darkbox.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.darkbox.device.sim.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// A broker without a network: does what it is told to, in virtual time. What is published arrives after half of the latency
/// and is acknowledged after all of it, unless the link is cut before.
final class ScriptedBroker implements Link.Maker {

    enum Answer { TAKE, REFUSE, IGNORE, KILL, EXPEL, THROW, MISTAKE }

    final List<String> story = new ArrayList<>();
    final List<Message> arrived = new ArrayList<>();
    final Map<String, String> retained = new HashMap<>();
    final List<Instant> tries = new ArrayList<>();
    final Deque<Exception> failures = new ArrayDeque<>();
    final Deque<LinkException> subscribing = new ArrayDeque<>();
    Function<Message, Answer> answers = _ -> Answer.TAKE;
    Duration latency = Duration.ZERO;
    boolean knowsUs;
    long mostBytes = 1 << 20;
    int mostInFlight = 20;
    int mostSeenInFlight;
    Optional<Wire> wire = Optional.empty();

    private final VirtualTime time;

    ScriptedBroker(VirtualTime time) {
        this.time = time;
    }

    static String text(Message message) {
        return UTF_8.decode(message.payload().duplicate()).toString();
    }

    @Override
    public Link connect(Message will, Consumer<Incoming> incoming, Consumer<LinkException> lost)
            throws LinkException {
        tries.add(time.now());
        Exception failure = failures.poll();
        if (failure instanceof LinkException e) {
            throw e;
        } else if (failure instanceof RuntimeException e) {
            throw e;
        }
        story.add("connect, will " + text(will));
        Wire made = new Wire(lost);
        wire = Optional.of(made);
        return made;
    }

    /// The network fails.
    void cut(String why) {
        wire.ifPresent(link -> link.cut(why));
    }

    /// Lets happen what is due.
    void tick() {
        wire.ifPresent(Wire::tick);
    }

    Optional<Instant> nextDue() {
        return wire.filter(link -> !link.due.isEmpty()).map(link -> link.due.getFirst().at);
    }

    /// Told messages that arrived, without repetitions.
    List<String> told() {
        return arrived.stream().filter(message -> !message.retained() && message.qos() == 1)
                .map(ScriptedBroker::text).distinct().toList();
    }

    private record Due(Instant at, Runnable what) {}

    final class Wire implements Link {

        private final Consumer<LinkException> lost;
        private final Deque<Due> due = new ArrayDeque<>();
        private final List<Message> open = new ArrayList<>();
        private final List<Consumer<Optional<LinkException>>> answersWanted = new ArrayList<>();
        private boolean gone;

        private Wire(Consumer<LinkException> lost) {
            this.lost = lost;
        }

        int inFlight() {
            return open.size();
        }

        List<Message> onTheirWay() {
            return List.copyOf(open);
        }

        void cut(String why) {
            if (!gone) {
                gone = true;
                due.clear();
                wire = Optional.empty();
                lost.accept(new LinkException(LinkException.Kind.AWAY, why));
            }
        }

        /// The broker throws us out, and all that is on its way with us; that we are lost is heard a little later.
        private void expel() {
            var why = new LinkException(LinkException.Kind.REFUSED, "the broker ended the connection: 142");
            List.copyOf(answersWanted).forEach(done -> done.accept(Optional.of(why)));
            due.clear();
            due.add(new Due(time.now().plusMillis(20), () -> {
                gone = true;
                wire = Optional.empty();
                lost.accept(why);
            }));
        }

        void tick() {
            while (!due.isEmpty() && !due.getFirst().at.isAfter(time.now())) {
                due.removeFirst().what.run();
            }
        }

        @Override
        public void publish(Message message, Consumer<Optional<LinkException>> done) throws LinkException {
            if (gone) {
                throw new LinkException(LinkException.Kind.AWAY, "gone");
            }
            open.add(message);
            answersWanted.add(done);
            mostSeenInFlight = Math.max(mostSeenInFlight, open.size());
            story.add(message.topic() + "=" + text(message));
            Instant half = time.now().plus(latency.dividedBy(2));
            switch (answers.apply(message)) {
                case TAKE -> {
                    later(half, () -> arrives(message));
                    later(time.now().plus(latency), () -> answer(message, done, Optional.empty()));
                }
                case REFUSE -> later(time.now().plus(latency), () -> answer(message, done, Optional.of(
                        new LinkException(LinkException.Kind.REFUSED, "not authorized (135)"))));
                case IGNORE -> {
                }
                case KILL -> later(half, () -> cut("malformed packet"));
                case EXPEL -> later(half, this::expel);
                case THROW -> {
                    cut("gone while sending");
                    throw new LinkException(LinkException.Kind.AWAY, "gone while sending");
                }
                case MISTAKE -> throw new IllegalStateException("a mistake");
            }
        }

        private void later(Instant at, Runnable what) {
            if (due.isEmpty() || !due.getLast().at.isAfter(at)) {
                due.addLast(new Due(at, what));
            } else {
                List<Due> all = new ArrayList<>(due);
                int i = all.size();
                while (i > 0 && all.get(i - 1).at.isAfter(at)) {
                    i--;
                }
                all.add(i, new Due(at, what));
                due.clear();
                due.addAll(all);
            }
        }

        private void arrives(Message message) {
            arrived.add(message);
            if (message.retained() && message.payload().hasRemaining()) {
                retained.put(message.topic(), text(message));
            } else if (message.retained()) {
                retained.remove(message.topic());
            }
        }

        private void answer(Message message, Consumer<Optional<LinkException>> done,
                Optional<LinkException> problem) {
            open.remove(message);
            answersWanted.remove(done);
            done.accept(problem);
        }

        @Override
        public void subscribe(List<String> filters) throws LinkException {
            LinkException failure = subscribing.poll();
            story.add("subscribe " + filters);
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public boolean sessionPresent() {
            return knowsUs;
        }

        @Override
        public long mostBytes() {
            return mostBytes;
        }

        @Override
        public int mostInFlight() {
            return mostInFlight;
        }

        @Override
        public void leave(Duration most) {
            gone = true;
            story.add("leave");
        }

        @Override
        public void close() {
            gone = true;
            due.clear();
            story.add("close");
            if (wire.filter(link -> link == this).isPresent()) {
                wire = Optional.empty();
            }
        }
    }
}
