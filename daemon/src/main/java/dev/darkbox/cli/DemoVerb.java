package dev.darkbox.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/// `darkbox demo`.
@picocli.CommandLine.Command(name = "demo", description = "a full refresh on a simulated rig, in seconds: real files", footer = "%nRun it again in the same folder for the next season, compared with the one before.")
final class DemoVerb implements Callable<Integer> {

    private final Screen screen;
    private final Demo demo;

    @Option(names = "--to", paramLabel = "DIR", description = "where the library goes; default ./darkbox-demo")
    private Path to = Path.of("darkbox-demo");

    DemoVerb(Screen screen, Demo demo) {
        this.screen = screen;
        this.demo = demo;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return demo.run(to, screen);
    }
}
