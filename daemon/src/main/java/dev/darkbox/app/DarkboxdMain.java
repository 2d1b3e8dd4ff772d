package dev.darkbox.app;

import dev.darkbox.config.Config;
import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.EquipmentConfig;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `darkboxd`.
@Command(name = "darkboxd", mixinStandardHelpOptions = true, description = "The daemon that keeps a calibration library fresh. `darkbox` talks to it.", footer = "%nExit codes: 0 ended, 1 failed, 2 usage, configuration, or another daemon is running.")
public final class DarkboxdMain implements Callable<Integer> {

    private static final int USAGE = 2;

    @Option(names = "--config", paramLabel = "FILE", description = "default: $DARKBOX_CONFIG, else /etc/darkbox/darkbox.toml")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--socket", paramLabel = "PATH", description = "in place of the configuration's")
    private Optional<Path> socket = Optional.empty();

    @Option(names = "--check", description = "only check the configuration")
    private boolean check;

    @Option(names = "--speed", paramLabel = "N", defaultValue = "1", description = "simulated rigs live N times as fast, 1..1000")
    private int speed = 1;

    private DarkboxdMain() {}

    public static void main(String[] arguments) {
        var command = new CommandLine(new DarkboxdMain());
        command.getCommandSpec().version(Version.text());
        command.setParameterExceptionHandler((e, _) -> complain(String.valueOf(e.getMessage())));
        int exit = command.execute(arguments);
        System.exit(exit);
    }

    @Override
    public Integer call() throws InterruptedException {
        Path file = config.or(() -> Optional.ofNullable(System.getenv("DARKBOX_CONFIG")).map(Path::of))
                .orElse(Path.of("/etc/darkbox/darkbox.toml"));
        return switch (ConfigReader.load(file)) {
            case Loaded.Wrong(List<String> problems) -> {
                problems.forEach(System.err::println);
                yield USAGE;
            }
            case Loaded.Ok(Config good, List<String> warnings) -> {
                warnings.forEach(System.err::println);
                yield check ? 0 : start(good);
            }
        };
    }

    private int start(Config good) throws InterruptedException {
        if (speed < 1 || speed > 1000) {
            return complain("--speed " + speed + "; allowed: 1..1000");
        }
        List<String> real = good.rigs().stream()
                .filter(rig -> !(rig.equipment() instanceof EquipmentConfig.Sim))
                .map(RigConfig::name).toList();
        if (speed > 1 && !real.isEmpty()) {
            return complain("--speed is for simulated rigs, and " + String.join(", ", real) + " is none");
        }
        try {
            new Service(good, socket.orElse(good.control().socket()), speed, System.getenv()).run();
            return 0;
        } catch (IOException e) {
            return complain(String.valueOf(e.getMessage()));
        }
    }

    private static int complain(String message) {
        System.err.println("darkboxd: " + message.strip());
        return USAGE;
    }
}
