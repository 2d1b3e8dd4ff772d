package dev.darkbox.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Masters are equal to those of the real `siril-cli`, bit for bit. (Limits so tight that a stack would lose nearly half of
/// its samples are not compared: which of them Siril then spares depends on how its quickselect left them.)
class SirilTest {

    private static final int FRAMES = 20;
    private static final int WIDTH = 160;
    private static final int HEIGHT = 90;

    @TempDir
    private Path folder;

    @Test
    void meanMedianSigmaWinsorizedAndPercentileAreSirils() throws IOException, InterruptedException {
        assumeTrue(onPath("siril-cli"), "no siril-cli here");
        List<Path> frames = frames();
        StackOrder order = StackOrder.of(frames).withZeroIsData(false);
        compare("rej w 3 3", order);
        compare("rej w 2.5 2.8", order.with(new Rejection.Winsorized(2.5, 2.8)));
        compare("rej s 3 3", order.with(new Rejection.Sigma(3, 3)));
        compare("rej s 2.2 2", order.with(new Rejection.Sigma(2.2, 2)));
        compare("rej p 0.2 0.1", order.with(new Rejection.Percentile(0.2, 0.1)));
        compare("rej s 0 0", order.with(new Rejection.None()));
        compare("med", order.with(new Rejection.None()).with(Combine.MEDIAN));
    }

    private void compare(String method, StackOrder order) throws IOException, InterruptedException {
        float[] theirs = siril(method);
        Integrated got = new Integration(StackKernels.best()).integrate(order, folder.resolve("ours"),
                Progress.SILENT);
        float[] ours = Against.picture(got);
        int different = 0;
        int first = -1;
        for (int i = 0; i < ours.length; i++) {
            float scaled = ours[i] * (1 / 65_535f);
            if (scaled != theirs[i]) {
                different++;
                first = first < 0 ? i : first;
            }
        }
        assertEquals(0, different, method + ": pixels that differ, the first at " + first + ": ours "
                + (first < 0 ? 0 : ours[first]) + ", Siril's " + (first < 0 ? 0 : theirs[first] * 65_535.0));
    }

    /// What Siril makes of the frames, 0..1, rows in the order of the file.
    private float[] siril(String method) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("stack.ssf"),
                "requires 1.0.0\nset32bits\nsetext fit\ncd %s\nstack f_ %s -nonorm -out=%s\n".formatted(
                        folder, method, folder.resolve("theirs")));
        Path log = folder.resolve("siril.log");
        var builder = new ProcessBuilder("siril-cli", "-s", script.toString())
                .redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        Process process = builder.start();
        assertEquals(true, process.waitFor(60, TimeUnit.SECONDS), "siril-cli took more than 60 s");
        assertEquals(0, process.exitValue(), () -> tail(log));
        try (FitsRows rows = FitsRows.open(folder.resolve("theirs.fit")); Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(ValueLayout.JAVA_FLOAT, rows.shape().pixels());
            rows.rows(0, rows.shape().heightPx(), all);
            return all.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    private static String tail(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// Dark frames with hot pixels, hits, a few zeros and saturated pixels, named as Siril wants a sequence.
    private List<Path> frames() throws IOException {
        var random = new SplittableRandom(7);
        var files = new ArrayList<Path>();
        for (int f = 1; f <= FRAMES; f++) {
            var adu = new double[WIDTH * HEIGHT];
            for (int i = 0; i < adu.length; i++) {
                double value = 500 + i % 7 + (i % 501 == 0 ? 20_000 : 0)
                        + (i % 97 == 0 ? 40 : 6) * random.nextGaussian();
                switch (random.nextInt(400)) {
                    case 0, 1 -> value += random.nextInt(30_000);
                    case 2 -> value = 0;
                    case 3 -> value = 65_535;
                    default -> {
                    }
                }
                adu[i] = Math.clamp(Math.rint(value), 0, 65_535);
            }
            files.add(SmallFits.write(folder.resolve("f_%05d.fit".formatted(f)), 16, WIDTH, adu));
        }
        return files;
    }

    private static boolean onPath(String program) {
        return java.util.Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
