package dev.darkbox.bench;

import dev.darkbox.cli.Cli;
import dev.darkbox.cli.Screen;
import dev.darkbox.kernel.JavaKernels;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.stack.Integration;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A Java machine that stays, as a daemon's does, and integrates when told to: the command `stack` without its start.
final class Warm implements AutoCloseable {

    /// As `darkboxd` is started.
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xms4m", "-Xmx96m",
            "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=30", "-XX:-ShrinkHeapInSteps",
            "-XX:-TieredCompilation",
            "-XX:-UsePerfData", "-XX:TrimNativeHeapInterval=60000", "--enable-native-access=ALL-UNNAMED");

    private final Process process;
    private final PrintWriter orders;
    private final BufferedReader answers;

    private Warm(Process process) {
        this.process = process;
        orders = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /// @param kernels `best` or `java`
    static Warm start(String kernels) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Warm.class.getName(), kernels));
        return new Warm(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /// Lets it do one command.
    ///
    /// @throws IOException it failed; why, it has said on standard error
    Cost run(List<String> command) throws IOException {
        orders.println(String.join("\t", command));
        String answer = answers.readLine();
        if (answer == null || !answer.startsWith("0 ")) {
            throw new IOException("darkbox " + String.join(" ", command) + " failed");
        }
        String[] numbers = answer.split(" ", 4);
        return new Cost(Double.parseDouble(numbers[1]), Double.parseDouble(numbers[2]),
                Double.parseDouble(numbers[3]) / 1024);
    }

    @Override
    public void close() {
        orders.close(); // it ends with its input
        process.destroy();
    }

    /// The Java machine that stays: a command a line in, its exit code and costs out.
    public static void main(String[] arguments) throws IOException {
        StackKernels kernels = arguments[0].equals("java") ? new JavaKernels() : StackKernels.best();
        var silent = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        var screen = new Screen(silent, System.err, 0, false);
        var integration = new Integration(kernels);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Machine.forgetPeak();
            double before = Machine.processorSeconds();
            long start = System.nanoTime();
            int exit = new Cli(screen, "Darkbox", (_, _, _) -> 0, () -> integration, (_, _, _) -> List.of())
                    .run(line.split("\t", -1));
            double wallSeconds = (System.nanoTime() - start) / 1e9;
            System.out.println(exit + " " + wallSeconds + " " + (Machine.processorSeconds() - before) + " "
                    + Machine.peakKibibytes());
        }
    }
}
