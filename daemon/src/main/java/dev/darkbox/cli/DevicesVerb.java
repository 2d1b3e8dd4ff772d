package dev.darkbox.cli;

import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Json;
import dev.darkbox.device.DeviceSurvey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `darkbox devices`.
@CommandLine.Command(name = "devices", description = "cameras, wheels, caps and panels seen from here, what is known of each, and what the configuration "
        + "asks for in vain; no daemon needed, a run is not disturbed")
final class DevicesVerb implements Callable<Integer> {

    private final Screen screen;
    private final DeviceSearch search;

    @Option(names = "--config", paramLabel = "FILE", description = "look at the servers of this configuration; default: $DARKBOX_CONFIG, else localhost:7624")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--indi", paramLabel = "HOST[:PORT]", description = "look at this indiserver only")
    private Optional<String> indi = Optional.empty();

    @Option(names = "--connect", description = "connect cameras, wheels, caps, panels and configured devices that are not "
            + "connected; the only thing that is ever ordered")
    private boolean connect;

    @Option(names = "--json", description = "answer in JSON")
    private boolean json;

    @Spec
    private CommandSpec verb = CommandSpec.create();

    DevicesVerb(Screen screen, DeviceSearch search) {
        this.screen = screen;
        this.search = search;
    }

    @Override
    public Integer call() throws InterruptedException {
        Optional<DeviceSearch.Server> only = indi.map(this::server);
        List<DeviceSurvey> surveys = search.look(rigs(), only, connect);
        if (json) {
            surveys.stream().map(SurveyLines::json).map(Json::toString).forEach(screen.out()::println);
        } else if (surveys.isEmpty()) {
            screen.out().println("the configuration has no rig behind an indiserver"
                    + only.map(server -> " " + server).orElse(""));
        } else {
            new SurveyLines(screen).print(surveys, connect);
        }
        if (surveys.stream().anyMatch(survey -> survey.unreachable().isPresent())) {
            return Exit.DEVICE;
        }
        return surveys.stream().allMatch(survey -> survey.shortcomings().isEmpty()) ? Exit.DONE : Exit.NO;
    }

    private List<RigConfig> rigs() {
        Optional<Path> file = config.or(() -> indi.isPresent()
                ? Optional.empty()
                : Optional.ofNullable(System.getenv("DARKBOX_CONFIG")).map(Path::of));
        if (file.isEmpty()) {
            return List.of();
        }
        return switch (ConfigReader.load(file.get())) {
            case Loaded.Ok ok -> ok.config().rigs();
            case Loaded.Wrong wrong -> throw wrong(String.join("\n", wrong.problems()));
        };
    }

    /// `HOST`, `HOST:PORT`, `[ADDRESS]:PORT`.
    private DeviceSearch.Server server(String text) {
        boolean sixth = text.startsWith("[") && text.contains("]");
        int end = sixth
                ? text.indexOf(']') + 1
                : text.indexOf(':') < 0 ? text.length() : text.lastIndexOf(':');
        String host = sixth ? text.substring(1, end - 1) : text.substring(0, end);
        String port = end < text.length() ? text.substring(end + 1) : "7624";
        boolean sound = !host.isBlank() && port.matches("[0-9]{1,5}") && (sixth || host.indexOf(':') < 0);
        if (!sound || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
            throw wrong(
                    "--indi is \"" + text + "\"; allowed: HOST, HOST:PORT or [ADDRESS]:PORT, port 1..65535");
        }
        return new DeviceSearch.Server(host, Integer.parseInt(port));
    }

    private ParameterException wrong(String problem) {
        return new ParameterException(verb.commandLine(), problem);
    }
}
