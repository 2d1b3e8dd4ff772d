package dev.darkbox.device.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The faults on order of one simulated rig.
///
/// Threading: safe; a test may order a fault while a run is under way.
public final class SimFaults {

    /// When a fault strikes.
    public sealed interface When {

        /// At the next occasion.
        record Next() implements When {}

        /// With the n-th frame of the camera, counted from 1, or as soon after as there is an occasion.
        record Frame(long n) implements When {}

        /// At the first occasion from an instant on.
        record At(Instant instant) implements When {}
    }

    /// A fault and when it strikes.
    public record Order(When when, SimFault fault) {

        /// Reads an order as a person writes it: [SimFaultText].
        ///
        /// @throws IllegalArgumentException the text is not an order; the message says what is
        public static Order parse(String text) {
            return SimFaultText.parse(text);
        }
    }

    /// A lasting fault that has struck.
    record Struck<F>(F fault, Instant since) {}

    private static final class Pending {
        private final Order order;
        private Optional<Instant> since;

        Pending(Order order) {
            this.order = order;
            since = order.when() instanceof When.At(Instant instant)
                    ? Optional.of(instant)
                    : Optional.empty();
        }
    }

    private final List<Pending> pending = new ArrayList<>();
    private long frame;

    /// A rig on which nothing goes wrong yet.
    public static SimFaults none() {
        return new SimFaults();
    }

    public static SimFaults of(List<Order> orders) {
        var faults = new SimFaults();
        orders.forEach(faults::order);
        return faults;
    }

    public SimFaults next(SimFault fault) {
        return order(new Order(new When.Next(), fault));
    }

    /// Orders a fault for the n-th frame of the camera, counted from 1.
    public SimFaults atFrame(long n, SimFault fault) {
        return order(new Order(new When.Frame(n), fault));
    }

    public SimFaults at(Instant instant, SimFault fault) {
        return order(new Order(new When.At(instant), fault));
    }

    public synchronized SimFaults order(Order order) {
        pending.add(new Pending(order));
        return this;
    }

    /// Ends every lasting fault and forgets every order.
    public synchronized void clear() {
        pending.clear();
    }

    /// Orders that have not been used up, lasting ones included, oldest first.
    public synchronized List<Order> pending() {
        return pending.stream().map(p -> p.order).toList();
    }

    /// The camera begins its n-th frame.
    synchronized void frameBegins(long n, Instant now) {
        frame = n;
        for (Pending p : pending) {
            isDue(p, now);
        }
    }

    /// Uses up the oldest fault of a kind that is due.
    synchronized <F extends SimFault.Once> Optional<F> take(Class<F> kind, Instant now) {
        for (int i = 0; i < pending.size(); i++) {
            Pending p = pending.get(i);
            if (kind.isInstance(p.order.fault()) && isDue(p, now)) {
                pending.remove(i);
                return Optional.of(kind.cast(p.order.fault()));
            }
        }
        return Optional.empty();
    }

    /// The lasting faults of a kind that have struck, oldest first.
    synchronized <F extends SimFault.Lasting> List<Struck<F>> struck(Class<F> kind, Instant now) {
        if (pending.isEmpty()) {
            return List.of();
        }
        var struck = new ArrayList<Struck<F>>();
        for (Pending p : pending) {
            if (kind.isInstance(p.order.fault()) && isDue(p, now)) {
                struck.add(new Struck<>(kind.cast(p.order.fault()), p.since.orElse(now)));
            }
        }
        return struck;
    }

    <F extends SimFault.Lasting> boolean has(Class<F> kind, Instant now) {
        return !struck(kind, now).isEmpty();
    }

    private boolean isDue(Pending p, Instant now) {
        boolean due = switch (p.order.when()) {
            case When.Next() -> true;
            case When.Frame(long n) -> frame >= n;
            case When.At(Instant instant) -> !now.isBefore(instant);
        };
        if (due && p.since.isEmpty()) {
            p.since = Optional.of(now);
        }
        return due;
    }
}
