package dev.darkbox.device.indi;

import java.util.HashSet;
import java.util.Set;

/// Which properties of a server have an order of ours on its way: one at a time each, whoever gives it.
///
/// A property whose last order got no answer is remembered: that answer may still come, and is not one to the next order.
///
/// Threading: safe for any threads.
final class OpenOrders {

    private record Place(String device, String property) {}

    private final Set<Place> open = new HashSet<>();
    private final Set<Place> unanswered = new HashSet<>();

    /// Waits for the order before to end.
    ///
    /// @param deadlineNanos of `System.nanoTime`
    /// @return false at the deadline; else [#close] must follow
    synchronized boolean open(String device, String property, long deadlineNanos)
            throws InterruptedException {
        var place = new Place(device, property);
        while (open.contains(place)) {
            long millis = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        open.add(place);
        return true;
    }

    /// Whether the answer to an order before may still come.
    synchronized boolean isUnanswered(String device, String property) {
        return unanswered.contains(new Place(device, property));
    }

    /// Ends the order that [#open] began.
    ///
    /// @param answered whether the driver's answer was seen
    synchronized void close(String device, String property, boolean answered) {
        var place = new Place(device, property);
        open.remove(place);
        if (answered) {
            unanswered.remove(place);
        } else {
            unanswered.add(place);
        }
        notifyAll();
    }
}
