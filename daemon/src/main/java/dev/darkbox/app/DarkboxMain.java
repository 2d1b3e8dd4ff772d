package dev.darkbox.app;

import dev.darkbox.cli.Cli;
import dev.darkbox.cli.Screen;
import dev.darkbox.device.Time;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.stack.Integration;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// `darkbox`.
public final class DarkboxMain {

    private DarkboxMain() {}

    /// Property `darkbox.columns` holds the terminal's width when standard output is one.
    public static void main(String[] arguments) {
        // terminals and pipes of today take UTF-8, whatever LANG an ssh session came without
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Screen screen = Screen.of(out, err, System.getProperty("darkbox.columns", ""), System.getenv());
        var integration = new Integration(StackKernels.best());
        var demo = new SimulatedDemo(Time.system(), integration, Version.text());
        int exit = new Cli(screen, Version.text(), demo, integration, new IndiSearch()).run(arguments);
        out.flush();
        System.exit(exit);
    }
}
