package dev.darkbox.device.serial;

import dev.darkbox.device.DeviceException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Calls into the kernel that may never return, each on a thread of its own that is left behind if it does not.
final class Watch {

    private Watch() {}

    /// Calls, and waits for the end of it.
    ///
    /// @param what is done, for the error line
    /// @param late takes what comes after nobody waits any more
    /// @throws DeviceException.TimedOut it did not return; its thread goes on waiting
    static <T> T within(Duration limit, String place, String what, Supplier<T> call, Consumer<T> late)
            throws DeviceException.TimedOut, InterruptedException {
        var result = new CompletableFuture<T>();
        Thread.ofPlatform().daemon().name("serial " + place).start(() -> run(call, result, late));
        boolean taken = false;
        try {
            T value = result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            taken = true;
            return value;
        } catch (TimeoutException _) {
            throw new DeviceException.TimedOut(place, what, limit);
        } catch (ExecutionException e) {
            throw new IllegalStateException(place + ": " + what, e.getCause());
        } finally {
            if (!taken && !result.cancel(false) && !result.isCompletedExceptionally()) {
                late.accept(result.join()); // it came just now
            }
        }
    }

    private static <T> void run(Supplier<T> call, CompletableFuture<T> result, Consumer<T> late) {
        try {
            T value = call.get();
            if (!result.complete(value)) {
                late.accept(value);
            }
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }
}
