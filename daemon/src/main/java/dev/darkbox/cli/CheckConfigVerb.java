package dev.darkbox.cli;

import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `darkbox check-config`.
@picocli.CommandLine.Command(name = "check-config", description = "every mistake in a configuration, with its line")
final class CheckConfigVerb implements Callable<Integer> {

    private final Screen screen;

    @Parameters(index = "0", paramLabel = "FILE", description = "the configuration")
    private Path file = Path.of("");

    @Option(names = "--json", description = "answer in JSON")
    private boolean json;

    CheckConfigVerb(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        return switch (ConfigReader.load(file)) {
            case Loaded.Ok(var config, List<String> warnings) -> {
                List<String> rigs = config.rigs().stream().map(RigConfig::name).toList();
                if (json) {
                    screen.out()
                            .println(new Json().put("ok", true).put("rigs", rigs).put("warnings", warnings));
                } else {
                    warnings.forEach(screen.err()::println);
                    screen.out().println(file + ": good, rigs: " + String.join(", ", rigs));
                }
                yield Exit.DONE;
            }
            case Loaded.Wrong(List<String> problems) -> {
                if (json) {
                    screen.out().println(new Json().put("ok", false).put("problems", problems));
                } else {
                    problems.forEach(screen.err()::println);
                }
                yield Exit.USAGE;
            }
        };
    }
}
