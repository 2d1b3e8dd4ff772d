package dev.darkbox.app;

import dev.darkbox.cli.Cli;
import dev.darkbox.cli.Demo;
import dev.darkbox.cli.Screen;
import dev.darkbox.device.Time;
import dev.darkbox.kernel.NativeReads;
import dev.darkbox.kernel.PictureKernels;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.linux.ReadOnlyFile;
import dev.darkbox.stack.Integration;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// `darkbox`.
public final class DarkboxMain {

    private DarkboxMain() {}

    /// Property `darkbox.columns` holds the terminal's width when standard output is one.
    public static void main(String[] arguments) {
        // terminals and pipes of today take UTF-8, whatever LANG an ssh session came without
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Screen screen = Screen.of(out, err, System.getProperty("darkbox.columns", ""), System.getenv());
        String version = Version.text();
        var kernels = new FutureTask<>(DarkboxMain::kernels);
        if (arguments.length > 0 && arguments[0].equals("stack")) {
            // a fresh Java needs as long to bind C functions as to read a command line: the one beside the other
            Thread.ofPlatform().daemon().name("kernels").start(kernels);
        }
        Supplier<Integration> integration = () -> integration(kernels);
        Demo demo = (to, broker, on) -> new SimulatedDemo(Time.system(), integration.get(), version)
                .run(to, broker, on);
        int exit = new Cli(screen, version, demo, integration,
                new EverySearch(new IndiSearch(), Time.system()),
                new Hand(Time.system()),
                new Player(Time.system()))
                .run(arguments);
        out.flush();
        System.exit(exit);
    }

    private static StackKernels kernels() {
        StackKernels best = StackKernels.best();
        PictureKernels.best();
        NativeReads.load();
        ReadOnlyFile.bind();
        return best;
    }

    private static Integration integration(FutureTask<StackKernels> kernels) {
        kernels.run(); // nothing, where it runs or ran already
        try {
            return new Integration(kernels.get());
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("loading the kernels", e);
        }
    }
}
