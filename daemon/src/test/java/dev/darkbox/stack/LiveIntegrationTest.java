package dev.darkbox.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.kernel.JavaLive;
import dev.darkbox.kernel.LiveKernels;
import dev.darkbox.kernel.StackKernels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Frames integrated as they come give what integrating their files gives.
class LiveIntegrationTest {

    @TempDir
    private Path folder;

    @Test
    void theMasterIsThatOfTheBandPipelineToTheBit() throws Exception {
        for (int seed = 0; seed < 24; seed++) {
            var random = new SplittableRandom(seed);
            int k = 1 + seed % 4;
            int frames = 2 * k + 1 + random.nextInt(seed % 5 == 0 ? 2 : 40);
            var shape = new FrameShape(1 + random.nextInt(90), 1 + random.nextInt(70));
            List<int[]> stack = stack(random, shape, frames);
            List<Path> files = files(stack, shape, "s" + seed + "-");
            Path bands = folder.resolve("bands.f32");
            var order = StackOrder.of(files).with(new Rejection.MinMax(k, k));
            Integrated expected = new Integration(StackKernels.best()).integrate(order, bands,
                    Progress.SILENT);
            for (LiveKernels kernels : List.of(LiveKernels.best(), new JavaLive())) {
                Path live = folder.resolve("live.f32");
                Integrated found = integrated(kernels, stack, shape, k, live, files);
                String what = "seed %d, %s: %d x %s, k %d".formatted(seed, kernels.name(), frames, shape, k);
                assertEquals(-1, Files.mismatch(bands, live), what);
                assertEquals("mean, minmax %d/%d, live".formatted(k, k), found.parameters());
                assertEquals(sum(expected.lowRejected()), sum(found.lowRejected()), what);
                assertEquals(sum(expected.highRejected()), sum(found.highRejected()), what);
                assertFalse(found.knowsWhose());
                close(expected.frameNoiseAdu(), found.frameNoiseAdu(), 1e-5, what);
                close(expected.noiseAdu(), found.noiseAdu(), 1e-5, what);
            }
        }
    }

    @Test
    void theNoiseOfManyFramesIsThatOfTheSamplesHotPixelsAndHitsIncluded() throws Exception {
        var shape = new FrameShape(40, 30);
        var random = new SplittableRandom(7);
        try (Arena arena = Arena.ofConfined();
                var live = new LiveIntegration(LiveKernels.best(), shape, 1)) {
            FrameBuffer frame = FrameBuffer.allocate(shape, arena);
            for (int f = 0; f < 2000; f++) {
                for (int px = 0; px < shape.pixels(); px++) {
                    double adu = (px % 10 == 0 ? 60_000 : 500) + 5 * random.nextGaussian();
                    boolean hit = f == px;
                    frame.setAdu(px % 40, px / 40, hit ? 65_535 : (int) Math.rint(adu));
                }
                live.add(frame);
                if (f == 3 || f == 10 || f == 99 || f == 1999) {
                    LiveIntegration.Noise noise = live.noise().orElseThrow();
                    // rounding to whole ADU adds a variance of 1/12
                    close(Math.sqrt(25 + 1.0 / 12), noise.frameAdu(), 0.03, "after " + (f + 1) + " frames");
                    assertEquals(noise.frameAdu() / Math.sqrt(f + 1), noise.masterAdu());
                    assertEquals(f + 1, noise.frames());
                }
            }
            close(Math.sqrt(25 + 1.0 / 12), live.noise().orElseThrow().frameAdu(), 0.004, "in the end");
        }
    }

    @Test
    void whatTheEndsTakeFromNormalNoiseIsKnown() {
        var random = new SplittableRandom(3);
        for (int[] nk : new int[][]{{4, 1}, {5, 1}, {10, 2}, {12, 4}, {40, 1}, {40, 4}, {300, 3}}) {
            int n = nk[0];
            int k = nk[1];
            int rounds = 400_000 / n;
            double sum = 0;
            for (int round = 0; round < rounds; round++) {
                double[] x = random.doubles(n).map(_ -> random.nextGaussian()).sorted().toArray();
                double[] kept = Arrays.copyOfRange(x, k, n - k);
                double mean = Arrays.stream(kept).average().orElseThrow();
                sum += Arrays.stream(kept).map(v -> (v - mean) * (v - mean)).sum() / (kept.length - 1);
            }
            close(sum / rounds, TrimmedNormal.variance(n, k), 0.02, n + " samples, " + k + " at each end");
        }
        assertEquals(1, TrimmedNormal.variance(8192, 1), 0.005);
    }

