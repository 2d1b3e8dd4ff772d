package dev.darkbox.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.darkbox.kernel.ClipRule.Method;
import dev.darkbox.kernel.RunResult.Wanted;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every kernel, on every instruction set this machine has, gives what the definitions say: every bit of every
/// pixel, every map, every count.
class ExactnessTest {

    private static final int MOST_FRAMES = 513;
    private static final List<Method> METHODS = List.of(Method.values());
    private static final List<StackKernels> KERNELS = kernels();

    @Test
    void everyMethodKeepsToItsDefinition() {
        int[] frames = {1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 20, 31, 32, 33, 47, 50, 64, 65, 96, 127, 129,
            200, 257,
            512, 513};
        for (int i = 0; i < 2 * frames.length; i++) {
            everyMethod(i, frames[i % frames.length]);
        }
    }

    @Test
    void longRunsAreAsShortOnes() {
        for (int seed = 0; seed < 24; seed++) {
            var random = new SplittableRandom(1000 + seed);
            int frames = 1 + random.nextInt(seed % 4 == 0 ? 40 : 12);
            Method method = METHODS.get(seed % METHODS.size());
            oneRun(random, 1000 + seed, method, frames, 300 + random.nextInt(4000));
        }
    }

    /// The C kernels calculate with other types from 1449 frames on; 8192 are the most.
    @Test
    void thousandsOfFramesAreExactToo() {
        int[] frames = {1448, 1449, 3001, StackKernels.MAX_FRAMES};
        for (int i = 0; i < frames.length; i++) {
            var random = new SplittableRandom(2000 + i);
            for (Method method : METHODS) {
                oneRun(random, 2000 + i, method, frames[i], 3 + random.nextInt(3));
            }
        }
    }

    /// `-Ddarkbox.exact.seed=N -Ddarkbox.exact.rounds=N`; a round is every method with every number of frames up to
    /// 513, half a minute.
    @Test
    @Tag("slow")
    void everyMethodKeepsToItsDefinitionWithEveryNumberOfFrames() {
        long first = Long.getLong("darkbox.exact.seed", 1);
        long rounds = Long.getLong("darkbox.exact.rounds", 1);
        for (long round = first; round < first + rounds; round++) {
            for (int frames = 1; frames <= MOST_FRAMES; frames++) {
                everyMethod(round * 1_000_000 + frames, frames);
            }
        }
    }

    /// What this test itself is worth: a kernel that is wrong in one count of one pixel is found.
    @Test
    void aDifferenceIsSeen() {
        var random = new SplittableRandom(5);
        Samples samples = RandomStacks.samples(random, StackKernels.Sample.FITS_U16, 30, 7);
        var rule = new ClipRule(Method.SIGMA, 2, 2, false, false, MemorySegment.NULL);
        RunResult right = RunResult.defined(samples, rule, Wanted.EVERYTHING);
        RunResult wrong = RunResult.defined(samples, rule, Wanted.EVERYTHING);
        assertEquals("", right.difference(wrong));
        wrong.value[3]++;
        wrong.high[6]++;
        assertEquals("value[3] %s not %s; high[6] %s not %s; ".formatted(
                (double) Float.intBitsToFloat(right.value[3]),
                (double) Float.intBitsToFloat(wrong.value[3]),
                (double) right.high[6], (double) wrong.high[6]), right.difference(wrong));
    }

    private static void everyMethod(long seed, int frames) {
        var random = new SplittableRandom(seed);
        for (Method method : METHODS) {
            oneRun(random, seed, method, frames, 1 + random.nextInt(frames < 50 ? 150 : 40));
        }
    }

    private static void oneRun(SplittableRandom random, long seed, Method method, int frames, int pixels) {
        var kind = random.nextInt(3) == 0 ? StackKernels.Sample.F32 : StackKernels.Sample.FITS_U16;
        Samples samples = RandomStacks.samples(random, kind, frames, pixels);
        try (Arena arena = Arena.ofConfined()) {
            ClipRule rule = RandomStacks.rule(random, method, frames, random.nextBoolean(), arena);
            var wanted = random.nextInt(3) == 0 ? new Wanted(random.nextInt(64)) : Wanted.EVERYTHING;
            RunResult defined = RunResult.defined(samples, rule, wanted);
            for (StackKernels kernels : KERNELS) {
                String wrong = defined.difference(RunResult.of(kernels, samples, rule, wanted, seed));
                if (!wrong.isEmpty()) {
                    fail("seed %d, %s, %d frames of %d pixels, %s, wanted %d: %s%n%s".formatted(seed,
                            kernels.name(),
                            frames, pixels, rule, wanted.bits(), wrong,
                            SmallestCase.of(kernels, samples, rule, wanted, seed)));
                }
            }
        }
    }

    private static List<StackKernels> kernels() {
        var kernels = new ArrayList<StackKernels>();
        for (String set : NativeKernels.SETS) {
            NativeKernels.load(set).filter(c -> c.name().contains(set)).ifPresent(kernels::add);
        }
        kernels.add(new JavaKernels());
        return List.copyOf(kernels);
    }
}
