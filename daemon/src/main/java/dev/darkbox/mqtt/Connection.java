package dev.darkbox.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.darkbox.device.Time;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Keeps a broker connected as long as it can be, and gives it what waits in the [Outbox].
///
/// ```
///            wait is over, connected
///     Away ---------------------------> Up
///      ^                                |
///      +---- lost, silent for 30 s -----+
/// ```
///
/// The wait is that of [Backoff], or five minutes when we are refused. A connection lost within five seconds counts
/// as one that failed.
///
/// Threading: everything is done by one daemon thread, `mqtt`; the public methods may be called by any.
public final class Connection {

    /// A password or an access list is not changed any sooner.
    static final Duration REFUSED = Duration.ofMinutes(5);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Link.Maker maker;
    private final Outbox outbox;
    private final Topics topics;
    private final List<String> filters;
    private final Consumer<Incoming> incoming;
    private final Runnable onConnected;
    private final Steady clock;
    private final Backoff backoff;
    private final Complaints complaints;
    private final Consumer<String> warn;
    private final Thread thread = Thread.ofPlatform().daemon().name("mqtt").unstarted(this::run);
    private final Object gate = new Object();

    private State state;
    private int failures;
    private Optional<Instant> awaySince = Optional.empty();
    private boolean missed;
    private boolean connecting;
    private Duration mostForStop = Duration.ZERO;
    private volatile boolean stopping;
    private volatile boolean up;
    private final AtomicLong connects = new AtomicLong();
    private volatile String lastError = "";

    private sealed interface State {

        /// @param until the next try, on our clock
        record Away(Instant until) implements State {}

        record Up(Session session) implements State {}
    }

    /// Does nothing before [#start].
    ///
    /// @param filters what is subscribed
    /// @param incoming called by threads of the link, must not wait
    /// @param onConnected called by the thread `mqtt` before anything is sent, to renew what is kept; must not wait
    /// @param warn one line for a person; at most one of a kind a minute
    public Connection(Link.Maker maker, Outbox outbox, Topics topics, List<String> filters,
            Consumer<Incoming> incoming, Runnable onConnected, Time time, RandomGenerator random,
            Consumer<String> warn) {
        this.maker = maker;
        this.outbox = outbox;
        this.topics = topics;
        this.filters = List.copyOf(filters);
        this.incoming = incoming;
        this.onConnected = onConnected;
        this.warn = warn;
        this.clock = new Steady(time);
        this.backoff = new Backoff(random);
        this.complaints = new Complaints(clock, warn);
        this.state = new State.Away(clock.now());
        outbox.keep(topics.status(), "online"); // the first that is kept is the first that is sent
    }

    /// Begins, once.
    public void start() {
        thread.start();
    }

    /// Says `stopped` if there is somebody to say it to, and ends. Waits so long at most, and a moment; throws nothing.
    public void stop(Duration most) {
        synchronized (gate) {
            mostForStop = most;
            stopping = true;
            if (connecting) {
                thread.interrupt();
            }
        }
        outbox.signal().raise();
        try {
            thread.join(Math.max(0, most.toMillis()) + 500);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Connections made so far.
    public long connects() {
        return connects.get();
    }

    /// Why there was no connection the last time there was none; empty when there always was.
    public String lastError() {
        return lastError;
    }

    public boolean isUp() {
        return up;
    }

    private void run() {
        while (!stopping) {
            try {
                outbox.signal().await(step());
            } catch (InterruptedException _) {
                // only stop() does that
            }
        }
        if (state instanceof State.Up(Session session)) {
            up = false;
            try {
                session.leave(status("stopped"), mostForStop);
            } catch (InterruptedException | RuntimeException e) {
                warn.accept("the broker was left in a hurry: " + e);
            }
        }
    }

    /// Does what can be done now.
    ///
    /// @return until when there is nothing to do, unless the outbox's signal is raised; a minute at most
    Duration step() throws InterruptedException {
        for (Optional<Outbox.Remark> next = outbox.remark(); next.isPresent(); next = outbox.remark()) {
            complaints.say(next.get().kind(), MINUTE, next.get().text());
        }
        Duration pause;
        try {
            pause = switch (state) {
                case State.Away(Instant until) when clock.until(until).isPositive() -> clock.until(until);
                case State.Away _ -> connect();
                case State.Up(Session session) -> session.work();
            };
        } catch (LinkException e) {
            pause = failed(e.kind().name(), String.valueOf(e.getMessage()),
                    e.kind() == LinkException.Kind.REFUSED);
        } catch (RuntimeException e) { // a mistake of ours costs this connection, not all that may follow
            pause = failed("mistake", e.toString(), false);
        }
        return pause.compareTo(MINUTE) < 0 ? pause : MINUTE;
    }

    private Duration connect() throws LinkException, InterruptedException {
        BlockingQueue<LinkException> lost = new ArrayBlockingQueue<>(1);
        Link link = link(problem -> {
            lost.offer(problem);
            outbox.signal().raise();
        });
        connects.incrementAndGet();
        try {
            onConnected.run();
        } catch (RuntimeException e) {
            complaints.say("onConnected", MINUTE, "what is shown to panels could not be renewed: " + e);
        }
        state = new State.Up(new Session(link, lost, outbox, topics, filters, complaints, clock));
        up = true;
        awaySince.filter(_ -> missed).ifPresent(
                since -> warn.accept("the broker is connected again after %s; %d messages wait".formatted(
                        text(Duration.between(since, clock.now())), outbox.queue())));
        awaySince = Optional.empty();
        missed = false;
        return Duration.ZERO;
    }

    /// Connects; interrupted by [#stop].
    private Link link(Consumer<LinkException> lost) throws LinkException, InterruptedException {
        synchronized (gate) {
            if (stopping) {
                throw new InterruptedException();
            }
            connecting = true;
        }
        try {
            return maker.connect(status("offline"), incoming, lost);
        } finally {
            synchronized (gate) {
                connecting = false;
                if (stopping) {
                    Thread.interrupted();
                }
            }
        }
    }

    private Duration failed(String kind, String why, boolean refused) {
        lastError = why;
        String what = "no connection to the broker";
        boolean connected = state instanceof State.Up;
        if (state instanceof State.Up(Session session)) {
            what = "the connection to the broker is lost";
            up = false;
            if (session.age().compareTo(Session.QUICK) >= 0) {
                failures = 0;
            }
            session.lost();
        }
        failures++;
        Duration pause = refused && !connected ? REFUSED : backoff.after(failures);
        state = new State.Away(clock.now().plus(pause));
        missed |= complaints.say((connected ? "lost " : "connect ") + kind, MINUTE,
                "%s: %s; %d messages wait, next try in %s".formatted(what, why, outbox.queue(), text(pause)));
        if (awaySince.isEmpty()) {
            awaySince = Optional.of(clock.now());
        }
        return pause;
    }

    private Message status(String word) {
        return new Message(topics.status(), ByteBuffer.wrap(word.getBytes(UTF_8)), 1, true, Optional.empty());
    }

    /// `12 s`, `7 min`, `3 h 20 min`.
    private static String text(Duration duration) {
        if (duration.toSeconds() < 120) {
            return Math.max(1, Math.round(duration.toMillis() / 1000.0)) + " s";
        }
        return duration.toMinutes() < 120
                ? duration.toMinutes() + " min"
                : duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
}
