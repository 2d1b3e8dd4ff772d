package dev.darkbox.mqtt;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Wakes the one who waits, now or when it next wants to wait; any number of calls before that wake it once.
final class Signal {

    private final BlockingQueue<Boolean> raised = new ArrayBlockingQueue<>(1);

    /// Never waits; any thread.
    void raise() {
        raised.offer(true);
    }

    /// Waits until it is raised or the time is up.
    ///
    /// @return whether it was raised
    boolean await(Duration most) throws InterruptedException {
        return raised.poll(most.toNanos(), TimeUnit.NANOSECONDS) != null;
    }
}
