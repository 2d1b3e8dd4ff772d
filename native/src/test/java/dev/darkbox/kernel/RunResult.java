package dev.darkbox.kernel;

import dev.darkbox.kernel.StackKernels.Results;
import dev.darkbox.kernel.StackKernels.Run;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;

/// What a run gave. A map nobody asked for is empty.
final class RunResult {

    /// Which of the things that may be `NULL` are asked for.
    ///
    /// @param bits of the maps low, high, used, sigma, halves, and the moments
    record Wanted(int bits) {

        static final Wanted EVERYTHING = new Wanted(63);

        boolean map(int number) {
            return (bits & (1 << number)) != 0;
        }

        boolean moments(StackKernels.Sample kind) {
            return map(5) && kind == StackKernels.Sample.FITS_U16;
        }
    }

    private static final byte GARBAGE = (byte) 0xa5;
    private static final int GUARD = 64;

    final int[] value; // bits
    final short[] low;
    final short[] high;
    final short[] used;
    final int[] sigma; // bits
    final int[] halves; // bits
    final long[] lowOfFrame;
    final long[] highOfFrame;
    final long[] moments;
    final double[] noise;

    private RunResult(Results from, long before) {
        value = from.value().toArray(ValueLayout.JAVA_INT);
        low = from.low().toArray(ValueLayout.JAVA_SHORT);
        high = from.high().toArray(ValueLayout.JAVA_SHORT);
        used = from.used().toArray(ValueLayout.JAVA_SHORT);
        sigma = from.sigma().toArray(ValueLayout.JAVA_INT);
        halves = from.halves().toArray(ValueLayout.JAVA_INT);
        lowOfFrame = added(from.lowOfFrame(), before);
        highOfFrame = added(from.highOfFrame(), before);
        moments = added(from.moments(), before);
        noise = from.noise().toArray(ValueLayout.JAVA_DOUBLE);
    }

    private RunResult(int pixels, int frames, Wanted wanted, boolean moments) {
        value = new int[pixels];
        low = new short[wanted.map(0) ? pixels : 0];
        high = new short[wanted.map(1) ? pixels : 0];
        used = new short[wanted.map(2) ? pixels : 0];
        sigma = new int[wanted.map(3) ? pixels : 0];
        halves = new int[wanted.map(4) ? pixels : 0];
        lowOfFrame = new long[frames];
        highOfFrame = new long[frames];
        this.moments = new long[moments ? StackKernels.MOMENTS * frames : 0];
        noise = new double[3];
    }

    /// Runs kernels on samples. Everything they get to write on is full of garbage before, and has guards behind.
    ///
    /// @throws AssertionError something behind the end was written on
    static RunResult of(StackKernels kernels, Samples samples, ClipRule rule, Wanted wanted,
            long layoutSeed) {
        try (Arena arena = Arena.ofConfined()) {
            var layout = new SplittableRandom(layoutSeed);
            Run run = samples.run(arena, layout);
            long n = run.pixels();
            boolean moments = wanted.moments(run.sample());
            var into = new Results(
                    garbage(arena, true, 4 * n), garbage(arena, wanted.map(0), 2 * n),
                    garbage(arena, wanted.map(1), 2 * n), garbage(arena, wanted.map(2), 2 * n),
                    garbage(arena, wanted.map(3), 4 * n), garbage(arena, wanted.map(4), 4 * n),
                    garbage(arena, true, 8L * run.frames()), garbage(arena, true, 8L * run.frames()),
                    garbage(arena, moments, 8L * StackKernels.MOMENTS * run.frames()),
                    garbage(arena, true, 24),
                    garbage(arena, true, kernels.scratchBytes(run.frames())));
            long[] before = into.lowOfFrame().toArray(ValueLayout.JAVA_LONG);
            kernels.combine(run, rule, into);
            for (MemorySegment written : new MemorySegment[]{into.value(), into.low(), into.high(),
                into.used(),
                into.sigma(), into.halves(), into.lowOfFrame(), into.highOfFrame(), into.moments(),
                into.noise(), into.scratch()}) {
                checkGuard(written);
            }
            return new RunResult(into, before[0]);
        }
    }

