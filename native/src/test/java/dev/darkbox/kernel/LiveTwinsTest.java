package dev.darkbox.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkbox.kernel.LiveKernels.State;
import dev.darkbox.kernel.LiveKernels.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Live integration: every instruction set and the Java twin give the same bits, and those are the right ones.
class LiveTwinsTest {

    private static final int ROUNDS = 120;

    private final List<LiveKernels> sets = NativeKernels.SETS.stream()
            .flatMap(set -> NativeLive.load(set).stream()).<LiveKernels>map(k -> k).toList();

    @Test
    void bothGiveTheSameBits() {
        assumeTrue(!sets.isEmpty(), "no C compiler built the kernels");
        for (int seed = 0; seed < ROUNDS; seed++) {
            String expected = told(new JavaLive(), seed);
            for (LiveKernels set : sets) {
                assertEquals(expected, told(set, seed), set.name() + ", seed " + seed);
            }
        }
    }

    @Test
    void sumsAreExactAndTheMeanIsThatOfTheSortedSamplesBetweenTheEnds() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            var stack = new Stack(seed);
            try (Arena arena = Arena.ofConfined()) {
                State state = stack.integrated(new JavaLive(), arena);
                MemorySegment values = arena.allocate(ValueLayout.JAVA_FLOAT, stack.pixels);
                for (boolean reject : new boolean[]{true, false}) {
                    new JavaLive().means(state, stack.frames, reject, 0, stack.pixels, values);
                    for (int px = 0; px < stack.pixels; px++) {
                        assertEquals(stack.mean(px, reject), values.getAtIndex(ValueLayout.JAVA_FLOAT, px),
                                "seed " + seed + ", pixel " + px);
                    }
                }
            }
        }
    }

    /// 60,000 ADU with a sigma of 5: there the squares alone would need 43 bits.
    @Test
    void theStandardDeviationOfHotPixelsIsGoodAfterTwoThousandFrames() {
        int pixels = 64;
        int frames = 2000;
        var random = new SplittableRandom(1);
        var samples = new int[pixels][frames];
        try (Arena arena = Arena.ofConfined()) {
            State state = State.allocate(1, pixels, arena);
            MemorySegment frame = arena.allocate(ValueLayout.JAVA_SHORT, pixels);
            LiveKernels kernels = LiveKernels.best();
            for (int f = 0; f < frames; f++) {
                for (int px = 0; px < pixels; px++) {
                    // one hit in each pixel: kept at the end, it does not spoil the squares
                    samples[px][f] = f == 700
                            ? 65_535
                            : (int) Math.rint((px % 2 == 0 ? 60_000 : 500) + 5 * random.nextGaussian());
                    frame.setAtIndex(ValueLayout.JAVA_SHORT, px, (short) samples[px][f]);
                }
                kernels.add(state, Words.ADU, frame, 0, pixels, f);
            }
            MemorySegment sigmas = arena.allocate(ValueLayout.JAVA_FLOAT, pixels);
            kernels.sigmas(state, frames, 0, pixels, sigmas);
            double worst = 0;
            for (int px = 0; px < pixels; px++) {
                double expected = sigma(samples[px], 1);
                double found = sigmas.getAtIndex(ValueLayout.JAVA_FLOAT, px);
                worst = Math.max(worst, Math.abs(found / expected - 1));
                assertTrue(expected > 4.5 && expected < 5.5, "sigma " + expected);
            }
            assertTrue(worst < (frames + 5) * 0x1p-25, "relative error " + worst);
        }
    }

    private static double sigma(int[] samples, int k) {
        int[] sorted = samples.clone();
        Arrays.sort(sorted);
        double sum = 0;
        for (int i = k; i < sorted.length - k; i++) {
            sum += sorted[i];
        }
        int n = sorted.length - 2 * k;
        double mean = sum / n;
        double squares = 0;
        for (int i = k; i < sorted.length - k; i++) {
            squares += (sorted[i] - mean) * (sorted[i] - mean);
        }
        return Math.sqrt(squares / (n - 1));
    }

    /// Everything a kernel tells of a stack, state included.
    private static String told(LiveKernels kernels, int seed) {
        var stack = new Stack(seed);
        var told = new StringBuilder();
        try (Arena arena = Arena.ofConfined()) {
            State state = stack.integrated(kernels, arena);
            told.append(hex(state.memory()));
            long first = stack.pixels / 3;
            long count = stack.pixels - first;
            MemorySegment values = arena.allocate(ValueLayout.JAVA_FLOAT, count);
            for (boolean reject : new boolean[]{true, false}) {
                kernels.means(state, stack.frames, reject, first, count, values);
                told.append("\nmeans ").append(hex(values));
            }
            kernels.sigmas(state, stack.frames, first, count, values);
            told.append("\nsigmas ").append(hex(values));
            told.append("\nsquares ").append(Double.toHexString(kernels.squares(state, first, count)));
        }
        return told.toString();
    }

    private static String hex(MemorySegment memory) {
        return HexFormat.of().formatHex(memory.toArray(ValueLayout.JAVA_BYTE));
    }

    /// Frames with ties, zeros, saturation and hits.
    private static final class Stack {

        private final int k;
        private final int frames;
        private final int pixels;
        private final int[][] adu;

        Stack(int seed) {
            var random = new SplittableRandom(seed);
            k = 1 + random.nextInt(4);
            frames = seed % 6 == 0 ? random.nextInt(2 * k + 2) : 1 + random.nextInt(60);
            pixels = 1 + random.nextInt(seed % 5 == 0 ? 5000 : 90);
            adu = new int[frames][pixels];
            int level = new int[]{0, 3, 500, 2000, 65_500}[random.nextInt(5)];
            double width = new double[]{0, 0.3, 2, 9, 400}[random.nextInt(5)];
            for (int[] frame : adu) {
                for (int px = 0; px < pixels; px++) {
                    double value = level + width * random.nextGaussian();
                    frame[px] = switch (random.nextInt(40)) {
                        case 0 -> 0;
                        case 1 -> 65_535;
                        case 2 -> random.nextInt(65_536);
                        default -> (int) Math.clamp(Math.round(value), 0L, 65_535L);
                    };
                }
            }
        }

        State integrated(LiveKernels kernels, Arena arena) {
            State state = State.allocate(k, pixels, arena);
            for (int f = 0; f < frames; f++) {
                Words words = f % 3 == 1 ? Words.FITS : Words.ADU;
                MemorySegment frame = frame(f, words, arena);
                long half = pixels / 2;
                kernels.add(state, words, frame, 0, half, f);
                kernels.add(state, words, frame.asSlice(2 * half), half, pixels - half, f);
            }
            return state;
        }

        private MemorySegment frame(int f, Words words, Arena arena) {
            MemorySegment frame = arena.allocate(2L * pixels, 2);
            var fits = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
            for (int px = 0; px < pixels; px++) {
                switch (words) {
                    case ADU -> frame.set(ValueLayout.JAVA_SHORT, 2L * px, (short) adu[f][px]);
                    case FITS -> frame.set(fits, 2L * px, (short) (adu[f][px] - 32_768));
                }
            }
            return frame;
        }

        float mean(int px, boolean reject) {
            int[] sorted = Arrays.stream(adu).mapToInt(frame -> frame[px]).sorted().toArray();
            int ends = reject && frames > 2 * k ? k : 0;
            int[] kept = Arrays.copyOfRange(sorted, ends, frames - ends);
            long sum = Arrays.stream(kept).asLongStream().sum();
            return (float) (sum / (double) Math.max(1, kept.length));
        }
    }
}
