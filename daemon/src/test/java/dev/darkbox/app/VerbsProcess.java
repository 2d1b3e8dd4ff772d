package dev.darkbox.app;

import dev.darkbox.cli.Cli;
import dev.darkbox.cli.Screen;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.stack.Integration;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// A process that holds and promotes a master of a library again and again, by the verbs of the command with `--in`.
final class VerbsProcess {

    private VerbsProcess() {}

    /// Ends with 1 at the first word that is refused.
    ///
    /// @param args library, part of the master's name, how often
    public static void main(String[] args) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (int n = 0; n < Integer.parseInt(args[2]); n++) {
            int exit = new Cli(Screen.of(out, out, "", Map.of()), "Darkbox test", (_, _, _) -> 0,
                    () -> new Integration(StackKernels.best()), (_, _, _) -> List.of()).run(
                            n % 2 == 0 ? "hold" : "promote", "--in", args[0], args[1], "--why",
                            args[1] + "-" + n);
            if (exit != 0) {
                System.exit(1);
            }
        }
    }
}
