package dev.darkbox.device.indi;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.indi.Vector.Kind;
import dev.darkbox.device.indi.Vector.Member;
import dev.darkbox.device.indi.Vector.State;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// One device of a server: orders with an end, and fresh readings.
///
/// An order is done when the property is neither `Busy` nor `Alert` and holds the values asked for. `Alert`, and
/// other values, count only after [Wait#GRACE]: drivers echo old states with new values and new states with old
/// ones. Nor do they count when they come in a definition that we did not ask for, which may be older than the order.
/// A driver that says nothing is asked for the property again, every [Wait#ASK_AGAIN].
///
/// A property whose last order got no answer is asked for at once: only what comes behind that is an answer to this one.
///
/// Threading: as the connection; a second order to one property waits for the first, for as long as it may take itself.
final class IndiDevice {

    private static final int NOTES_IN_A_REASON = 3;

    /// What counts as an answer to an order.
    enum Manner {
        /// The values asked for; others mean no.
        AT_ONCE,
        /// The values asked for; until then anything but `Alert` may come, `Busy` or not.
        MOVING,
        /// The driver has begun: it is `Busy`, or was, however short, or has what was asked for.
        BEGINNING
    }

    private final IndiConnection connection;
    private final PropertyStore store;
    private final String name;
    private List<String> needed = List.of();

    IndiDevice(IndiConnection connection, String name) {
        this.connection = connection;
        this.store = connection.store();
        this.name = name;
    }

    String name() {
        return name;
    }

    IndiConnection connection() {
        return connection;
    }

    /// How long to wait for something of this device.
    Duration limit(Wait wait) {
        return connection.pace().of(wait);
    }

    Optional<Vector> find(String property) {
        return store.find(name, property);
    }

    /// All properties, in the order they were defined.
    List<Vector> all() {
        return store.all(name);
    }

    boolean has(String property) {
        return find(property).isPresent();
    }

    /// A property that this device cannot do without.
    ///
    /// @throws DeviceException.Lost the connection or the driver is gone
    /// @throws DeviceException.Refused the driver does not have it
    Vector require(String property) throws DeviceException {
        Optional<Vector> found = find(property);
        if (found.isEmpty()) {
            checkConnected();
            throw new DeviceException.Refused(name, "the driver has no property " + property);
        }
        return found.get();
    }

    void checkConnected() throws DeviceException {
        if (!connection.isUp()) {
            throw new DeviceException.Lost(name, connection.lastLoss(), true);
        }
        if (!find("CONNECTION").map(v -> v.isOn("CONNECT")).orElse(false)) {
            throw new DeviceException.Lost(name, "not connected to its driver at " + connection.server());
        }
    }

    /// Makes sure that the device is connected: a server or driver that was restarted has forgotten it. For devices
    /// that keep no settings of ours.
    void ensureConnected() throws DeviceException, InterruptedException {
        boolean connected = connection.isUp() && find("CONNECTION").map(v -> v.isOn("CONNECT")).orElse(false)
                && needed.stream().allMatch(this::has);
        if (!connected) {
            connect(needed, limit(Wait.PROMPT));
        }
    }

    /// Connects the driver to its hardware and waits until its properties are there.
    ///
    /// @param properties those without which this is not the device it should be
    /// @param limit for the server and the device to appear
    void connect(List<String> properties, Duration limit) throws DeviceException, InterruptedException {
        needed = List.copyOf(properties);
        long deadline = System.nanoTime() + limit.toNanos();
        if (!connection.awaitUp(limit)) {
            throw new DeviceException.Lost(name,
                    "no indiserver at " + connection.server() + ": " + connection.lastLoss(), true);
        }
        if (!store.await(() -> has("CONNECTION"), deadline)) {
            throw new DeviceException.Lost(name, "no such device at " + connection.server() + ", which has "
                    + store.devices());
        }
        switch (turn("CONNECTION", "CONNECT", true, Manner.MOVING, limit(Wait.DRIVER_CONNECT))) {
            case Outcome.Done _ -> {
                // its properties follow
            }
            case Outcome.Rejected(String reason) ->
                throw new DeviceException.Lost(name, "its driver cannot connect: " + reason);
            case Outcome other -> other.orThrow(name);
        }
        for (String property : needed) {
            if (!store.await(() -> has(property), System.nanoTime() + limit(Wait.DEFINITION).toNanos())) {
                require(property);
            }
        }
        settle();
    }

