package dev.darkbox.cli;

import dev.darkbox.config.Config;
import dev.darkbox.control.Command;
import dev.darkbox.control.ControlClient;
import dev.darkbox.control.Malformed;
import dev.darkbox.control.Reply;
import dev.darkbox.control.ReplyJson;
import dev.darkbox.control.Unreachable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Where the daemon is, and asking it. Part of every verb that does.
final class Daemon {

    private static final Path USUAL = Path.of("/run/darkbox/control.sock");

    @Option(names = "--socket", paramLabel = "PATH", description = "the daemon's socket; default: the one in the "
            + "configuration, else /run/darkbox/control.sock")
    private Optional<Path> socket = Optional.empty();

    @Option(names = "--config", paramLabel = "FILE", description = "configuration that names the socket; default: $DARKBOX_CONFIG")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--json", description = "answer in JSON, one object a line")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec verb = CommandSpec.create();

    /// What is done with a reply.
    @FunctionalInterface
    interface Reader {
        void read(Reply reply);
    }

    boolean json() {
        return json;
    }

    /// Asks and hands every reply to `reader`, in JSON to the screen instead.
    ///
    /// @return the exit code a [Reply.Problem] asked for, else 0
    int ask(Screen screen, Command command, Reader reader) throws IOException {
        try (var client = ControlClient.ask(path(), command)) {
            return read(screen, client, reader);
        }
    }

    /// The same where there may be no daemon.
    ///
    /// @return empty when none runs
    /// @throws Unreachable one may run, and cannot be asked
    Optional<Integer> askIfThere(Screen screen, Command command, Reader reader) throws IOException {
        try (var client = ControlClient.ask(path(), command)) {
            return Optional.of(read(screen, client, reader));
        } catch (Unreachable e) {
            if (e.isMaybeThere()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /// Whether one runs.
    boolean isThere() throws IOException {
        try (var _ = ControlClient.ask(path(), new Command.Status())) {
            return true;
        } catch (Unreachable e) {
            return e.isMaybeThere();
        }
    }

    /// Asks without a word on the screen; for what is ended, whether or not anybody hears it.
    void mutter(Command command) {
        try (var client = ControlClient.ask(path(), command)) {
            for (Optional<String> line = client.line(); line.isPresent(); line = client.line()) {
                // nobody reads it
            }
        } catch (IOException | Malformed _) {
            // nor that it failed
        }
    }

    private int read(Screen screen, ControlClient client, Reader reader) throws IOException {
        int exit = Exit.DONE;
        try {
            for (Optional<String> line = client.line(); line.isPresent(); line = client.line()) {
                Reply reply = ReplyJson.read(line.get());
                if (reply instanceof Reply.Problem(int code, String message)) {
                    exit = code;
                    if (!json) {
                        screen.err().println("darkbox: " + message);
                    }
                }
                if (json) {
                    screen.out().println(line.get());
                }
                reader.read(reply);
            }
        } catch (Malformed e) {
            throw new IOException("the daemon speaks another version: " + e.getMessage(), e);
        }
        return exit;
    }

    private Path path() {
        if (socket.isPresent()) {
            return socket.get();
        }
        return configuration().map(known -> known.control().socket()).orElse(USUAL);
    }

    /// The configuration that was named, here or in the environment.
    ///
    /// @throws ParameterException it is wrong; every mistake
    Optional<Config> configuration() {
        return ConfigurationFile.read(config, verb);
    }
}
