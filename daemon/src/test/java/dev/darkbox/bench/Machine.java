package dev.darkbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/// What is known of the machine that measures.
final class Machine {

    private static final double TICKS_PER_SECOND = 100; // of /proc/stat, on every Linux

    private Machine() {}

    static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    /// Processor, kernel, Java; one line.
    static String text() throws IOException {
        return "%d x %s, %s %s, %,d MiB, Java %s".formatted(Runtime.getRuntime().availableProcessors(),
                value("/proc/cpuinfo", "model name", "processor of " + System.getProperty("os.arch")),
                System.getProperty("os.name"), System.getProperty("os.version"),
                mebibytes("MemTotal"), System.getProperty("java.version"));
    }

    static long availableMebibytes() throws IOException {
        return mebibytes("MemAvailable");
    }

    /// Of this process so far.
    static double processorSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /// Most of this process' memory that was resident at once since [#forgetPeak].
    static long peakKibibytes() throws IOException {
        return Long.parseLong(value("/proc/self/status", "VmHWM", "0 kB").replaceAll("\\D", ""));
    }

    static void forgetPeak() throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    }

    /// Processors that are busy on average while this process sleeps for so long.
    static double busyProcessors(Duration pause) throws IOException, InterruptedException {
        long[] before = ticks();
        Thread.sleep(pause);
        long[] after = ticks();
        double all = after[0] - before[0];
        return (all - (after[1] - before[1])) / all * Runtime.getRuntime().availableProcessors();
    }

    /// Processor seconds that all processes have taken so far, waiting not counted.
    static double allProcessorSeconds() throws IOException {
        long[] ticks = ticks();
        return (ticks[0] - ticks[1]) / TICKS_PER_SECOND;
    }

    static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    }

    /// All ticks of all processors, and the idle ones.
    private static long[] ticks() throws IOException {
        long[] fields = Arrays.stream(Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +", -1))
                .skip(1).limit(8).mapToLong(Long::parseLong).toArray();
        return new long[]{Arrays.stream(fields).sum(), fields[3] + fields[4]};
    }

    private static long mebibytes(String what) throws IOException {
        return Long.parseLong(value("/proc/meminfo", what, "0").replaceAll("\\D", "")) / 1024;
    }

    private static String value(String file, String key, String otherwise) throws IOException {
        return Files.readAllLines(Path.of(file)).stream().filter(line -> line.startsWith(key)).findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse(otherwise);
    }
}