    /// Waits until the number of properties has not grown for a while.
    private void settle() throws InterruptedException {
        long deadline = System.nanoTime() + limit(Wait.SETTLING).toNanos();
        int before = -1;
        while (before != store.all(name).size() && System.nanoTime() < deadline) {
            int now = store.all(name).size();
            before = now;
            store.await(() -> store.all(name).size() != now,
                    System.nanoTime() + limit(Wait.SETTLED).toNanos());
        }
    }

    /// Ends the driver's connection to its hardware.
    Outcome disconnect() throws InterruptedException {
        return turn("CONNECTION", "DISCONNECT", true, Manner.MOVING, limit(Wait.PROMPT));
    }

    /// Asks the driver for a property and waits for the answer.
    ///
    /// @throws DeviceException.TimedOut no answer: the driver hangs
    Vector fresh(String property, Duration limit) throws DeviceException, InterruptedException {
        long known = require(property).revision();
        long losses = connection.losses();
        ask(property);
        boolean answered = store.await(() -> connection.losses() != losses
                || find(property).map(v -> v.revision() > known).orElse(true),
                System.nanoTime() + limit.toNanos());
        if (connection.losses() != losses) {
            throw new DeviceException.Lost(name, connection.lastLoss());
        }
        if (!answered) {
            throw new DeviceException.TimedOut(name, "reading " + property, limit);
        }
        return require(property);
    }

    private void ask(String property) {
        connection.send("<getProperties version='1.7' device='%s' name='%s'/>\n"
                .formatted(Tokenizer.escaped(name), Tokenizer.escaped(property)));
    }

    /// Turns one switch of a property on.
    Outcome turnOn(String property, String member) throws InterruptedException {
        return turn(property, member, true, Manner.AT_ONCE, limit(Wait.PROMPT));
    }

    /// Turns one switch on or, where the property's rule allows it, off.
    Outcome turn(String property, String member, boolean on, Manner manner, Duration limit)
            throws InterruptedException {
        Optional<Vector> v = find(property);
        if (v.isPresent() && !v.get().members().containsKey(member)) {
            return new Outcome.Rejected("%s has no switch %s, only %s".formatted(property, member,
                    v.get().members().keySet()));
        }
        String order = on ? "On" : "Off";
        return send(property, Kind.SWITCH, Set.of(member), "<oneSwitch name='%s'>%s</oneSwitch>".formatted(
                Tokenizer.escaped(member), order), read -> read.isOn(member) == on, manner, limit);
    }

    /// Sets one number, the property's others staying as they are.
    Outcome set(String property, String member, double value) throws InterruptedException {
        String text = Double.isFinite(value) ? Numbers.plainText(value) : String.valueOf(value);
        return set(property, Map.of(member, text), Manner.AT_ONCE, limit(Wait.PROMPT));
    }

    /// Sets numbers, the property's others staying as they are: every member is sent, always.
    ///
    /// @param values plain decimal, by member
    Outcome set(String property, Map<String, String> values, Manner manner, Duration limit)
            throws InterruptedException {
        return set(property, values, read -> values.entrySet().stream()
                .allMatch(e -> Numbers.same(Numbers.parse(e.getValue()), read.number(e.getKey()))), manner,
                limit);
    }

    /// The same where the result is not the value itself, such as a set point.
    ///
    /// @param taken whether what came back shows that the driver took the order
    Outcome begin(String property, Map<String, String> values, Predicate<Vector> taken, Duration limit)
            throws InterruptedException {
        return set(property, values, taken, Manner.BEGINNING, limit);
    }

    private Outcome set(String property, Map<String, String> values, Predicate<Vector> asked, Manner manner,
            Duration limit) throws InterruptedException {
        Optional<String> problem = find(property).flatMap(v -> outOfRange(v, values));
        if (problem.isPresent()) {
            return new Outcome.Rejected(problem.get());
        }
        return send(property, Kind.NUMBER, values.keySet(), numbers(property, values), asked, manner, limit);
    }

