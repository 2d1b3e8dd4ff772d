package dev.darkbox.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Turns Ctrl-C and `kill` into an interrupt of the thread that works, and holds the process back until that thread has
/// tidied up, ten seconds at most.
///
/// Threading: opened and closed by the thread that works.
final class TidyEnd implements AutoCloseable {

    private static final long LIMIT_SECONDS = 10;

    private final CountDownLatch tidy = new CountDownLatch(1);
    private final Thread onSignal;

    TidyEnd() {
        Thread worker = Thread.currentThread();
        onSignal = new Thread(() -> {
            worker.interrupt();
            try {
                boolean _ = tidy.await(LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }, "tidy-end");
        Runtime.getRuntime().addShutdownHook(onSignal);
    }

    @Override
    public void close() {
        tidy.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException _) {
            // the process is ending, and waited for this
        }
    }
}
