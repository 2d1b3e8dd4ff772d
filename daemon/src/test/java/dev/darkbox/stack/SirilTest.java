package dev.darkbox.stack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
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
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Masters and numbers of rejected samples are equal to those of the real `siril-cli`, the masters bit for bit. (Limits so
/// tight that a stack would lose nearly half of its samples are not compared: which of them Siril then spares depends on how its
/// quickselect left them.)
class SirilTest {

    private static final int WIDTH = 48;
    private static final int HEIGHT = 48;
    private static final Pattern REJECTED = Pattern
            .compile("Pixel rejection in channel #0: ([0-9.]+)% - ([0-9.]+)%");

    @TempDir
    private Path folder;

    @Test
    void everyMethodThatBothDefineAlikeGivesSirilsMasterAndRejectsAsMany()
            throws IOException, InterruptedException {
        assumeTrue(onPath("siril-cli"), "no siril-cli here");
        for (int count : new int[]{8, 20, 21}) {
            List<Path> frames = frames(count);
            StackOrder order = StackOrder.of(frames).withZeroIsData(false);
            compare("rej w 3 3", order, true);
            compare("rej w 2.5 2.8", order.with(new Rejection.Winsorized(2.5, 2.8)), true);
            compare("rej s 3 3", order.with(new Rejection.Sigma(3, 3)), true);
            compare("rej s 2.2 2", order.with(new Rejection.Sigma(2.2, 2)), true);
            compare("rej p 0.2 0.1", order.with(new Rejection.Percentile(0.2, 0.1)), true);
            compare("rej s 0 0", order.with(new Rejection.None()), false);
            compare("med", order.with(new Rejection.None()).with(Combine.MEDIAN), false);
            StackOrder all = order.withZeroIsData(true);
            compareExtremes("max", all.with(new Rejection.MinMax(count - 1, 0)));
            compareExtremes("min", all.with(new Rejection.MinMax(0, count - 1)));
        }
    }

    private void compare(String method, StackOrder order, boolean rejects)
            throws IOException, InterruptedException {
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
        String what = method + " of " + order.frames().size() + " frames";
        assertEquals(0, different, what + ": pixels that differ, the first at " + first + ": ours "
                + (first < 0 ? 0 : ours[first]) + ", Siril's " + (first < 0 ? 0 : theirs[first] * 65_535.0));
        if (rejects) {
            Matcher told = REJECTED.matcher(Files.readString(folder.resolve("siril.log")));
            assertTrue(told.find(), what + ": Siril tells no rejection");
            // three decimals of a per cent tell every single sample apart here
            double samples = (double) WIDTH * HEIGHT * order.frames().size();
            assertEquals(told.group(1) + " " + told.group(2), String.format(Locale.ROOT, "%.3f %.3f",
                    100 * sum(got.lowRejected()) / samples, 100 * sum(got.highRejected()) / samples), what);
        }
    }

    /// Siril writes these as 16 bits, and leaves in the first pixel what it begins with: 0 or 65,535.
    private void compareExtremes(String method, StackOrder order) throws IOException, InterruptedException {
        float[] theirs = siril(method);
        float[] ours = Against.picture(new Integration(StackKernels.best()).integrate(order,
                folder.resolve("ours"), Progress.SILENT));
        ours[0] = theirs[0];
        assertArrayEquals(theirs, ours, method + " of " + order.frames().size() + " frames");
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
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

    /// Dark frames with ties, hot pixels, hits, zeros, a dead column and two saturated ones, named as Siril wants a
    /// sequence. Column 5 is saturated in all frames, column 6 in every third.
    private List<Path> frames(int count) throws IOException {
        try (Stream<Path> before = Files.list(folder)) {
            for (Path file : before.filter(file -> file.getFileName().toString().matches("f_.*")).toList()) {
                Files.delete(file);
            }
        }
        var random = new SplittableRandom(count);
        var files = new ArrayList<Path>();
        for (int f = 1; f <= count; f++) {
            var adu = new double[WIDTH * HEIGHT];
            for (int i = 0; i < adu.length; i++) {
                double noise = i % 97 == 0 ? 40 : i % 5 == 0 ? 0.6 : 6;
                double value = 500 + i % 7 + (i % 501 == 0 ? 20_000 : 0) + noise * random.nextGaussian();
                switch (random.nextInt(400)) {
                    case 0, 1 -> value += random.nextInt(30_000);
                    case 2 -> value = 0;
                    case 3 -> value = 65_535;
                    default -> {
                    }
                }
                int column = i % WIDTH;
                value = column == 5 || (column == 6 && f % 3 == 0) ? 65_535 : column == 9 ? 0 : value;
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