    private String numbers(String property, Map<String, String> values) {
        var all = new LinkedHashMap<String, String>();
        find(property).ifPresent(v -> v.members().values().forEach(m -> all.put(m.name(), plain(m))));
        all.putAll(values);
        var elements = new StringBuilder();
        all.forEach((member, value) -> elements.append("<oneNumber name='%s'>%s</oneNumber>"
                .formatted(Tokenizer.escaped(member), Tokenizer.escaped(value))));
        return elements.toString();
    }

    private static String plain(Member member) {
        double value = member.number();
        return Double.isFinite(value) ? Numbers.plainText(value) : member.text();
    }

    private static Optional<String> outOfRange(Vector v, Map<String, String> values) {
        for (var asked : values.entrySet()) {
            Member member = v.members().get(asked.getKey());
            if (member == null) {
                return Optional.of("%s has no number %s, only %s".formatted(v.name(), asked.getKey(),
                        v.members().keySet()));
            }
            double value = Numbers.parse(asked.getValue());
            if (!Double.isFinite(value)) {
                return Optional
                        .of("%s.%s \"%s\" is no number".formatted(v.name(), member.name(), asked.getValue()));
            }
            if (member.hasRange() && (value < member.min() || value > member.max())) {
                return Optional
                        .of("%s.%s %s, allowed %s..%s".formatted(v.name(), member.name(), asked.getValue(),
                                Numbers.plainText(member.min()), Numbers.plainText(member.max())));
            }
        }
        return Optional.empty();
    }

    private Outcome send(String property, Kind kind, Set<String> members, String elements,
            Predicate<Vector> asked,
            Manner manner, Duration limit) throws InterruptedException {
        OpenOrders orders = connection.orders();
        if (!orders.open(name, property, System.nanoTime() + limit.toNanos())) {
            return new Outcome.Rejected("another order to " + property + " is still open");
        }
        boolean answered = true;
        try {
            Outcome outcome = sendAlone(property, kind, members, elements, asked, manner, limit);
            answered = !(outcome instanceof Outcome.Unknown);
            return outcome;
        } catch (InterruptedException e) {
            answered = false;
            throw e;
        } finally {
            orders.close(name, property, answered);
        }
    }

    private Outcome sendAlone(String property, Kind kind, Set<String> members, String elements,
            Predicate<Vector> asked, Manner manner, Duration limit) throws InterruptedException {
        long losses = connection.losses();
        Optional<Vector> before = find(property);
        if (before.isEmpty()) {
            return connection.isUp()
                    ? new Outcome.Rejected("the driver has no property " + property)
                    : new Outcome.Gone(connection.lastLoss());
        }
        if (before.get().kind() != kind || !before.get().writable()) {
            return new Outcome.Rejected("%s is %s %s".formatted(property,
                    before.get().writable() ? "a" : "a read-only", before.get().kind()));
        }
        String type = kind == Kind.SWITCH ? "newSwitchVector" : "newNumberVector";
        var order = new Order(property, kind, members, store.revision(), losses, asked, manner, limit);
        if (!connection.send("<%s device='%s' name='%s'>%s</%s>\n".formatted(type, Tokenizer.escaped(name),
                Tokenizer.escaped(property), elements, type))) {
            return new Outcome.Gone(connection.lastLoss());
        }
        return order.await();
    }

    /// Waits until something about this device, or the connection, changes.
    ///
    /// @return whether `condition` holds; false at the deadline
    boolean await(BooleanSupplier condition, long deadlineNanos) throws InterruptedException {
        return store.await(condition, deadlineNanos);
    }

    /// What the driver has said since a revision, the last few joined; else `otherwise`.
    String reasonSince(long revision, String otherwise) {
        List<String> notes = store.notesSince(revision, name);
        return notes.isEmpty()
                ? otherwise
                : String.join("; ",
                        notes.subList(Math.max(0, notes.size() - NOTES_IN_A_REASON), notes.size()));
    }

