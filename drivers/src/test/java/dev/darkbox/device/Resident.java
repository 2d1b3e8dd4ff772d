package dev.darkbox.device;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// What a program that takes frames has in memory, beside two frame buffers.
public final class Resident {

    /// The daemon's, see `daemon/src/main/sh`.
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xms4m", "-Xmx96m",
            "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=30", "-XX:-ShrinkHeapInSteps",
            "-XX:+ExitOnOutOfMemoryError", "-XX:-TieredCompilation", "-XX:-UsePerfData",
            "-XX:TrimNativeHeapInterval=60000");
    private static final Readout READOUT = new Readout(Readout.NONE, Readout.NONE, 1, "", Readout.NONE);
    private static final Duration DARK = Duration.ofMillis(300);
    private static final double KIB_IN_MB = 1024;

    private Resident() {}

    /// The command of a program that gets the daemon's JVM.
    ///
    /// @param classPath entries with a colon between
    public static List<String> java(List<String> flags, String classPath, Class<?> main,
            String... arguments) {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
        command.addAll(FLAGS);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /// Takes bias frames and darks in turn, into two buffers in turn, and says what was resident: in the middle of the darks,
    /// and at most since the program was started. The last number is the one that counts.
    public static void take(Camera camera, int frames, PrintStream out) throws Exception {
        try (Arena arena = Arena.ofShared()) {
            FrameShape shape = camera.shape(READOUT);
            List<FrameBuffer> two = IntStream.range(0, 2).mapToObj(_ -> FrameBuffer.allocate(shape, arena))
                    .toList();
            camera.configure(READOUT);
            var exposing = new ArrayList<Double>();
            for (int i = 0; i < frames; i++) {
                boolean dark = i % 4 >= 2;
                camera.start(new Exposure(dark ? Exposure.Kind.DARK : Exposure.Kind.BIAS,
                        dark ? DARK : Duration.ZERO, READOUT));
                if (dark) {
                    exposing.add(megabytes("VmRSS:"));
                }
                camera.finish(two.get(i % 2));
            }
            exposing.sort(null);
            double buffers = 2 * 2 * shape.pixels() / KIB_IN_MB / KIB_IN_MB;
            out.printf(Locale.ROOT,
                    "%s %s, %d frames: two buffers %.1f MB; resident while exposing %.1f MB, at most %.1f MB; beside the buffers at most %.1f MB%n",
                    camera.facts().model(), shape, frames, buffers, exposing.get(exposing.size() / 2),
                    megabytes("VmHWM:"), megabytes("VmHWM:") - buffers);
        }
    }

    private static double megabytes(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.US_ASCII).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElseThrow()
                / KIB_IN_MB;
    }

    /// The last number of what [#take] said.
    public static double beside(String line) {
        return Double.parseDouble(line.replaceAll(".* at most ([0-9.]+) MB", "$1"));
    }
}
