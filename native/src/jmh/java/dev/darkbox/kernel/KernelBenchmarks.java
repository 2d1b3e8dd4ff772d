package dev.darkbox.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs the benchmarks of the kernels on all instruction sets of this machine and prints a table in Markdown: thousands of
/// millions of samples per second, one thread.
public final class KernelBenchmarks {

    private KernelBenchmarks() {}

    /// Measures and prints.
    ///
    /// @param arguments `methods=mean,median,... frames=50,200 samples=FITS_U16,F32 live=yes seconds=1`, in one or several
    ///     words, each with a default
    public static void main(String[] arguments) throws RunnerException {
        Map<String, String> options = new TreeMap<>(
                Map.of("methods", "mean,median,sigma,winsorized", "frames", "50,200",
                        "samples", "FITS_U16,F32", "live", "yes", "seconds", "1"));
        for (String word : String.join(" ", arguments).strip().split(" +", -1)) {
            String[] pair = word.split("=", 2);
            if (pair.length == 2 && options.containsKey(pair[0])) {
                options.put(pair[0], pair[1]);
            } else if (!word.isEmpty()) {
                throw new IllegalArgumentException(word + "; allowed: " + options);
            }
        }
        var stack = common(StackKernelBenchmark.class, options)
                .param("method", list(options, "methods")).param("frames", list(options, "frames"))
                .param("sample", list(options, "samples"));
        var results = new ArrayList<>(new Runner(stack.build()).run());
        if (list(options, "live")[0].equals("yes")) {
            results.addAll(new Runner(common(LiveKernelBenchmark.class, options).build()).run());
        }
        print(results);
    }

    private static String[] list(Map<String, String> options, String name) {
        return options.getOrDefault(name, "").split(",", -1);
    }

    private static ChainedOptionsBuilder common(Class<?> benchmark, Map<String, String> options) {
        var time = TimeValue.milliseconds((long) (1000 * Double.parseDouble(list(options, "seconds")[0])));
        return new OptionsBuilder().include(benchmark.getName() + "\\.").forks(1).warmupIterations(3)
                .warmupTime(time)
                .measurementIterations(4).measurementTime(time).jvmArgs("--enable-native-access=ALL-UNNAMED")
                .shouldFailOnError(true).param("kernels", sets().toArray(String[]::new));
    }

    private static List<String> sets() {
        var sets = new ArrayList<String>();
        for (String set : NativeKernels.SETS) {
            NativeKernels.load(set).filter(kernels -> kernels.name().contains(set))
                    .ifPresent(_ -> sets.add(set));
        }
        sets.add("java");
        return sets;
    }

    private static void print(List<RunResult> results) {
        Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
        Set<String> columns = new LinkedHashSet<>();
        for (RunResult result : results) {
            String set = result.getParams().getParam("kernels");
            columns.add(set);
            rows.computeIfAbsent(what(result), _ -> new LinkedHashMap<>())
                    .put(set, result.getSecondaryResults().get("gigasamples").getScore());
        }
        System.out.println("\n| Gsamples/s, one thread | " + String.join(" | ", columns) + " |");
        System.out.println("| --- |" + " ---: |".repeat(columns.size()));
        rows.forEach((what, speeds) -> {
            var line = new StringBuilder("| " + what + " |");
            columns.forEach(set -> line.append(String.format(Locale.ROOT, " %.3f |",
                    speeds.getOrDefault(set, Double.NaN))));
            System.out.println(line);
        });
    }

    private static String what(RunResult result) {
        return result.getParams().getBenchmark().contains("Live")
                ? "one more frame in a running mean"
                : "%s, %s frames, %s".formatted(result.getParams().getParam("method"),
                        result.getParams().getParam("frames"), result.getParams().getParam("sample"));
    }
}
