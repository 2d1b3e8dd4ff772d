package dev.darkbox.device.indi;

import dev.darkbox.device.indi.Vector.Member;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// What every device of one server was last heard to say.
///
/// A definition of a property that is known is news of it, not a new beginning; a change of one that is not is
/// ignored. Each message makes a snapshot with a higher revision, so that whoever asked can tell the answer from
/// what was known before.
///
/// What a server says beyond a limit is ignored, counted, and noted once: an order to such a property is rejected, for
/// the driver does not have it.
///
/// Threading: readers of sockets write, everybody reads and waits, under one lock that is held for moments.
final class PropertyStore {

    static final int DEVICE_LIMIT = 256;
    /// Of all devices together.
    static final int PROPERTY_LIMIT = 16_384;
    /// All properties together, bytes of heap.
    static final long LIMIT_BYTES = 24 << 20;
    static final int NOTE_LIMIT = 200;
    private static final int AWAY_LIMIT = 16 * DEVICE_LIMIT;
    private static final int NOTE_LENGTH = 300;
    private static final String CONNECTION = "CONNECTION";

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Map<String, Vector>> devices = new HashMap<>();
    private final Deque<Remark> notes = new ArrayDeque<>();
    private final Map<Place, Long> echoes = new HashMap<>();
    private final Map<String, Long> away = new HashMap<>();
    private long forgotten;
    private long revision;
    private long weight;
    private int count;
    private long ignored;

    /// Something said at a revision.
    private record Remark(String device, String text, long revision) {}

    private record Place(String device, String property) {}

