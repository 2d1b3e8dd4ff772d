package dev.darkbox.mqtt;

import dev.darkbox.device.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tells Home Assistant what there is, and takes back what there was.
///
/// An entity that has vanished stays in its document as a bare platform, and the documents and topics of a rig that has
/// vanished are erased with each announcement, until Home Assistant started at least [#FORGET] later: by then it has
/// been told, however often we or the broker were away.
///
/// Threading: any thread; a birth is answered on a thread of its own, of which there is one at most.
public final class Announcer implements AutoCloseable {

    /// A retained birth so soon after a connection is old news.
    static final Duration OLD_NEWS = Duration.ofSeconds(30);

    /// Births are answered that seldom, whoever sends them.
    static final Duration BETWEEN = Duration.ofSeconds(30);

    /// How long what has vanished is taken back again.
    static final Duration FORGET = Duration.ofHours(1);

    private static final int LEAST_WAIT_MS = 1000;
    private static final int MOST_WAIT_MS = 5000;

    private final List<DeviceDocument> documents;
    private final Set<String> trees;
    private final Board board;
    private final Birth birth;
    private final Path memory;
    private final Time time;
    private final RandomGenerator random;
    private final Runnable again;
    private final Consumer<String> warn;
    private final AtomicReference<Pending> pending = new AtomicReference<>(Pending.NOTHING);

    private ShownMemory known;
    private volatile Instant connected = Instant.EPOCH;
    private volatile Instant answered = Instant.EPOCH;
    private volatile boolean closed;

    /// Which birth waits for its answer.
    private enum Pending { NOTHING, RETAINED, LIVE }

    /// @param topics where `discovery` is empty nothing is announced, and what was is taken back
    /// @param birth what Home Assistant says when it starts
    /// @param memory file for what was announced; its folder is made
    /// @param again sends the status and every kept topic again
    /// @param warn gets one line when the memory cannot be read or written
    public Announcer(Topics topics, Board board, Announced announced, Birth birth, Path memory, Time time,
            RandomGenerator random, Runnable again, Consumer<String> warn) {
        this.board = board;
        this.birth = birth;
        this.memory = memory;
        this.time = time;
        this.random = random;
        this.again = again;
        this.warn = warn;
        this.documents = topics.discovery().isEmpty() ? List.of() : documents(topics, announced);
        this.trees = Stream.concat(Stream.of(topics.ofBox("")),
                announced.rigs().stream().map(rig -> topics.ofRig(rig, ""))).collect(Collectors.toSet());
        this.known = remembered();
    }

    private static List<DeviceDocument> documents(Topics topics, Announced announced) {
        var all = new ArrayList<DeviceDocument>();
        all.add(DeviceDocument.ofBox(topics, announced)); // first: the rigs name it
        announced.rigs().forEach(rig -> all.add(DeviceDocument.ofRig(topics, announced, rig)));
        return List.copyOf(all);
    }

    /// What must be subscribed for [#birth]; empty when nothing is announced.
    public String filter() {
        return birth.topic();
    }

    /// Announces everything; for each connection.
    public void announce() {
        connected = time.now();
        publish(documents.isEmpty() ? connected.minus(FORGET) : Instant.MIN); // nobody is born for nothing
    }

    /// Any message. When it is the birth, everything is announced and sent again in a few seconds.
    public void birth(Incoming incoming) {
        if (!birth.is(incoming) || closed) {
            return;
        }
        Pending kind = incoming.retained() ? Pending.RETAINED : Pending.LIVE;
        if (pending.getAndUpdate(was -> was == Pending.LIVE ? was : kind) == Pending.NOTHING) {
            Thread.ofVirtual().name("mqtt-birth").start(this::answer);
        }
    }

    /// No birth is answered any more.
    @Override
    public void close() {
        closed = true;
    }

    private void answer() {
        try {
            time.sleep(wait(time.now()));
        } catch (InterruptedException _) {
            return; // nobody interrupts this thread
        }
        Instant now = time.now();
        Pending kind = pending.getAndSet(Pending.NOTHING);
        boolean oldNews = kind == Pending.RETAINED && now.isBefore(connected.plus(OLD_NEWS));
        if (oldNews || closed) {
            return;
        }
        answered = now;
        publish(now.minus(FORGET));
        again.run();
    }

    /// All that heard the birth do not answer at once.
    private Duration wait(Instant now) {
        Duration some = Duration.ofMillis(random.nextInt(LEAST_WAIT_MS, MOST_WAIT_MS + 1));
        Duration rest = Duration.between(now, answered.plus(BETWEEN));
        return rest.compareTo(BETWEEN) <= 0 && rest.compareTo(some) > 0 ? rest : some;
    }

    /// @param before what vanished earlier is not taken back again
    private synchronized void publish(Instant before) {
        var shown = documents.stream().flatMap(document -> document.shown().stream()).toList();
        remember(known.forgetting(before).next(shown, time.now())); // before anybody hears of it
        for (DeviceDocument document : documents) {
            board.keep(document.topic(), document.text(known.gone().keySet()));
        }
        eraseVanished();
    }

    private void eraseVanished() {
        var topics = documents.stream().map(DeviceDocument::topic).collect(Collectors.toSet());
        var vanished = new LinkedHashSet<String>();
        for (Shown entity : known.gone().keySet()) {
            if (!topics.contains(entity.topic())) {
                vanished.add(entity.topic());
            }
            if (!trees.contains(entity.tree())) {
                vanished.addAll(TreeTopics.below(entity.tree()));
            }
        }
        vanished.forEach(board::erase);
    }

    private ShownMemory remembered() {
        try {
            return ShownMemory.read(memory);
        } catch (IOException e) {
            warn.accept("what was announced to Home Assistant before is not known: " + e.getMessage());
            return ShownMemory.EMPTY;
        }
    }

    private void remember(ShownMemory now) {
        boolean same = now.equals(known);
        known = now;
        if (same) {
            return;
        }
        try {
            now.write(memory);
        } catch (IOException e) {
            warn.accept("what is announced to Home Assistant cannot be remembered: " + e);
        }
    }
}
