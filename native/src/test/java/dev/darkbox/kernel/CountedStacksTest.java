package dev.darkbox.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.kernel.StackKernels.Results;
import dev.darkbox.kernel.StackKernels.Run;
import dev.darkbox.kernel.StackKernels.Sample;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Counting samples by value gives the bits of sorting them pixel by pixel, for every method, on stacks that are hard
/// on the one or the other.
class CountedStacksTest {

    private static final List<Integer> FRAMES = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 21, 31, 50, 63, 64, 65,
            127,
            200, 256, 511, 512, 513);
    private static final double[] FACTORS = {0, 0.1, 0.7, 1.5, 2, 3, 4.5, 50};

    /// How the samples of a stack lie.
    private enum Kind {
        NOISE, TIES, CONSTANT, DARK, SATURATED, WIDE, HITS, HOLES, TWO_LEVELS, MIXED
    }

    private static final List<Kind> PURE = List.of(Kind.values()).subList(0, Kind.values().length - 1);

    @Test
    void countingGivesTheBitsOfSorting() {
        var counting = new JavaKernels();
        long seed = 0;
        for (int frames : FRAMES) {
            var sorting = new PixelByPixel(frames);
            for (ClipRule.Method method : ClipRule.Method.values()) {
                for (Kind kind : Kind.values()) {
                    var random = new SplittableRandom(++seed);
                    try (Arena arena = Arena.ofConfined()) {
                        Run run = run(random, kind, frames, 1 + random.nextInt(frames > 100 ? 5 : 24), arena);
                        compare(counting, sorting, run, rule(random, method, frames, arena),
                                seed + " " + kind,
                                arena);
                    }
                }
            }
        }
    }

    @Test
    void runsOfSeveralTilesAreWholeAtTheSeams() {
        var counting = new JavaKernels();
        int[][] shapes = {{7, 1025}, {50, 1536}, {200, 513}, {600, 300}, {1100, 140}, {2100, 131},
            {4200, 66}};
        for (int[] shape : shapes) {
            var sorting = new PixelByPixel(shape[0]);
            for (ClipRule.Method method : List.of(ClipRule.Method.NONE, ClipRule.Method.WINSORIZED,
                    ClipRule.Method.MINMAX)) {
                var random = new SplittableRandom(shape[1]);
                try (Arena arena = Arena.ofConfined()) {
                    Run run = run(random, Kind.MIXED, shape[0], shape[1], arena);
                    var rule = new ClipRule(method, 2, 2, false, random.nextBoolean(), MemorySegment.NULL);
                    compare(counting, sorting, run, rule, "tiles", arena);
                }
            }
        }
    }

    @Test
    void sumsOfTheMostFramesAreExact() {
        int frames = StackKernels.MAX_FRAMES;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment samples = arena.allocate(2L * frames * 3, 64);
            for (int f = 0; f < frames; f++) {
                put(samples, 3L * f, f % 2 == 0 ? 0 : 65_535);
                put(samples, 3L * f + 1, 65_535);
                put(samples, 3L * f + 2, f);
            }
            var run = new Run(Sample.FITS_U16, samples, starts(frames, 3, arena), frames, 3);
            for (ClipRule.Method method : List.of(ClipRule.Method.NONE, ClipRule.Method.WINSORIZED,
                    ClipRule.Method.MAD)) {
                compare(new JavaKernels(), new PixelByPixel(frames), run,
                        new ClipRule(method, 1.5, 1.5, false, true, MemorySegment.NULL), "most frames",
                        arena);
            }
        }
    }

    private static void compare(
            JavaKernels counting, PixelByPixel sorting, Run run, ClipRule rule, String what, Arena arena) {
        Results expected = results(run, true, arena);
        Results full = results(run, true, arena);
        Results bare = results(run, false, arena);
        sorting.combine(run, rule, expected);
        counting.combine(run, rule, full);
        counting.combine(run, rule, bare);
        what = "seed " + what + ": " + run.frames() + " x " + run.pixels() + " " + rule + ": ";
        same(expected.value(), full.value(), what + "value");
        same(expected.low(), full.low(), what + "low");
        same(expected.high(), full.high(), what + "high");
        same(expected.used(), full.used(), what + "used");
        same(expected.sigma(), full.sigma(), what + "sigma");
        same(expected.halves(), full.halves(), what + "halves");
        same(expected.lowOfFrame(), full.lowOfFrame(), what + "low of frame");
        same(expected.highOfFrame(), full.highOfFrame(), what + "high of frame");
        same(expected.moments(), full.moments(), what + "moments");
        same(expected.noise(), full.noise(), what + "noise");
        same(expected.value(), bare.value(), what + "value without maps");
        same(expected.lowOfFrame(), bare.lowOfFrame(), what + "low of frame without maps");
        same(expected.highOfFrame(), bare.highOfFrame(), what + "high of frame without maps");
        same(expected.noise(), bare.noise(), what + "noise without maps");
    }

    private static void same(MemorySegment expected, MemorySegment actual, String what) {
        assertEquals(-1, expected.mismatch(actual), what + " differs from this byte on");
    }

    private static Results results(Run run, boolean maps, Arena arena) {
        int n = run.pixels();
        MemorySegment none = MemorySegment.NULL;
        return new Results(arena.allocate(4L * n, 4), maps ? arena.allocate(2L * n, 2) : none,
                maps ? arena.allocate(2L * n, 2) : none, maps ? arena.allocate(2L * n, 2) : none,
                maps ? arena.allocate(4L * n, 4) : none, maps ? arena.allocate(4L * n, 4) : none,
                arena.allocate(8L * run.frames(), 8), arena.allocate(8L * run.frames(), 8),
                maps ? arena.allocate(40L * run.frames(), 8) : none, arena.allocate(24, 8),
                arena.allocate(64, 64));
    }

    private static ClipRule rule(SplittableRandom random, ClipRule.Method method, int frames, Arena arena) {
        double low = FACTORS[random.nextInt(FACTORS.length)];
        double high = FACTORS[random.nextInt(FACTORS.length)];
        MemorySegment lambda = MemorySegment.NULL;
        switch (method) {
            case ESD -> {
                low = random.nextInt(6) * 0.1;
                lambda = arena.allocate(ValueLayout.JAVA_DOUBLE, frames + 1);
                for (int n = 0; n <= frames; n++) {
                    lambda.setAtIndex(ValueLayout.JAVA_DOUBLE, n, 1 + 0.4 * Math.log(n + 1));
                }
            }
            case PERCENTILE -> {
                low *= 0.05;
                high *= 0.05;
            }
            case MINMAX -> {
                low = random.nextInt(1 + frames / 3);
                high = random.nextInt(1 + frames / 3);
            }
            case NONE, SIGMA, WINSORIZED, MAD, LINEAR_FIT -> {
            }
        }
        return new ClipRule(method, low, high, random.nextBoolean(), random.nextBoolean(), lambda);
    }

    private static Run run(SplittableRandom random, Kind kind, int frames, int pixels, Arena arena) {
        MemorySegment samples = arena.allocate(2L * frames * pixels, 2);
        for (int px = 0; px < pixels; px++) {
            Kind mine = kind == Kind.MIXED ? PURE.get(random.nextInt(PURE.size())) : kind;
            int level = random.nextInt(65_536);
            for (int f = 0; f < frames; f++) {
                put(samples, (long) f * pixels + px, sample(random, mine, level));
            }
        }
        return new Run(Sample.FITS_U16, samples, starts(frames, pixels, arena), frames, pixels);
    }

    private static int sample(SplittableRandom random, Kind kind, int level) {
        double value = switch (kind) {
            case NOISE -> level + 8 * random.nextGaussian();
            case TIES -> level + random.nextInt(3);
            case CONSTANT -> level;
            case DARK -> 2 * random.nextGaussian();
            case SATURATED -> 65_534 + 2 * random.nextGaussian();
            case WIDE -> random.nextInt(65_536);
            case HITS ->
                500 + 5 * random.nextGaussian() + (random.nextInt(30) == 0 ? random.nextInt(60_000) : 0);
            case HOLES -> random.nextInt(4) == 0 ? 0 : 3 + level % 700 + 3 * random.nextGaussian();
            case TWO_LEVELS -> random.nextInt(5) == 0 ? level + 60 : level;
            case MIXED -> throw new AssertionError("not a kind of its own");
        };
        return (int) Math.clamp(Math.round(value), 0L, 65_535L);
    }

    private static void put(MemorySegment samples, long index, int adu) {
        samples.set(ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2 * index,
                (short) (adu - 32_768));
    }

    private static MemorySegment starts(int frames, int pixels, Arena arena) {
        MemorySegment starts = arena.allocate(ValueLayout.JAVA_LONG, frames);
        for (int f = 0; f < frames; f++) {
            starts.setAtIndex(ValueLayout.JAVA_LONG, f, 2L * f * pixels);
        }
        return starts;
    }
}
