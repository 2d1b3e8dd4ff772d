package dev.darkbox.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `darkbox demo`.
@picocli.CommandLine.Command(name = "demo", description = "a full refresh on a simulated rig, in seconds: real files", footer = "%nRun it again in the same folder for the next season, compared with the one before.")
final class DemoVerb implements Callable<Integer> {

    private static final int USUAL_PORT = 1883;
    private static final int MOST_PORT = 65_535;

    private final Screen screen;
    private final Demo demo;

    @Option(names = "--to", paramLabel = "DIR", description = "where the library goes; default ./darkbox-demo")
    private Path to = Path.of("darkbox-demo");

    @Option(names = "--mqtt", paramLabel = "URL", description = "show it on a broker that asks for no password, mqtt://HOST[:PORT]; topics below darkbox/demo")
    private String mqtt = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    DemoVerb(Screen screen, Demo demo) {
        this.screen = screen;
        this.demo = demo;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return demo.run(to, broker(), screen);
    }

    private Optional<InetSocketAddress> broker() {
        if (mqtt.isEmpty()) {
            return Optional.empty();
        }
        try {
            var url = new URI(mqtt);
            if ("mqtt".equals(url.getScheme()) && url.getHost() != null && url.getUserInfo() == null
                    && List.of("", "/").contains(url.getPath()) && url.getPort() <= MOST_PORT
                    && url.getPort() != 0) {
                return Optional.of(InetSocketAddress.createUnresolved(url.getHost(),
                        url.getPort() < 0 ? USUAL_PORT : url.getPort()));
            }
        } catch (URISyntaxException _) {
            // as wrong as the others
        }
        throw new ParameterException(spec.commandLine(),
                "--mqtt " + mqtt
                        + "; allowed: mqtt://HOST or mqtt://HOST:PORT, such as mqtt://localhost:1883");
    }
}
