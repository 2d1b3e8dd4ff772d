package dev.darkbox.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What is measured, and how often.
///
/// @param sets names of the sets of frames
/// @param runs of each method and way, in turn
/// @param cold also with frames that are not in the page cache
/// @param java also with the kernels in plain Java
/// @param folder for the frames, kept and used again; a temporary one, removed at the end, if empty
/// @param memory for `darkbox stack --memory`
record Options(
        List<String> sets, List<Method> methods, int runs, boolean cold, boolean java, Optional<Path> folder,
        String memory) {

    static final String USAGE = """
            --sets small,big           small: 50 x 3008x3008 (0.9 GB, the default), big: 200 x 6248x4176 (10.4 GB)
            --methods mean,winsorized  of mean, median, sigma, winsorized (the default: these four), percentile, linear, esd, mad
            --runs N                   of each, in turn; default 3
            --folder DIR               where the frames are made, kept and used again; default: a temporary folder
            --memory 128M              for our pixels
            --no-cold                  not with frames outside the page cache
            --no-java                  not with the kernels in plain Java
            --quick                    small set, mean and winsorized, one run each""";

    static Options parse(String... words) {
        var options = new Options(List.of("small"),
                List.of(Method.MEAN, Method.MEDIAN, Method.SIGMA, Method.WINSORIZED), 3, true, true,
                Optional.empty(),
                "128M");
        var left = new ArrayList<>(Arrays.stream(words).filter(word -> !word.isBlank()).toList());
        while (!left.isEmpty()) {
            options = options.with(left.removeFirst(), left);
        }
        return options;
    }

    private Options with(String option, List<String> left) {
        return switch (option) {
            case "--sets" -> new Options(list(option, left), methods, runs, cold, java, folder, memory);
            case "--methods" ->
                new Options(sets, list(option, left).stream().map(Method::named).toList(), runs, cold,
                        java, folder, memory);
            case "--runs" ->
                new Options(sets, methods, count(value(option, left)), cold, java, folder, memory);
            case "--folder" -> new Options(sets, methods, runs, cold, java,
                    Optional.of(Path.of(value(option, left)).toAbsolutePath()), memory);
            case "--memory" -> new Options(sets, methods, runs, cold, java, folder, value(option, left));
            case "--no-cold" -> new Options(sets, methods, runs, false, java, folder, memory);
            case "--no-java" -> new Options(sets, methods, runs, cold, false, folder, memory);
            case "--quick" ->
                new Options(List.of("small"), List.of(Method.MEAN, Method.WINSORIZED), 1, cold, java,
                        folder, memory);
            case "--help" -> throw new IllegalArgumentException("options are\n" + USAGE);
            default -> throw new IllegalArgumentException(option + " is unknown; allowed are\n" + USAGE);
        };
    }

    private static String value(String option, List<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value; allowed are\n" + USAGE);
        }
        return left.removeFirst();
    }

    private static List<String> list(String option, List<String> left) {
        return List.of(value(option, left).split(",", -1));
    }

    private static int count(String text) {
        if (!text.matches("[1-9]\\d?")) {
            throw new IllegalArgumentException("--runs " + text + "; allowed: 1..99");
        }
        return Integer.parseInt(text);
    }
}
