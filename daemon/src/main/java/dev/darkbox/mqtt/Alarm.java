package dev.darkbox.mqtt;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Does something when a procedure takes too long; closing it in time prevents that.
final class Alarm implements AutoCloseable {

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean rang;

    Alarm(Duration limit, Runnable then) {
        Thread.ofVirtual().name("mqtt alarm").start(() -> ring(limit, then));
    }

    private void ring(Duration limit, Runnable then) {
        try {
            if (!closed.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                rang = true;
                then.run();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether it was not closed in time.
    boolean rang() {
        return rang;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