    @Test
    void whatDoesNotFitIsRefusedWithOneLine() {
        var big = new FrameShape(6248, 4176);
        assertEquals(Optional.of(
                "frames of 6248x4176 need 299 MiB, 12 bytes per pixel; 128 MiB are allowed"),
                LiveIntegration.refusal(big, 1, 40, 128L << 20));
        assertEquals(Optional.empty(), LiveIntegration.refusal(big, 1, 40, 299L << 20));
        assertEquals(Optional.of("9000 frames are wanted, 8192 are exact"),
                LiveIntegration.refusal(new FrameShape(64, 48), 1, 9000, 1 << 20));
    }

    @Test
    void beforeTheEndsAreFullTheMeanIsThatOfAllFramesAndNoNoiseIsTold() throws Exception {
        var shape = new FrameShape(8, 4);
        List<int[]> stack = stack(new SplittableRandom(5), shape, 4);
        Path picture = folder.resolve("p.f32");
        for (int frames = 1; frames <= 4; frames++) {
            List<int[]> some = stack.subList(0, frames);
            List<Path> names = names(frames);
            Integrated result = integrated(LiveKernels.best(), some, shape, 2, picture, names);
            assertEquals("mean, no rejection, live", result.parameters());
            assertTrue(Double.isNaN(result.frameNoiseAdu()));
            var bytes = java.nio.ByteBuffer.wrap(Files.readAllBytes(picture))
                    .order(java.nio.ByteOrder.nativeOrder()).asFloatBuffer();
            for (int px = 0; px < shape.pixels(); px++) {
                int pixel = px;
                double mean = some.stream().mapToInt(f -> f[pixel]).sum() / (double) frames;
                assertEquals((float) mean, bytes.get(px), "pixel " + px);
            }
        }
    }

    @Test
    void afterTheEndNothingIsTold() throws Exception {
        var shape = new FrameShape(8, 4);
        try (Arena arena = Arena.ofConfined()) {
            var live = new LiveIntegration(LiveKernels.best(), shape, 1);
            live.close();
            live.close();
            var late = assertThrows(IOException.class, () -> live.add(FrameBuffer.allocate(shape, arena)));
            assertEquals("the live integration is over", late.getMessage());
            assertThrows(IOException.class, live::noise);
            assertThrows(IOException.class, () -> live.rows(0, 1, arena.allocate(32)));
        }
    }

    private static Integrated integrated(LiveKernels kernels, List<int[]> stack, FrameShape shape, int k,
            Path picture, List<Path> names) throws IOException {
        try (Arena arena = Arena.ofConfined(); var live = new LiveIntegration(kernels, shape, k)) {
            FrameBuffer frame = FrameBuffer.allocate(shape, arena);
            for (int[] adu : stack) {
                for (int px = 0; px < adu.length; px++) {
                    frame.setAdu(px % shape.widthPx(), px / shape.widthPx(), adu[px]);
                }
                live.add(frame);
            }
            return live.integrated(picture, names);
        }
    }

    /// Ties, zeros, saturation and hits.
    private static List<int[]> stack(SplittableRandom random, FrameShape shape, int frames) {
        int level = new int[]{0, 3, 500, 65_500}[random.nextInt(4)];
        double width = new double[]{0, 0.3, 4, 300}[random.nextInt(4)];
        var stack = new ArrayList<int[]>();
        for (int f = 0; f < frames; f++) {
            stack.add(random.ints(shape.pixels(), 0, 40).map(what -> switch (what) {
                case 0 -> 0;
                case 1 -> 65_535;
                case 2 -> random.nextInt(65_536);
                default -> (int) Math.clamp(Math.round(level + width * random.nextGaussian()), 0L, 65_535L);
            }).toArray());
        }
        return stack;
    }

    private List<Path> files(List<int[]> stack, FrameShape shape, String prefix) throws IOException {
        var files = new ArrayList<Path>();
        for (int f = 0; f < stack.size(); f++) {
            files.add(SmallFits.write(folder.resolve(prefix + f + ".fit"), 16, shape.widthPx(),
                    Arrays.stream(stack.get(f)).asDoubleStream().toArray()));
        }
        return files;
    }

    private static List<Path> names(int number) {
        return java.util.stream.IntStream.range(0, number).mapToObj(i -> Path.of("frame-" + i)).toList();
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    private static void close(double expected, double found, double relative, String what) {
        if (!Double.isNaN(expected) || !Double.isNaN(found)) {
            assertEquals(expected, found, relative * Math.abs(expected) + 1e-9, what);
        }
    }
}
