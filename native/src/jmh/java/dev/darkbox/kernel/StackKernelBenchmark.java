package dev.darkbox.kernel;

import dev.darkbox.kernel.ClipRule.Method;
import dev.darkbox.kernel.StackKernels.Results;
import dev.darkbox.kernel.StackKernels.Run;
import dev.darkbox.kernel.StackKernels.Sample;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// One chunk of pixels through all frames of dark frames, as integrations do them: the frames of a band lie behind each other,
/// and a band is as large as the last-level cache may be.
@State(Scope.Thread)
public class StackKernelBenchmark {

    private static final int CHUNK = 4096;
    private static final int CHUNKS = 4;

    /// `java` or one of [NativeKernels#SETS].
    @Param("java")
    public String kernels = "";

    /// `mean`, `median`, or a rejection of [Method] before a mean.
    @Param("winsorized")
    public String method = "";

    /// Number of frames.
    @Param({"50", "200"})
    public int frames;

    /// How samples stand in memory.
    @Param({"FITS_U16", "F32"})
    public Sample sample = Sample.FITS_U16;

    private final Arena arena = Arena.ofShared();
    private StackKernels stack = new JavaKernels();
    private ClipRule rule = new ClipRule(Method.NONE, 0, 0, false, false, MemorySegment.NULL);
    private MemorySegment samples = MemorySegment.NULL;
    private MemorySegment starts = MemorySegment.NULL;
    private Results into = new Results(samples, samples, samples, samples, samples, samples, samples, samples,
            samples,
            samples, samples);
    private int chunk;

    /// Makes the frames.
    @Setup(Level.Trial)
    public void prepare() {
        stack = kernels.equals("java") ? new JavaKernels() : NativeKernels.load(kernels).orElseThrow();
        rule = rule();
        long stride = (long) CHUNK * CHUNKS;
        samples = arena.allocate(frames * stride * sample.bytes(), 64);
        starts = arena.allocate(ValueLayout.JAVA_LONG, frames);
        for (int f = 0; f < frames; f++) {
            starts.setAtIndex(ValueLayout.JAVA_LONG, f, f * stride * sample.bytes());
        }
        var random = new SplittableRandom(1);
        for (long px = 0; px < stride; px++) {
            double level = 500 + 2 * random.nextGaussian()
                    + (random.nextInt(2000) == 0 ? random.nextInt(20_000) : 0);
            double noise = 5 * Math.exp(0.15 * random.nextGaussian()) * (random.nextInt(500) == 0 ? 4 : 1);
            boolean jumps = random.nextInt(1000) == 0;
            for (int f = 0; f < frames; f++) {
                put(f * stride + px, level + noise * random.nextGaussian()
                        + (jumps && random.nextInt(5) == 0 ? 60 : 0)
                        + (random.nextInt(60_000) == 0 ? random.nextInt(30_000) : 0));
            }
        }
        into = new Results(
                arena.allocate(4L * CHUNK, 64), MemorySegment.NULL, MemorySegment.NULL, MemorySegment.NULL,
                MemorySegment.NULL, MemorySegment.NULL, arena.allocate(8L * frames, 64),
                arena.allocate(8L * frames, 64),
                MemorySegment.NULL, arena.allocate(24, 64), arena.allocate(stack.scratchBytes(frames), 64));
    }

    /// One chunk after the other.
    @Benchmark
    public float combine(SamplesDone done) {
        chunk = (chunk + 1) % CHUNKS;
        stack.combine(
                new Run(sample, samples.asSlice((long) chunk * CHUNK * sample.bytes()), starts, frames,
                        CHUNK),
                rule, into);
        done.gigasamples += 1e-9 * frames * CHUNK;
        return into.value().get(ValueLayout.JAVA_FLOAT, 0);
    }

    /// Gives the memory back.
    @TearDown(Level.Trial)
    public void free() {
        arena.close();
    }

    private void put(long index, double adu) {
        long whole = Math.clamp(Math.round(adu), 0L, 65_535L);
        switch (sample) {
            case FITS_U16 -> samples.set(ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2 * index,
                    (short) (whole - 32_768));
            case F32 -> samples.setAtIndex(ValueLayout.JAVA_FLOAT, index, whole);
        }
    }

    private ClipRule rule() {
        return switch (method) {
            case "mean" -> new ClipRule(Method.NONE, 0, 0, false, false, MemorySegment.NULL);
            case "median" -> new ClipRule(Method.NONE, 0, 0, true, false, MemorySegment.NULL);
            case "sigma" -> new ClipRule(Method.SIGMA, 3, 3, false, false, MemorySegment.NULL);
            case "winsorized" -> new ClipRule(Method.WINSORIZED, 3, 3, false, false, MemorySegment.NULL);
            case "mad" -> new ClipRule(Method.MAD, 3, 3, false, false, MemorySegment.NULL);
            case "linear" -> new ClipRule(Method.LINEAR_FIT, 5, 5, false, false, MemorySegment.NULL);
            case "percentile" -> new ClipRule(Method.PERCENTILE, 0.2, 0.1, false, false, MemorySegment.NULL);
            case "minmax" -> new ClipRule(Method.MINMAX, 1, 1, false, false, MemorySegment.NULL);
            case "esd" -> {
                MemorySegment lambda = arena.allocate(ValueLayout.JAVA_DOUBLE, frames + 1);
                for (int n = 1; n <= frames; n++) {
                    lambda.setAtIndex(ValueLayout.JAVA_DOUBLE, n, 1.5 + 0.4 * Math.log(n)); // near a significance of 0.05
                }
                yield new ClipRule(Method.ESD, 0.3, 0.05, false, false, lambda);
            }
            default -> throw new IllegalArgumentException(method);
        };
    }
}
