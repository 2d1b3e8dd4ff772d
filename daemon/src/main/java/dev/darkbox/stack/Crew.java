package dev.darkbox.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The threads of one integration, named `stack-0`, `stack-1`, ...
///
/// Threading: used by the thread that asked for the integration; closing waits until nothing runs any more.
final class Crew implements AutoCloseable {

    /// How often a walk is told of.
    static final Duration GLANCE = Duration.ofMillis(50);

    private final ExecutorService threads;
    private final List<Thread> members = new ArrayList<>(); // made by start, so by one thread
    private final CompletionService<Void> works;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private int running;

    /// Something to be done.
    @FunctionalInterface
    interface Work {

        /// Does it.
        void run() throws IOException;
    }

    Crew(int size) {
        var factory = Thread.ofPlatform().daemon().name("stack-", 0).factory();
        threads = Executors.newFixedThreadPool(size, work -> {
            Thread member = factory.newThread(work);
            members.add(member);
            return member;
        });
        works = new ExecutorCompletionService<>(threads);
    }

    /// Starts a work as soon as a thread is free.
    void start(Work work) {
        works.submit(() -> {
            work.run();
            return null;
        });
        running++;
    }

    /// Works that were started and not yet awaited.
    int running() {
        return running;
    }

    /// Waits for one of the works started, whichever ends first.
    ///
    /// @throws IOException what it threw
    void await() throws IOException, InterruptedException {
        take(works.take());
    }

    /// Waits for all works started.
    ///
    /// @throws IOException what one of them threw; others may go on until this is closed
    void awaitAll() throws IOException, InterruptedException {
        while (running > 0) {
            await();
        }
    }

    /// As [#await], but no longer than told.
    void awaitOneFor(Duration most) throws IOException, InterruptedException {
        Future<Void> ended = works.poll(most.toNanos(), TimeUnit.NANOSECONDS);
        if (ended != null) {
            take(ended);
        }
    }

    private void take(Future<Void> ended) throws IOException, InterruptedException {
        try {
            ended.get();
            running--;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case null, default -> throw new IllegalStateException("stacking a band", e.getCause());
            }
        }
    }

    /// Asked by long works every few milliseconds.
    ///
    /// @throws IOException nobody waits for them any more
    void stopIfCancelled() throws IOException {
        if (cancelled.get()) {
            throw new IOException("the integration was cancelled");
        }
    }

    @Override
    public void close() {
        cancelled.set(true);
        threads.close();
        boolean interrupted = false;
        for (Thread member : members) {
            while (member.isAlive()) { // it has nothing left to do but to end
                try {
                    member.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
