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
/// Threading: readers of sockets write, everybody reads and waits, under one lock that is held for moments.
final class PropertyStore {

    static final int DEVICE_LIMIT = 256;
    static final int PROPERTY_LIMIT = 4096;
    static final int NOTE_LIMIT = 200;
    private static final int NOTE_LENGTH = 300;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Map<String, Vector>> devices = new HashMap<>();
    private final Deque<Remark> notes = new ArrayDeque<>();
    private final Map<String, Remark> echoes = new HashMap<>();
    private long revision;

    /// Something said at a revision.
    private record Remark(String device, String text, long revision) {}

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
        Map<String, Vector> properties = devices.get(v.device());
        if (properties == null) {
            if (devices.size() >= DEVICE_LIMIT) {
                return;
            }
            properties = new LinkedHashMap<>();
            devices.put(v.device(), properties);
        }
        if (properties.containsKey(v.name()) || properties.size() < PROPERTY_LIMIT) {
            Vector old = properties.get(v.name());
            long busy = v.isBusy() ? revision : old == null ? 0 : old.busyRevision();
            properties.put(v.name(),
                    new Vector(v.device(), v.name(), v.kind(), v.state(), v.writable(), v.rule(),
                            v.members(), revision, busy));
        }
    }

    private void change(Message.Change change) {
        if (!change.note().isEmpty()) {
            note(change.device(), change.note());
        }
        Map<String, Vector> properties = devices.get(change.device());
        if (properties != null) {
            properties.computeIfPresent(change.property(),
                    (_, old) -> old.kind() == change.kind() ? old.with(change, revision) : old);
        }
    }

    private void delete(String device, String property) {
        if (property.isEmpty()) {
            devices.remove(device);
        } else if (devices.containsKey(device)) {
            devices.get(device).remove(property);
        }
    }

    private void note(String device, String text) {
        if (notes.size() == NOTE_LIMIT) {
            notes.removeFirst();
        }
        notes.addLast(new Remark(device, text.substring(0, Math.min(NOTE_LENGTH, text.length())), revision));
    }

    private void echo(String device, String property) {
        if (echoes.size() < PROPERTY_LIMIT) {
            echoes.put(device + "\n" + property, new Remark(device, property, revision));
        }
    }

    /// The server is gone, and with it all that was known.
    void forget() {
        lock.lock();
        try {
            revision++;
            devices.clear();
            echoes.clear();
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
            for (Remark echo : echoes.values()) {
                if (echo.revision() > since && echo.device().equals(device)) {
                    found.add(echo.text());
                }
            }
            return found;
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
