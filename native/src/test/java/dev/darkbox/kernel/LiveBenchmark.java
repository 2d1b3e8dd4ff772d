package dev.darkbox.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.kernel.LiveKernels.State;
import dev.darkbox.kernel.LiveKernels.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What one frame of 26 megapixels costs live integration, beside copying as many bytes as it must touch; prints what it
/// finds.
@Tag("slow")
class LiveBenchmark {

    private static final long PIXELS = 6248L * 4176;
    private static final int ROUNDS = 12;

    @Test
    void oneFrameBesideACopyOfTheSameBytes() {
        var kernels = new ArrayList<LiveKernels>(List.of(new JavaLive()));
        NativeKernels.SETS.forEach(set -> NativeLive.load(set).ifPresent(kernels::add));
        for (int k : new int[]{1, 2, 4}) {
            for (LiveKernels kernel : kernels) {
                try (Arena arena = Arena.ofShared()) {
                    measure(kernel, k, arena);
                }
            }
        }
    }

    private static void measure(LiveKernels kernel, int k, Arena arena) {
        MemorySegment frame = arena.allocate(2 * PIXELS, 64);
        var random = new SplittableRandom(1);
        for (long i = 0; i < PIXELS; i++) {
            frame.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) (500 + (random.nextInt() & 31)));
        }
        State state = State.allocate(k, PIXELS, arena);
        int frames = 2 * k;
        for (int i = 0; i < frames; i++) {
            kernel.add(state, Words.ADU, frame, 0, PIXELS, i);
        }
        // read and written once as the state is, and read once as the frame is
        long bytes = PIXELS * (9 + 4L * k);
        MemorySegment from = arena.allocate(bytes, 64);
        MemorySegment to = arena.allocate(bytes, 64);
        long best = Long.MAX_VALUE;
        long copy = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            kernel.add(state, Words.ADU, frame, 0, PIXELS, frames++);
            long between = System.nanoTime();
            MemorySegment.copy(from, 0, to, 0, bytes);
            best = Math.min(best, between - begin);
            copy = Math.min(copy, System.nanoTime() - between);
        }
        System.out.printf("k %d, %-10s %6.1f ms a frame of 26 Mpx, %.1f GB/s, %.2f times a copy of %d MB%n",
                k,
                kernel.name(), best / 1e6, 2.0 * bytes / best, (double) best / copy, bytes >> 20);
        assertEquals(0, kernel.squares(state, 0, PIXELS), "equal frames do not differ");
    }
}