    /// What the definitions say.
    static RunResult defined(Samples samples, ClipRule rule, Wanted wanted) {
        int n = samples.pixels();
        var defined = new RunResult(n, samples.frames(), wanted, wanted.moments(samples.kind()));
        for (int px = 0; px < n; px++) {
            double[] column = samples.column(px);
            defined.put(px, BruteForce.of(samples.kind(), column, rule));
            if (wanted.moments(samples.kind())) {
                defined.addMoments(column);
            }
        }
        return defined;
    }

    private void put(int px, BruteForce.Result pixel) {
        value[px] = Float.floatToRawIntBits(pixel.value());
        put(low, px, pixel.low().size());
        put(high, px, pixel.high().size());
        put(used, px, pixel.kept());
        put(sigma, px, pixel.sigma());
        put(halves, px, pixel.halves());
        pixel.low().forEach(f -> lowOfFrame[f]++);
        pixel.high().forEach(f -> highOfFrame[f]++);
        if (pixel.kept() >= 2) {
            noise[0] += pixel.variance();
            noise[1] += pixel.variance() / pixel.kept();
            noise[2]++;
        }
    }

    private static void put(short[] map, int px, int count) {
        if (map.length > 0) {
            map[px] = (short) count;
        }
    }

    private static void put(int[] map, int px, float adu) {
        if (map.length > 0) {
            map[px] = Float.floatToRawIntBits(adu);
        }
    }

    private void addMoments(double[] column) {
        for (int f = 0; f < column.length; f++) {
            long x = (long) column[f];
            long step = f == 0 ? 0 : x - (long) column[f - 1];
            long[] now = {x, x == 0 ? 1 : 0, x == 65_535 ? 1 : 0, step, step * step};
            for (int m = 0; m < now.length; m++) {
                moments[StackKernels.MOMENTS * f + m] += now[m];
            }
        }
    }

    /// The first thing that is not as in `other`, in words; empty when all is equal. Sums of noise are of so many
    /// terms that their last digits depend on the order of adding, and may differ by one part in a thousand million.
    String difference(RunResult other) {
        String difference = first("value", floats(value), floats(other.value))
                + first("low", doubles(low), doubles(other.low))
                + first("high", doubles(high), doubles(other.high))
                + first("used", doubles(used), doubles(other.used))
                + first("sigma", floats(sigma), floats(other.sigma))
                + first("halves", floats(halves), floats(other.halves))
                + first("low of frame", doubles(lowOfFrame), doubles(other.lowOfFrame))
                + first("high of frame", doubles(highOfFrame), doubles(other.highOfFrame))
                + first("moments", doubles(moments), doubles(other.moments));
        for (int i = 0; i < noise.length; i++) {
            if (Math.abs(noise[i] - other.noise[i]) > 1e-9 * Math.abs(noise[i])) {
                return difference + "noise[" + i + "] " + noise[i] + " not " + other.noise[i] + "; ";
            }
        }
        return difference;
    }

    private static String first(String what, double[] expected, double[] got) {
        int at = Arrays.mismatch(expected, got); // compares bits
        return at < 0
                ? ""
                : "%s[%d] %s not %s; ".formatted(what, at,
                        at < expected.length ? expected[at] : "nothing",
                        at < got.length ? got[at] : "nothing");
    }

    private static double[] floats(int[] bits) {
        return Arrays.stream(bits).mapToDouble(Float::intBitsToFloat).toArray();
    }

    private static double[] doubles(short[] counts) {
        var doubles = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            doubles[i] = Short.toUnsignedInt(counts[i]);
        }
        return doubles;
    }

    private static double[] doubles(long[] counts) {
        return Arrays.stream(counts).asDoubleStream().toArray();
    }

    private static MemorySegment garbage(Arena arena, boolean wanted, long bytes) {
        return wanted
                ? arena.allocate(bytes + GUARD, 64).fill(GARBAGE).asSlice(0, bytes)
                : MemorySegment.NULL;
    }

    private static void checkGuard(MemorySegment written) {
        if (written.address() == 0) {
            return;
        }
        for (byte b : MemorySegment.ofAddress(written.address() + written.byteSize()).reinterpret(GUARD)
                .toArray(ValueLayout.JAVA_BYTE)) {
            if (b != GARBAGE) {
                throw new AssertionError("written behind the end of " + written.byteSize() + " bytes");
            }
        }
    }

    private static long[] added(MemorySegment counts, long before) {
        return Arrays.stream(counts.toArray(ValueLayout.JAVA_LONG)).map(count -> count - before).toArray();
    }
}
