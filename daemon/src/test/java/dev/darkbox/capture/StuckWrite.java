package dev.darkbox.capture;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A C function that was given memory to write to and does not come back until it is let: `qsort`, whose comparison takes its
/// time.
final class StuckWrite {

    private static final Linker C = Linker.nativeLinker();
    private static final FunctionDescriptor COMPARES = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SORT = C.downcallHandle(
            C.defaultLookup().findOrThrow("qsort"),
            FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));
    private static final int LIMIT_S = 20;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final Thread caller;

    /// Called, and not back, when this returns.
    ///
    /// @param into two numbers of 16 bits at least; sorted when it is let
    StuckWrite(MemorySegment into) throws InterruptedException {
        caller = Thread.ofPlatform().daemon(true).start(() -> sort(into));
        begun.await(LIMIT_S, TimeUnit.SECONDS);
    }

    private void sort(MemorySegment into) {
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle compare = MethodHandles.lookup().bind(this, "compare",
                    MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
            SORT.invokeExact(into, 2L, 2L, C.upcallStub(compare, COMPARES, arena));
        } catch (Throwable t) {
            throw new AssertionError("qsort", t);
        }
    }

    /// The one that stands in front is the larger one, whatever they are.
    @SuppressWarnings("UnusedMethod") // called by qsort
    private int compare(MemorySegment first, MemorySegment second) {
        begun.countDown();
        try {
            goOn.await(LIMIT_S, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return Long.compare(second.address(), first.address());
    }

    /// It is back when this returns.
    void letGo() throws InterruptedException {
        goOn.countDown();
        caller.join(TimeUnit.SECONDS.toMillis(LIMIT_S));
    }
}
