package dev.darkbox.bench;

import dev.darkbox.kernel.StackKernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Our integration against `siril-cli` and against merely reading the files, in turn on the same frames. Started by the
/// Maven profile `bench`; see `BENCHMARKS.md`.
public final class Bench {

    private Bench() {}

    /// Measures and prints.
    ///
    /// @param arguments the folder of the program's tree, then [Options#USAGE]; one argument may hold several words
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try {
            measure(Path.of(arguments[0]),
                    Options.parse(Stream.of(arguments).skip(1).flatMap(a -> Stream.of(a.split(" +", -1)))
                            .toArray(String[]::new)));
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
        } catch (IOException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void measure(Path tree, Options options) throws IOException, InterruptedException {
        if (!Machine.onPath("time")) {
            throw new IOException("GNU time is needed (Debian: apt install time)");
        }
        Path folder = options.folder().isPresent()
                ? Files.createDirectories(options.folder().get())
                : Files.createTempDirectory("darkbox-bench");
        Path work = Files.createTempDirectory(folder, "work");
        try {
            List<DarkSet> sets = options.sets().stream().map(name -> DarkSet.named(name, folder)).toList();
            for (DarkSet set : sets) {
                say(set.prepare(options.methods().size() + 4)
                        ? "made %s in %s".formatted(set, set.folder())
                        : "%s: there are frames in %s, these are used".formatted(set, set.folder()));
            }
            String state = Quiet.wait(Bench::say);
            for (DarkSet set : sets) {
                try (Comparison comparison = Comparison.of(set, tree, work, options)) {
                    System.out.printf("%n%s. %s%n%n%s%n", Machine.text(), state, StackKernels.best().name());
                    new Table(set, comparison.measure(Bench::say)).print(System.out);
                }
            }
        } finally {
            delete(options.folder().isPresent() ? work : folder);
        }
    }

    private static void say(String line) {
        System.err.println("bench: " + line);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
