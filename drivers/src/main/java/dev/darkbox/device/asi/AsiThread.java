package dev.darkbox.device.asi;

import dev.darkbox.device.DeviceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The one thread that makes the calls of one camera. A call that does not come back in time is left to itself; until it
/// is back, no other is made, so that nothing it may still write to is used for anything else.
///
/// Threading: safe from any thread; callers take turns.
final class AsiThread implements AutoCloseable {

    private final ExecutorService thread;
    private Optional<Out> out = Optional.empty();

    /// A call that is not back yet.
    private record Out(String function, Future<?> end) {}

    AsiThread(String name) {
        thread = Executors.newSingleThreadExecutor(
                work -> Thread.ofPlatform().name(name).daemon(true).unstarted(work));
    }

    /// Makes a call and waits for it, even if interrupted meanwhile.
    ///
    /// @param device for messages
    /// @throws DeviceException.Lost this is closed
    /// @throws DeviceException.TimedOut it, or an earlier one, is not back in time
    /// @throws InterruptedException the caller was interrupted; the call is back, or out as above
    synchronized <T> T call(String device, String function, Duration limit, Callable<T> call)
            throws DeviceException, InterruptedException {
        if (out.isPresent()) {
            awaitEarlier(device, out.get(), limit);
        }
        if (thread.isShutdown()) {
            throw new DeviceException.Lost(device, "it was closed");
        }
        Future<T> end = thread.submit(call);
        boolean back = await(end, function, limit);
        if (Thread.interrupted()) {
            throw new InterruptedException("during " + function);
        }
        if (!back) {
            throw new DeviceException.TimedOut(device, function, limit);
        }
        return result(end);
    }

    private void awaitEarlier(String device, Out earlier, Duration limit)
            throws DeviceException, InterruptedException {
        boolean back = await(earlier.end(), earlier.function(), limit);
        if (Thread.interrupted()) {
            throw new InterruptedException("during " + earlier.function());
        }
        if (!back) {
            throw new DeviceException.TimedOut(device,
                    "waiting for %s to come back (if it never does: %s)".formatted(earlier.function(),
                            AsiAdvice.WHEN_STUCK),
                    limit);
        }
    }

    /// Whether it is back. Leaves the mark of an interruption to the caller.
    private boolean await(Future<?> end, String function, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    end.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                    out = Optional.empty();
                    return true;
                } catch (ExecutionException _) {
                    out = Optional.empty();
                    return true;
                } catch (TimeoutException _) {
                    out = Optional.of(new Out(function, end));
                    return false;
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> T result(Future<T> end) {
        return switch (end.state()) {
            case SUCCESS -> end.resultNow();
            case FAILED ->
                throw new IllegalStateException("a call to the maker's library", end.exceptionNow());
            case CANCELLED, RUNNING -> throw new IllegalStateException("a call that is back " + end.state());
        };
    }

    /// Whether a call has not come back.
    synchronized boolean isOut() {
        return out.isPresent() && !out.get().end().isDone();
    }

    /// Makes a last call as soon as the one that is out is back, if ever. Nobody waits for it.
    synchronized void last(Runnable call) {
        thread.execute(call);
    }

    /// Takes no more calls; those that were given are made.
    @Override
    public void close() {
        thread.shutdown();
    }
}