    /// One order on its way.
    private final class Order {

        private final String property;
        private final Kind kind;
        private final Set<String> members;
        private final long sentAt;
        private final long losses;
        private final Predicate<Vector> asked;
        private final Manner manner;
        private final Duration limit;
        private final boolean lastWasUnanswered;
        private long askedAt = Long.MAX_VALUE;

        Order(String property, Kind kind, Set<String> members, long sentAt, long losses,
                Predicate<Vector> asked,
                Manner manner, Duration limit) {
            this.property = property;
            this.kind = kind;
            this.members = members;
            this.sentAt = sentAt;
            this.losses = losses;
            this.asked = asked;
            this.manner = manner;
            this.limit = limit;
            lastWasUnanswered = connection.orders().isUnanswered(name, property);
        }

        Outcome await() throws InterruptedException {
            long deadline = System.nanoTime() + limit.toNanos();
            long askAt = System.nanoTime() + (lastWasUnanswered ? 0 : limit(Wait.ASK_AGAIN).toNanos());
            long badSince = 0;
            while (true) {
                long now = System.nanoTime();
                Optional<Vector> found = find(property);
                Optional<Outcome> end = end(found);
                if (end.isPresent()) {
                    return end.get();
                }
                Vector v = found.orElseThrow();
                boolean bad = isAnswer(v) && isBad(v);
                if (!bad) {
                    badSince = 0;
                } else if (badSince == 0) {
                    badSince = now;
                } else if (now - badSince >= limit(Wait.GRACE).toNanos()) {
                    return new Outcome.Rejected(reasonSince(sentAt, describe(v)));
                }
                if (now >= deadline) {
                    return new Outcome.Unknown("setting " + property, limit);
                }
                if (now >= askAt) {
                    askedAt = Math.min(askedAt, store.revision());
                    ask(property);
                    askAt = now + limit(Wait.ASK_AGAIN).toNanos();
                }
                long wake = Math.min(Math.min(deadline, askAt),
                        bad ? badSince + limit(Wait.GRACE).toNanos() : deadline);
                long last = v.revision();
                store.await(() -> connection.losses() != losses
                        || find(property).map(n -> n.revision() > last).orElse(true), wake);
            }
        }

        /// Done, or no longer possible; empty while neither.
        private Optional<Outcome> end(Optional<Vector> found) {
            if (connection.losses() != losses) {
                return Optional.of(new Outcome.Gone(connection.lastLoss()));
            }
            if (found.isEmpty()) {
                return Optional.of(new Outcome.Gone("the driver withdrew " + property));
            }
            Vector v = found.get();
            if (v.kind() != kind || !v.members().keySet().containsAll(members)) {
                return Optional
                        .of(new Outcome.Gone("the driver made %s a %s of %s".formatted(property, v.kind(),
                                v.members().keySet())));
            }
            if (isDone(v)) {
                return Optional.of(new Outcome.Done(v));
            }
            return v.history().born() > sentAt
                    ? Optional
                            .of(new Outcome.Gone("the driver withdrew " + property + " and defined it anew"))
                    : Optional.empty();
        }

        /// Whether what the driver says of the property was said after it had the order.
        private boolean isAnswer(Vector v) {
            return v.history().defined() > askedAt || (!lastWasUnanswered && v.history().changed() > sentAt);
        }

        private boolean isDone(Vector v) {
            if (manner == Manner.BEGINNING) {
                return v.busyRevision() > sentAt
                        || (isAnswer(v) && v.state() != State.ALERT && asked.test(v));
            }
            return v.revision() > sentAt && v.state() != State.ALERT && !v.isBusy() && asked.test(v);
        }

        private boolean isBad(Vector v) {
            return manner == Manner.AT_ONCE ? !v.isBusy() : v.state() == State.ALERT;
        }

        private String describe(Vector v) {
            var values = new StringBuilder();
            v.members().values()
                    .forEach(m -> values.append(' ').append(m.name()).append('=').append(m.text()));
            return "%s reads %s%s".formatted(property, v.state(), values);
        }
    }
}
