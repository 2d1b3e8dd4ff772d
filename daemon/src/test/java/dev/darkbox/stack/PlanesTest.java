package dev.darkbox.stack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.darkbox.kernel.JavaKernels;
import dev.darkbox.kernel.StackKernels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an order may ask for beside the picture, against the definitions.
class PlanesTest {

    private static final int FRAMES = 11;
    private static final int WIDTH = 97;
    private static final int HEIGHT = 61;

    @TempDir
    private Path folder;

    @Test
    void everyPlaneTellsWhatItsNameSays() throws IOException, InterruptedException {
        double[][] adu = samples();
        for (StackKernels kernels : List.of(StackKernels.best(), new JavaKernels())) {
            StackOrder order = StackOrder.of(files(adu)).with(new Rejection.Sigma(1.9, 1.7));
            for (Plane plane : Plane.values()) {
                order = order.with(plane, folder.resolve(plane.name()));
            }
            Integrated got = new Integration(kernels).integrate(order, folder.resolve("out"),
                    Progress.SILENT);
            var planes = new EnumMap<Plane, float[]>(Plane.class);
            for (Map.Entry<Plane, Path> plane : got.planes().entrySet()) {
                planes.put(plane.getKey(), floats(got, plane.getValue()));
            }
            assertEquals(Plane.values().length, planes.size());
            for (int px = 0; px < WIDTH * HEIGHT; px++) {
                assertArrayEquals(wanted(order, adu, px), told(planes, px), 0.01,
                        kernels.name() + ", pixel " + px);
            }
            assertEquals(List.of(), got.moments());
        }
    }

    @Test
    void momentsAreThoseOfTheFrames() throws IOException, InterruptedException {
        double[][] adu = samples();
        Integrated got = new Integration(StackKernels.best())
                .integrate(StackOrder.of(files(adu)).withMoments().withThreads(3), folder.resolve("out"),
                        Progress.SILENT);
        assertEquals(FRAMES, got.moments().size());
        for (int f = 0; f < FRAMES; f++) {
            FrameMoments told = got.moments().get(f);
            assertEquals(Arrays.stream(adu[f]).average().orElseThrow(), told.meanAdu(), 1e-9);
            assertEquals(Arrays.stream(adu[f]).filter(x -> x == 0).count(), told.emptySamples());
            assertEquals(Arrays.stream(adu[f]).filter(x -> x == 65_535).count(), told.saturatedSamples());
            if (f == 0) {
                assertEquals(Double.NaN, told.stepAdu());
                assertEquals(Double.NaN, told.pairNoiseAdu());
                continue;
            }
            double[] now = adu[f];
            double[] before = adu[f - 1];
            double step = IntStream.range(0, now.length).mapToDouble(i -> now[i] - before[i]).average()
                    .orElseThrow();
            double variance = IntStream.range(0, now.length)
                    .mapToDouble(i -> (now[i] - before[i] - step) * (now[i] - before[i] - step)).average()
                    .orElseThrow();
            assertEquals(step, told.stepAdu(), 1e-9);
            assertEquals(Math.sqrt(variance / 2), told.pairNoiseAdu(), 1e-6);
        }
        assertEquals(List.of("out"), others(), "nothing is written that nobody asked for");
    }

    private List<String> others() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).filter(name -> !name.startsWith("f"))
                    .toList();
        }
    }

    @Test
    void momentsOfFloatsAreNotTold() throws IOException, InterruptedException {
        Path a = SmallFits.write(folder.resolve("fa"), -32, 2, 1, 2, 3, 4);
        Path b = SmallFits.write(folder.resolve("fb"), 16, 2, 1, 2, 3, 4);
        Integrated got = new Integration(StackKernels.best())
                .integrate(StackOrder.of(List.of(a, b)).withMoments(), folder.resolve("out"),
                        Progress.SILENT);
        assertEquals(List.of(), got.moments());
        Files.delete(got.scratch());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    /// Low, high, used, sigma and halves of a pixel.
    private static double[] wanted(StackOrder order, double[][] adu, int px) {
        double[] stack = Arrays.stream(adu).mapToDouble(frame -> frame[px]).toArray();
        Definition.Result result = Definition.of(order, stack, true);
        var mean = new double[2];
        for (int half = 0; half < 2; half++) {
            int odd = half;
            mean[half] = IntStream.range(0, FRAMES).filter(f -> f % 2 == odd)
                    .filter(f -> !result.low().contains(f) && !result.high().contains(f))
                    .mapToDouble(f -> stack[f]).average().orElse(Double.NaN);
        }
        double halves = Double.isNaN(mean[0] - mean[1]) ? 0 : mean[0] - mean[1];
        return new double[]{result.low().size(), result.high().size(), result.kept(),
            result.kept() < 2 ? 0 : Math.sqrt(result.variance()), halves};
    }

    private static double[] told(Map<Plane, float[]> planes, int px) {
        return planes.values().stream().mapToDouble(picture -> picture[px]).toArray();
    }

    private float[] floats(Integrated shape, Path file) throws IOException {
        try (ScratchPicture rows = ScratchPicture.open(shape.shape(), file);
                Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(ValueLayout.JAVA_FLOAT, shape.shape().pixels());
            rows.rows(0, shape.shape().heightPx(), all);
            return all.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    private List<Path> files(double[][] adu) throws IOException {
        var files = new ArrayList<Path>();
        for (int f = 0; f < FRAMES; f++) {
            files.add(SmallFits.write(folder.resolve("f%02d.fit".formatted(f)), 16, WIDTH, adu[f]));
        }
        return files;
    }

    private static double[][] samples() {
        var random = new SplittableRandom(3);
        var adu = new double[FRAMES][WIDTH * HEIGHT];
        for (double[] frame : adu) {
            for (int i = 0; i < frame.length; i++) {
                frame[i] = switch (random.nextInt(30)) {
                    case 0 -> 0;
                    case 1 -> 65_535;
                    default -> 500 + Math.rint(6 * random.nextGaussian());
                };
            }
        }
        return adu;
    }
}
