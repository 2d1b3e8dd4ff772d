package dev.darkbox.stack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.frame.FitsImage;
import dev.darkbox.kernel.JavaKernels;
import dev.darkbox.kernel.StackKernels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntegrationTest {

    private static final int ROUNDS = 16;

    @TempDir
    private Path folder;

    @Test
    void everyMethodKeepsToItsDefinition() throws IOException, InterruptedException {
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new SplittableRandom(seed);
            int bits = seed % 4 == 3 ? -32 : 16;
            int count = seed < 4 ? 2 + seed : 2 + random.nextInt(59);
            List<Path> frames = frames(random, count, bits, 31, 9);
            for (Rejection rejection : Against.REJECTIONS) {
                if (rejection instanceof Rejection.MinMax(int low, int high) && low + high >= count) {
                    continue;
                }
                StackOrder order = StackOrder.of(frames).with(rejection)
                        .with(random.nextBoolean() ? Combine.MEAN : Combine.MEDIAN)
                        .withZeroIsData(random.nextBoolean());
                StackKernels kernels = random.nextInt(4) == 0 ? new JavaKernels() : StackKernels.best();
                Against.theDefinition(order, folder.resolve("out"), kernels,
                        "seed " + seed + " " + kernels.name());
            }
        }
    }

    @Test
    void theResultDoesNotDependOnMemoryOrThreads() throws IOException, InterruptedException {
        List<Path> frames = frames(new SplittableRandom(1), 21, 16, 233, 97);
        StackOrder order = StackOrder.of(frames).withMemoryBytes(128 << 20).withThreads(1);
        Integrated first = stack(order);
        float[] picture = Against.picture(first);
        for (int mebibytes : new int[]{1, 16, 128}) {
            for (int threads = 1; threads <= 3; threads++) {
                Integrated other = stack(order.withMemoryBytes((long) mebibytes << 20).withThreads(threads));
                assertEquals(first, other);
                assertArrayEquals(picture, Against.picture(other));
            }
        }
    }

    @Test
    void framesBeyondTheDescriptorLimitAreOpenedForEachRead() throws IOException, InterruptedException {
        List<Path> frames = frames(new SplittableRandom(2), 9, 16, 5, 1);
        try (FitsFrames few = FitsFrames.of(frames, CachePolicy.KEEP_AS_FOUND, 4);
                FitsFrames all = FitsFrames.of(frames, CachePolicy.KEEP_AS_FOUND, 100);
                Arena arena = Arena.ofConfined()) {
            few.readAround(false);
            all.readAround(false);
            for (int f = 0; f < 9; f++) {
                MemorySegment a = arena.allocate(10);
                MemorySegment b = arena.allocate(10);
                assertEquals(0, few.read(f, 0, 5, a));
                assertEquals(0, all.read(f, 0, 5, b));
                assertEquals(-1, a.mismatch(b), "frame " + f);
            }
        }
    }

    @Test
    void twoFramesAreTheirMean() throws IOException, InterruptedException {
        Path a = SmallFits.write(folder.resolve("a"), 16, 2, 10, 0, 65_535, 500);
        Path b = SmallFits.write(folder.resolve("b"), 16, 2, 13, 0, 65_534, 60_000);
        Integrated got = stack(StackOrder.of(List.of(a, b)));
        assertArrayEquals(new float[]{11.5f, 0, 65_534.5f, 30_250}, Against.picture(got));
        assertEquals(List.of(0L, 0L), got.highRejected());
        assertEquals("mean, winsorized 3/3", got.parameters());
    }

    @Test
    void zerosAreDataUnlessSaidOtherwise() throws IOException, InterruptedException {
        var frames = new ArrayList<Path>();
        for (int f = 0; f < 6; f++) {
            frames.add(SmallFits.write(folder.resolve("z" + f), 16, 3, f, 0, f < 5 ? 0 : 30));
        }
        StackOrder order = StackOrder.of(frames).with(new Rejection.None());
        assertArrayEquals(new float[]{2.5f, 0, 5}, Against.picture(stack(order)));
        assertArrayEquals(new float[]{3, 0, 30}, Against.picture(stack(order.withZeroIsData(false))));
    }

    @Test
    void mapsCountWhatWasRejected() throws IOException, InterruptedException {
        var frames = new ArrayList<Path>();
        for (int f = 0; f < 12; f++) {
            frames.add(SmallFits.write(folder.resolve("m" + f), 16, 2,
                    500 + f % 3, f == 4 ? 3 : 500 + f % 3, f == 5 || f == 6 ? 9000 : 500 + f % 3, 7));
        }
        Integrated got = stack(StackOrder.of(frames).with(new Rejection.Sigma(2, 2))
                .with(Plane.LOW, folder.resolve("low")).with(Plane.HIGH, folder.resolve("high")));
        assertArrayEquals(new float[]{0, 1, 0, 0}, floats(got, folder.resolve("low")));
        assertArrayEquals(new float[]{0, 0, 2, 0}, floats(got, folder.resolve("high")));
        assertEquals(List.of(0L, 0L, 0L, 0L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L), got.lowRejected());
        assertEquals(List.of(0L, 0L, 0L, 0L, 0L, 1L, 1L, 0L, 0L, 0L, 0L, 0L), got.highRejected());
    }

    @Test
    void anOrderThatCannotBeFulfilledIsRefusedInOneLine() throws IOException {
        Path a = SmallFits.write(folder.resolve("a.fit"), 16, 2, 1, 2, 3, 4);
        Path b = SmallFits.write(folder.resolve("b.fit"), 16, 2, 1, 2, 3, 4);
        Path wide = SmallFits.write(folder.resolve("wide.fit"), 16, 4, 1, 2, 3, 4);
        Path nan = SmallFits.write(folder.resolve("nan.fit"), -32, 2, 1, 2, Double.NaN, 4);
        Path link = Files.createSymbolicLink(folder.resolve("link.fit"), a);
        refused("an integration needs at least 2 frames, got none", List.of());
        refused("an integration needs at least 2 frames, got only " + a, List.of(a));
        refused(a + " is given twice", List.of(a, b, a));
        refused(link + " is the same file as " + a, List.of(a, b, link));
        refused(wide + " is 4x1 pixels, " + a + " is 2x2; all frames of a set have one size",
                List.of(a, wide));
        refused(nan + ": pixel x=0 y=1 (from 0) is NaN; only finite numbers can be integrated",
                List.of(a, nan));
        Path cut = folder.resolve("cut.fit");
        Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(b), 2880 + 5));
        refused(cut + " is cut short: 2x2 needs 8 bytes of pixels, the file has 5", List.of(a, cut));
        var few = assertThrows(IOException.class,
                () -> stack(StackOrder.of(List.of(a, b)).with(new Rejection.MinMax(1, 1))));
        assertEquals("minmax:1:1 needs at least 3 frames, got 2", few.getMessage());
        Path nowhere = folder.resolve("no/folder");
        var place = assertThrows(IOException.class, () -> new Integration(StackKernels.best())
                .integrate(StackOrder.of(List.of(a, b)), nowhere, Progress.SILENT));
        assertTrue(String.valueOf(place.getMessage()).startsWith(nowhere.toString()), place.getMessage());
    }

    @Test
    void memoryForLessThanAChunkOfAllFramesIsRefused() throws IOException {
        List<Path> frames = frames(new SplittableRandom(3), 200, 16, 64, 65);
        var refused = assertThrows(IOException.class,
                () -> stack(StackOrder.of(frames).withMemoryBytes(1 << 20)));
        assertTrue(String.valueOf(refused.getMessage()).matches(
                "200 frames need at least [12]\\.\\d MiB of memory for stacking, 1\\.0 MiB are allowed"),
                refused.getMessage());
    }

    @Test
    void anInterruptedIntegrationLeavesNothingBehind() throws IOException, InterruptedException {
        List<Path> frames = frames(new SplittableRandom(4), 5, 16, 256, 256);
        Path scratch = folder.resolve("scratch");
        StackOrder order = StackOrder.of(frames).withMemoryBytes(1 << 20).withThreads(2);
        assertThrows(InterruptedException.class, () -> new Integration(new JavaKernels())
                .integrate(order, scratch, (_, _) -> Thread.currentThread().interrupt()));
        assertFalse(Thread.interrupted());
        assertFalse(Files.exists(scratch));
        assertEquals(List.of(), Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName).filter(name -> name.startsWith("stack-")).toList());
    }

    @Test
    void framesOfDifferentSampleKindsGoTogether() throws IOException, InterruptedException {
        Path words = SmallFits.write(folder.resolve("u"), 16, 2, 10, 20, 30, 40);
        Path floats = SmallFits.write(folder.resolve("f"), -32, 2, 10.5, 20.5, 30.5, 40.5);
        Path bytes = SmallFits.write(folder.resolve("b"), 8, 2, 11, 21, 31, 41);
        assertEquals(FitsImage.Pixels.U8, FitsImage.of(bytes).pixels());
        assertArrayEquals(new float[]{10.5f, 20.5f, 30.5f, 40.5f}, Against.picture(
                stack(StackOrder.of(List.of(words, floats, bytes)).with(Combine.MEDIAN))));
    }

    private Integrated stack(StackOrder order) throws IOException, InterruptedException {
        return new Integration(StackKernels.best()).integrate(order, folder.resolve("scratch"),
                Progress.SILENT);
    }

    private void refused(String why, List<Path> frames) {
        var refused = assertThrows(IOException.class, () -> stack(StackOrder.of(frames)));
        assertEquals(why, refused.getMessage());
        assertFalse(Files.exists(folder.resolve("scratch")));
    }

    private static float[] floats(Integrated shape, Path file) throws IOException {
        try (ScratchPicture rows = ScratchPicture.open(shape.shape(), file);
                Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(ValueLayout.JAVA_FLOAT, shape.shape().pixels());
            rows.rows(0, shape.shape().heightPx(), all);
            return all.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    /// Frames of noise with ties, zeros, saturation and hits.
    private List<Path> frames(SplittableRandom random, int count, int bits, int width, int height)
            throws IOException {
        double level = new double[]{2, 500, 1500, 65_520}[random.nextInt(4)];
        double noise = new double[]{0.4, 3, 25}[random.nextInt(3)];
        Path set = Files.createTempDirectory(folder, "set");
        var files = new ArrayList<Path>();
        for (int f = 0; f < count; f++) {
            var adu = new double[width * height];
            for (int i = 0; i < adu.length; i++) {
                double value = level + noise * random.nextGaussian();
                switch (random.nextInt(40)) {
                    case 0 -> value += random.nextInt(50_000);
                    case 1 -> value = 0;
                    case 2 -> value = 65_535;
                    default -> {
                    }
                }
                adu[i] = Math.clamp(Math.rint(bits > 0 ? value : value * 16) / (bits > 0 ? 1 : 16), 0,
                        65_535);
            }
            files.add(SmallFits.write(set.resolve("f" + f + ".fit"), bits, width, adu));
        }
        return files;
    }
}
