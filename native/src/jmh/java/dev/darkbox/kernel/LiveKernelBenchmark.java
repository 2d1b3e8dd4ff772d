package dev.darkbox.kernel;

import dev.darkbox.kernel.LiveKernels.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// One frame of four megapixels more in a running mean.
@State(Scope.Thread)
public class LiveKernelBenchmark {

    private static final int PIXELS = 1 << 22;
    private static final int FRAMES = 4;

    /// `java` or one of [NativeKernels#SETS].
    @Param("java")
    public String kernels = "";

    /// Samples kept at each end.
    @Param("2")
    public int ends;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment frame = arena.allocate(2L * FRAMES * PIXELS, 64);
    private LiveKernels live = new JavaLive();
    private LiveKernels.State state = LiveKernels.State.allocate(1, 1, arena);
    private int before;

    /// Makes some frames.
    @Setup(Level.Trial)
    public void prepare() {
        live = kernels.equals("java") ? new JavaLive() : NativeLive.load(kernels).orElseThrow();
        state = LiveKernels.State.allocate(ends, PIXELS, arena);
        var random = new SplittableRandom(1);
        for (long i = 0; i < (long) FRAMES * PIXELS; i++) {
            frame.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) (500 + 5 * random.nextGaussian()));
        }
    }

    /// One frame after the other, and from the beginning again.
    @Benchmark
    public int add(SamplesDone done) {
        if (before == StackKernels.MAX_FRAMES) {
            state.memory().fill((byte) 0);
            before = 0;
        }
        live.add(state, Words.ADU, frame.asSlice(2L * (before % FRAMES) * PIXELS), 0, PIXELS, before++);
        done.gigasamples += 1e-9 * PIXELS;
        return before;
    }

    /// Gives the memory back.
    @TearDown(Level.Trial)
    public void free() {
        arena.close();
    }
}
