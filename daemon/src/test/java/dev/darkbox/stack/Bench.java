package dev.darkbox.stack;

import dev.darkbox.kernel.StackKernels;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Our integration against `siril-cli` and against merely reading the files, whole processes in turn: wall seconds, processor
/// seconds and peak resident memory. Started by the Maven profile `bench`; see `BENCHMARKS.md`.
///
/// Every figure is of a whole process under GNU time, our Java machine's start included; of several runs the one with the
/// least processor time counts.
public final class Bench {

    private static final int WIDTH = 3008;
    private static final int HEIGHT = 3008;
    private static final long LIMIT_SECONDS = 300;

    /// One method: ours and Siril's words for it.
    private record Method(String name, String combine, String rejection, String siril) {}

    private static final List<Method> METHODS = List.of(
            new Method("mean", "mean", "none", "rej s 0 0"),
            new Method("median", "median", "none", "med"),
            new Method("sigma 3/3", "mean", "sigma:3:3", "rej s 3 3"),
            new Method("winsorized 3/3", "mean", "winsorized:3:3", "rej w 3 3"),
            new Method("percentile", "mean", "percentile:0.2:0.1", "rej p 0.2 0.1"),
            new Method("linear 5/5", "mean", "linear:5:5", "rej l 5 5"),
            new Method("esd", "mean", "esd:0.3:0.05", "rej g 0.3 0.05"),
            new Method("mad 3/3", "mean", "mad:3:3", "")); // Siril needs minutes for it

    /// What one process took.
    private record Cost(double wallSeconds, double processorSeconds, double peakMebibytes) {