    /// Takes in one message.
    void apply(Message message) {
        lock.lock();
        try {
            revision++;
            switch (message) {
                case Message.Definition(Vector v) -> define(v);
                case Message.Change change -> change(change);
                case Message.Deletion(String device, String property) -> delete(device, property);
                case Message.Note(String device, String text) -> note(device, text);
                case Message.Echo(String device, String property) -> echo(device, property);
                case Message.Ping _, Message.Pong _ -> {
                    // the connection's own business
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void define(Vector v) {
        Map<String, Vector> properties = devices.getOrDefault(v.device(), Map.of());
        Optional<Vector> old = Optional.ofNullable(properties.get(v.name()));
        if (properties.isEmpty() && devices.size() >= DEVICE_LIMIT) {
            ignore(v.device(), DEVICE_LIMIT + " devices");
        } else if (old.isEmpty() && count >= PROPERTY_LIMIT) {
            ignore(v.device(), PROPERTY_LIMIT + " properties");
        } else {
            keep(v.defined(old, revision), old);
        }
    }

    private void change(Message.Change change) {
        if (!change.note().isEmpty()) {
            note(change.device(), change.note());
        }
        Vector old = devices.getOrDefault(change.device(), Map.of()).get(change.property());
        if (old != null && old.kind() == change.kind()) {
            keep(old.with(change, revision), Optional.of(old));
        }
    }

    private void keep(Vector now, Optional<Vector> old) {
        long heavier = weight + now.weight() - old.map(Vector::weight).orElse(0L);
        if (heavier > LIMIT_BYTES) {
            ignore(now.device(), LIMIT_BYTES / (1 << 20) + " MB of properties");
            return;
        }
        noteAway(now);
        weight = heavier;
        count += old.isEmpty() ? 1 : 0;
        devices.computeIfAbsent(now.device(), _ -> new LinkedHashMap<>()).put(now.name(), now);
    }

    /// A driver that is not connected to its hardware may have other settings when it is again.
    private void noteAway(Vector v) {
        if (v.name().equals(CONNECTION) && !v.isOn("CONNECT")) {
            away(v.device());
        }
    }

    private void away(String device) {
        if (away.size() < AWAY_LIMIT || away.containsKey(device)) {
            away.put(device, revision);
        }
    }

    private void ignore(String device, String limit) {
        if (ignored++ == 0) {
            note(device, "the server has more than " + limit + "; what is beyond is ignored");
        }
    }

    private void delete(String device, String property) {
        if ((property.isEmpty() || property.equals(CONNECTION)) && devices.containsKey(device)) {
            away(device);
        }
        Map<String, Vector> properties = devices.getOrDefault(device, new LinkedHashMap<>());
        var gone = new ArrayList<String>(property.isEmpty() ? properties.keySet() : List.of(property));
        gone.forEach(name -> forget(properties, device, name));
        if (properties.isEmpty()) {
            devices.remove(device);
        }
    }

    private void forget(Map<String, Vector> properties, String device, String property) {
        Vector gone = properties.remove(property);
        if (gone != null) {
            weight -= gone.weight();
            count--;
            echoes.remove(new Place(device, property));
        }
    }

    private void note(String device, String text) {
        if (notes.size() == NOTE_LIMIT) {
            notes.removeFirst();
        }
        notes.addLast(new Remark(device, text.substring(0, Math.min(NOTE_LENGTH, text.length())), revision));
    }

    /// Of what is not defined there is nothing to spoil; so there are never more of them than properties.
    private void echo(String device, String property) {
        if (devices.getOrDefault(device, Map.of()).containsKey(property)) {
            echoes.put(new Place(device, property), revision);
        }
    }

    /// The server is gone, and with it all that was known.
    void forget() {
        lock.lock();
        try {
            revision++;
            forgotten = revision;
            away.clear();
            devices.clear();
            echoes.clear();
            weight = 0;
            count = 0;
            ignored = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Wakes whoever waits, to look again.
    void touch() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Optional<Vector> find(String device, String property) {
        lock.lock();
        try {
            return Optional.ofNullable(devices.getOrDefault(device, Map.of()).get(property));
        } finally {
            lock.unlock();
        }
    }

    /// All properties of a device, in the order they were defined; none when it is unknown.
    List<Vector> all(String device) {
        lock.lock();
        try {
            return List.copyOf(devices.getOrDefault(device, Map.of()).values());
        } finally {
            lock.unlock();
        }
    }

    /// Devices that have at least one property.
    List<String> devices() {
        lock.lock();
        try {
            return devices.keySet().stream().sorted().toList();
        } finally {
            lock.unlock();
        }
    }

    /// Grows with each message.
    long revision() {
        lock.lock();
        try {
            return revision;
        } finally {
            lock.unlock();
        }
    }

    /// How many definitions and changes were beyond a limit since the server was found.
    long ignored() {
        lock.lock();
        try {
            return ignored;
        } finally {
            lock.unlock();
        }
    }

    /// Heap that the properties take, bytes, about.
    long weight() {
        lock.lock();
        try {
            return weight;
        } finally {
            lock.unlock();
        }
    }

    /// What a device, or the server itself, has said since a revision; the oldest first, at most the last
    /// [#NOTE_LIMIT] of all devices together.
    List<String> notesSince(long since, String device) {
        lock.lock();
        try {
            return notes.stream()
                    .filter(n -> n.revision() > since && (n.device().equals(device) || n.device().isEmpty()))
                    .map(Remark::text).toList();
        } finally {
            lock.unlock();
        }
    }

    /// Properties of a device that another client of the server has set since a revision.
    List<String> ordersByOthersSince(long since, String device) {
        lock.lock();
        try {
            var found = new ArrayList<String>();
            echoes.forEach((place, at) -> {
                if (at > since && place.device().equals(device)) {
                    found.add(place.property());
                }
            });
            return found;
        } finally {
            lock.unlock();
        }
    }

    /// The revision at which a device was last unknown, or not connected to its hardware; 0 if never heard of.
    long lastAway(String device) {
        lock.lock();
        try {
            return Math.max(forgotten, away.getOrDefault(device, 0L));
        } finally {
            lock.unlock();
        }
    }

    /// Waits until something holds, looking again after each message.
    ///
    /// @param condition is asked under the store's lock: quick, and free of side effects
    /// @param deadlineNanos of `System.nanoTime`
    /// @return whether it holds; false at the deadline
    boolean await(BooleanSupplier condition, long deadlineNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!condition.getAsBoolean()) {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// A member whose name or label is `word`, whatever its case.
    static Optional<Member> called(Vector vector, String word) {
        return vector.members().values().stream().filter(m -> m.isCalled(word)).findFirst();
    }
}
