package dev.darkbox.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkbox.kernel.StackKernels.Results;
import dev.darkbox.kernel.StackKernels.Run;
import dev.darkbox.kernel.StackKernels.Sample;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The C kernels and their Java twin give the same bits, for every method, on seeded random stacks.
class TwinsTest {

    private static final int ROUNDS = 250;
    private static final List<ClipRule.Method> METHODS = List.of(ClipRule.Method.values());

    @Test
    void bothGiveTheSameBits() {
        var sets = NativeKernels.SETS.stream().flatMap(set -> NativeKernels.load(set).stream()).toList();
        assumeTrue(!sets.isEmpty(), "no C compiler built the kernels");
        var java = new JavaKernels();
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new SplittableRandom(seed);
            try (Arena arena = Arena.ofConfined()) {
                int frames = seed % 20 == 7 ? 200 + random.nextInt(200) : 1 + random.nextInt(60);
                int pixels = 1 + random.nextInt(seed % 5 == 0 ? 1500 : 90);
                var sample = random.nextInt(3) == 0 ? Sample.F32 : Sample.FITS_U16;
                var run = stacks(random, sample, frames, pixels, arena);
                var rule = rule(random, frames, arena);
                String what = "seed " + seed + ": " + frames + " x " + pixels + " " + sample + " " + rule;
                String expected = results(java, run, rule, arena);
                for (NativeKernels set : sets) {
                    assertEquals(expected, results(set, run, rule, arena), set.name() + ", " + what);
                }
            }
        }
    }

    @Test
    void aLibraryOfAnotherVersionIsRefused(@TempDir Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve("other.c");
        Files.writeString(source, "int dbx_version(void) { return 1; }\n");
        Path library = folder.resolve("libother.so");
        assumeTrue(compiles(source, library), "no C compiler");
        var refused = assertThrows(IllegalStateException.class,
                () -> NativeKernels.bind(library, 0, (_, set) -> set));
        assertEquals(library + " is version 1 of the C kernels; this program needs 4", refused.getMessage());
    }

    private static boolean compiles(Path source, Path library) throws InterruptedException {
        try {
            return new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                    .inheritIO().start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static ClipRule rule(SplittableRandom random, int frames, Arena arena) {
        var method = METHODS.get(random.nextInt(METHODS.size()));
        double low = 1 + random.nextInt(5) * 0.5;
        double high = 1 + random.nextInt(5) * 0.5;
        MemorySegment lambda = MemorySegment.NULL;
        switch (method) {
            case ESD -> {
                low = 0.3;
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
                low = random.nextInt(4);
                high = random.nextInt(4);
            }
            case NONE, SIGMA, WINSORIZED, MAD, LINEAR_FIT -> {
            }
        }
        return new ClipRule(method, low, high, random.nextBoolean(), random.nextBoolean(), lambda);
    }

    /// Noise about a level, with ties, zeros, saturation and hits.
    private static Run stacks(SplittableRandom random, Sample sample, int frames, int pixels, Arena arena) {
        long stride = pixels + (long) random.nextInt(5);
        MemorySegment samples = arena.allocate(frames * stride * sample.bytes(), 64);
        int level = new int[]{0, 3, 500, 2000, 65_500}[random.nextInt(5)];
        double width = new double[]{0.3, 2, 9, 400}[random.nextInt(4)];
        double fraction = sample == Sample.F32 && random.nextBoolean() ? 1.0 / 64 : 1;
        for (long i = 0; i < frames * stride; i++) {
            double value = level + width * random.nextGaussian();
            switch (random.nextInt(60)) {
                case 0 -> value += random.nextInt(60_000);
                case 1 -> value = 0;
                case 2 -> value = 65_535;
                case 3 -> value -= random.nextInt(300);
                default -> {
                }
            }
            if (sample == Sample.FITS_U16) {
                int adu = (int) Math.clamp(Math.round(value), 0L, 65_535L);
                samples.set(ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2 * i,
                        (short) (adu - 32_768));
            } else {
                float rounded = (float) (Math.rint(value / fraction) * fraction);
                samples.setAtIndex(ValueLayout.JAVA_FLOAT, i, rounded + 0.0f);
            }
        }
        MemorySegment starts = arena.allocate(ValueLayout.JAVA_LONG, frames);
        for (int f = 0; f < frames; f++) {
            starts.setAtIndex(ValueLayout.JAVA_LONG, f, f * stride * sample.bytes());
        }
        return new Run(sample, samples, starts, frames, pixels);
    }

    private static String results(StackKernels kernels, Run run, ClipRule rule, Arena arena) {
        int n = run.pixels();
        var into = new Results(
                arena.allocate(4L * n, 64), arena.allocate(2L * n, 64), arena.allocate(2L * n, 64),
                arena.allocate(2L * n, 64), arena.allocate(4L * n, 64), arena.allocate(4L * n, 64),
                arena.allocate(8L * run.frames(), 64), arena.allocate(8L * run.frames(), 64),
                run.sample() == Sample.F32 ? MemorySegment.NULL : arena.allocate(40L * run.frames(), 64),
                arena.allocate(24, 64), arena.allocate(kernels.scratchBytes(run.frames()), 64));
        kernels.combine(run, rule, into);
        var text = new StringBuilder();
        for (int i = 0; i < n; i++) {
            text.append(i).append(": ")
                    .append(Integer.toHexString(into.value().getAtIndex(ValueLayout.JAVA_INT, i)))
                    .append(' ').append(into.low().getAtIndex(ValueLayout.JAVA_SHORT, i))
                    .append(' ').append(into.high().getAtIndex(ValueLayout.JAVA_SHORT, i))
                    .append(' ').append(into.used().getAtIndex(ValueLayout.JAVA_SHORT, i))
                    .append(' ').append(Integer.toHexString(into.sigma().getAtIndex(ValueLayout.JAVA_INT, i)))
                    .append(' ')
                    .append(Integer.toHexString(into.halves().getAtIndex(ValueLayout.JAVA_INT, i)))
                    .append('\n');
        }
        for (int f = 0; f < run.frames(); f++) {
            text.append("frame ").append(f).append(' ')
                    .append(into.lowOfFrame().getAtIndex(ValueLayout.JAVA_LONG, f)).append(' ')
                    .append(into.highOfFrame().getAtIndex(ValueLayout.JAVA_LONG, f));
            for (int m = 0; m < StackKernels.MOMENTS && run.sample() == Sample.FITS_U16; m++) {
                text.append(' ').append(into.moments().getAtIndex(ValueLayout.JAVA_LONG, 5L * f + m));
            }
            text.append('\n');
        }
        for (int i = 0; i < 3; i++) {
            text.append(Long.toHexString(into.noise().getAtIndex(ValueLayout.JAVA_LONG, i))).append(' ');
        }
        return text.toString();
    }
}