        Cost least(Cost other) {
            return other.processorSeconds < processorSeconds ? other : this;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.2f / %.2f s, %.0f MB", wallSeconds, processorSeconds,
                    peakMebibytes);
        }
    }

    private Bench() {}

    /// `stack COMBINE REJECTION MEMORY_MIB THREADS FOLDER OUT`, `read FOLDER`, `idle` are the children; without arguments
    /// the whole comparison, `FRAMES` and `RUNS` as optional numbers.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        switch (arguments.length == 0 ? "compare" : arguments[0]) {
            case "stack" -> stack(arguments);
            case "read" -> read(Path.of(arguments[1]));
            case "idle" -> StackKernels.best();
            case "compare" -> compare(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50,
                    arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3);
            default ->
                throw new IllegalArgumentException("stack, read, idle or compare, not " + arguments[0]);
        }
    }

    private static void stack(String[] a) throws IOException, InterruptedException {
        StackOrder order = StackOrder.of(frames(Path.of(a[5]))).with(RejectionText.parse(a[2]))
                .with(a[1].equals("mean") ? Combine.MEAN : Combine.MEDIAN)
                .withMemoryBytes(Long.parseLong(a[3]) << 20).withThreads(Integer.parseInt(a[4]));
        new Integration(StackKernels.best()).integrate(order, Path.of(a[6]), Progress.SILENT);
    }

    private static void read(Path folder) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment piece = arena.allocate(1 << 20);
            for (Path file : frames(folder)) {
                try (var bytes = dev.darkbox.linux.ReadOnlyFile.open(file)) {
                    long at = 0;
                    for (long got = 1; got > 0; at += got) {
                        got = bytes.read(at, piece);
                    }
                }
            }
        }
    }

    private static List<Path> frames(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".fit")).sorted().toList();
        }
    }

    private static void compare(int count, int runs) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("darkbox-bench");
        try {
            Path set = Files.createDirectory(folder.resolve("set"));
            generate(set, count);
            System.out.printf(Locale.ROOT, "%d frames of %dx%d, %d runs each, kernels %s, %d processors%n%n",
                    count, WIDTH,
                    HEIGHT, runs, StackKernels.best().name(), Runtime.getRuntime().availableProcessors());
            Cost reading = least(runs, ours("read", set.toString()));
            Cost idle = least(runs, ours("idle"));
            System.out.printf(Locale.ROOT, "JVM doing nothing: %s. Reading the files once: %s.%n%n", idle,
                    reading);
            System.out.println(
                    "| method | ours: wall / CPU, peak | Siril: wall / CPU, peak | CPU ratio | wall ratio"
                            + " | wall, times reading | memory over an idle JVM |");
            System.out.println("| --- | --- | --- | ---: | ---: | ---: | ---: |");
            for (Method method : METHODS) {
                Optional<Cost> ours = Optional.empty();
                Optional<Cost> theirs = Optional.empty();
                for (int run = 0; run < runs; run++) {
                    ours = Optional
                            .of(least(ours, run(ours("stack", method.combine, method.rejection, "128", "2",
                                    set.toString(), folder.resolve("ours").toString()))));
                    if (!method.siril.isEmpty()) {
                        theirs = Optional.of(least(theirs, run(siril(folder, set, method))));
                    }
                }
                print(method, ours.orElseThrow(), theirs, idle, reading);
            }
        } finally {
            delete(folder);
        }
    }

    private static void print(Method method, Cost ours, Optional<Cost> theirs, Cost idle, Cost reading) {
        String ratios = theirs.map(siril -> String.format(Locale.ROOT, "%s | %.1fx | %.1fx", siril,
                siril.processorSeconds / ours.processorSeconds, siril.wallSeconds / ours.wallSeconds))
                .orElse("not run | - | -");
        System.out.printf(Locale.ROOT, "| %s | %s | %s | %.1fx | %.0f MB |%n", method.name, ours, ratios,
                ours.wallSeconds / reading.wallSeconds, ours.peakMebibytes - idle.peakMebibytes);
    }

    private static Cost least(int runs, List<String> command) throws IOException, InterruptedException {
        Optional<Cost> least = Optional.empty();
        for (int run = 0; run < runs; run++) {
            least = Optional.of(least(least, run(command)));
        }
        return least.orElseThrow();
    }

    private static Cost least(Optional<Cost> before, Cost now) {
        return before.map(cost -> cost.least(now)).orElse(now);
    }

    private static List<String> ours(String... arguments) {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC", "-Xmx64m", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp", System.getProperty("java.class.path"), Bench.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> siril(Path folder, Path set, Method method) throws IOException {
        Path script = Files.writeString(folder.resolve("stack.ssf"),
                "requires 1.0.0\nset32bits\nsetext fit\nsetcpu 2\ncd %s\nstack f_ %s -nonorm -out=%s\n"
                        .formatted(
                                set, method.siril, folder.resolve("theirs")));
        return List.of("siril-cli", "-s", script.toString());
    }

    /// Runs a process to its end under GNU time.
    private static Cost run(List<String> command) throws IOException, InterruptedException {
        Path costs = Files.createTempFile("costs", ".txt");
        var timed = new ArrayList<>(List.of("/usr/bin/time", "-f", "%e %U %S %M", "-o", costs.toString()));
        timed.addAll(command);
        Path log = Files.createTempFile("bench", ".log");
        Process process = new ProcessBuilder(timed).redirectErrorStream(true).redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command + " failed:\n" + Files.readString(log));
        }
        String[] numbers = Files.readString(costs).strip().split(" ", 4);
        Files.delete(costs);
        Files.delete(log);
        return new Cost(Double.parseDouble(numbers[0]),
                Double.parseDouble(numbers[1]) + Double.parseDouble(numbers[2]),
                Double.parseDouble(numbers[3]) / 1024);
    }

    /// Dark frames: a pedestal with a pattern, read noise, hot pixels and cosmic-ray hits.
    private static void generate(Path set, int count) throws IOException {
        var header = new StringBuilder();
        for (String card : List.of("SIMPLE  =                    T", "BITPIX  =                   16",
                "NAXIS   =                    2", "NAXIS1  = %20d".formatted(WIDTH),
                "NAXIS2  = %20d".formatted(HEIGHT),
                "BZERO   =                32768", "BSCALE  =                    1", "END")) {
            header.append("%-80s".formatted(card));
        }
        byte[] cards = "%-2880s".formatted(header).getBytes(StandardCharsets.ISO_8859_1);
        var random = new SplittableRandom(1);
        var pattern = new short[WIDTH * HEIGHT];
        var width = new float[WIDTH * HEIGHT];
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = (short) (500 + 2 * random.nextGaussian()
                    + (random.nextInt(2000) == 0 ? random.nextInt(20_000) : 0));
            width[i] = (float) (5 * Math.exp(0.2 * random.nextGaussian())
                    * (random.nextInt(500) == 0 ? 4 : 1));
        }
        var gauss = new float[1 << 16];
        for (int i = 0; i < gauss.length; i++) {
            gauss[i] = (float) random.nextGaussian();
        }
        ByteBuffer row = ByteBuffer.allocate(2 * WIDTH);
        for (int f = 1; f <= count; f++) {
            try (OutputStream out = Files.newOutputStream(set.resolve("f_%05d.fit".formatted(f)))) {
                out.write(cards);
                for (int y = 0; y < HEIGHT; y++) {
                    row.clear();
                    int at = random.nextInt(gauss.length);
                    int hit = random.nextInt(20) == 0 ? random.nextInt(WIDTH) : -1;
                    for (int x = 0; x < WIDTH; x++) {
                        int i = y * WIDTH + x;
                        at = (at * 5 + 1 + x) & 0xffff;
                        float value = pattern[i] + width[i] * gauss[at] + (x == hit ? 3000 : 0);
                        row.putShort((short) (Math.clamp(Math.round(value), 0, 65_535) - 32_768));
                    }
                    out.write(row.array());
                }
                out.write(new byte[(2880 - 2 * WIDTH * HEIGHT % 2880) % 2880]);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
