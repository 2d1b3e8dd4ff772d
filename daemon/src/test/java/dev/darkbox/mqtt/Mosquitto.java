package dev.darkbox.mqtt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;

/// A real broker on a port of its own, which can be killed, frozen and started again.
///
/// Not thread-safe. What it kept is gone after a restart, as with a broker that has no persistence.
public final class Mosquitto implements AutoCloseable {

    private static final String BROKER = "mosquitto";
    private static final int PORTS_TRIED = 3;
    private static final long LIMIT_MS = 10_000;
    private static final long POLL_MS = 3;

    private final Path folder;
    private final int port;
    private Process process;
    private int starts;
    private int ears;

    private Mosquitto(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /// Skips the test where the broker and its clients are not installed.
    public static void assumeInstalled() throws IOException, InterruptedException {
        for (String program : List.of(BROKER, "mosquitto_sub", "mosquitto_pub", "mosquitto_passwd")) {
            var which = new ProcessBuilder("sh", "-c", "PATH=$PATH:/usr/sbin command -v " + program)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            Assumptions.assumeTrue(which.waitFor() == 0, program + " is not installed");
        }
    }

    /// A broker that lets everybody in, on 127.0.0.1.
    ///
    /// @param folder an empty one, for its files
    public static Mosquitto open(Path folder) throws IOException, InterruptedException {
        return start(folder, "allow_anonymous true");
    }

    /// A broker with lines of configuration that follow the `listener` line.
    public static Mosquitto start(Path folder, String... lines) throws IOException, InterruptedException {
        assumeInstalled();
        for (int i = 0; i < PORTS_TRIED; i++) {
            int port = freePort();
            Files.writeString(folder.resolve("mosquitto.conf"), """
                    user root
                    log_dest stderr
                    log_type all
                    connection_messages true
                    set_tcp_nodelay true
                    listener %d 127.0.0.1
                    %s
                    """.formatted(port, String.join("\n", lines)));
            var broker = new Mosquitto(folder, port, launch(folder, 1));
            if (broker.isRunning()) {
                return broker;
            }
            broker.close();
        }
        throw new IOException("mosquitto does not start: "
                + Files.readString(folder.resolve("mosquitto.1.log")));
    }

    /// A port nobody listens on.
    public static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /// Writes a password file for the broker.
    ///
    /// @return the line of configuration that names it
    public static String passwords(Path folder, String user, String password)
            throws IOException, InterruptedException {
        Path file = folder.resolve("passwords");
        var command = new ArrayList<>(List.of("mosquitto_passwd"));
        command.addAll(Files.exists(file) ? List.of() : List.of("-c"));
        command.addAll(List.of("-b", file.toString(), user, password));
        run(command);
        return "password_file " + file;
    }

    /// Writes an access list for the broker.
    ///
    /// @return the line of configuration that names it
    public static String accessList(Path folder, String text) throws IOException {
        return "acl_file " + Files.writeString(folder.resolve("acl"), text);
    }

    public int port() {
        return port;
    }

    /// The broker without TLS and password.
    public BrokerAddress address(String clientId) {
        return new BrokerAddress("127.0.0.1", port, Optional.empty(), "", Optional.empty(), clientId);
    }

    /// Ends it as the kernel would when memory runs out: no goodbye, no wills.
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(LIMIT_MS, TimeUnit.MILLISECONDS);
    }

    /// Starts it again on the same port, with nothing it knew; ends it first where it runs.
    public void restart() throws IOException, InterruptedException {
        kill();
        process = launch(folder, ++starts + 1);
        if (!isRunning()) {
            throw new IOException("mosquitto does not start again on port " + port);
        }
    }

    /// It answers nothing any more, but its connections stay.
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /// It goes on where it was frozen.
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    /// Everything it has said since it was started for the last time.
    public String log() {
        try {
            return Files.readString(log(starts + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until its log has that in it.
    public void awaitLog(String text) throws InterruptedException {
        await("the broker to say " + text + " in\n" + log(), () -> log().contains(text));
    }

    /// Publishes as somebody else would, QoS 1.
    public void publish(String topic, String payload, boolean retained, String... options)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("mosquitto_pub", "-V", "5", "-h", "127.0.0.1",
                "-p", String.valueOf(port), "-q", "1", "-t", topic));
        command.addAll(payload.isEmpty() ? List.of("-n") : List.of("-m", payload));
        command.addAll(retained ? List.of("-r") : List.of());
        command.addAll(List.of(options));
        run(command);
    }

    /// The same with the content of a file.
    public void publish(String topic, Path payload) throws IOException, InterruptedException {
        run(List.of("mosquitto_pub", "-V", "5", "-h", "127.0.0.1", "-p", String.valueOf(port), "-q", "1",
                "-t", topic,
                "-f", payload.toString()));
    }

    /// Somebody else who listens from now on, QoS 1; see [Ear].
    ///
    /// @param options of `mosquitto_sub`, e.g. `-u panel -P secret`
    public Ear listen(String filter, String... options) throws IOException, InterruptedException {
        return listenAs(Ear.TEXT, filter, options);
    }

    /// The same with a format of `mosquitto_sub`, e.g. `%t %l` for topics and lengths.
    public Ear listenAs(String format, String filter, String... options)
            throws IOException, InterruptedException {
        String id = "ear" + ++ears;
        var command = new ArrayList<>(List.of("mosquitto_sub", "-V", "5", "-h", "127.0.0.1",
                "-p", String.valueOf(port), "-i", id, "-q", "1", "-F", format, "-t", filter));
        command.addAll(List.of(options));
        var ear = new Ear(command, folder.resolve(id + "." + starts + ".txt"));
        awaitLog("Sending SUBACK to " + id + "\n");
        return ear;
    }

    /// Waits so long at most until it is true.
    public static void await(String what, BooleanSupplier isTrue) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT_MS * 1_000_000;
        while (!isTrue.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + LIMIT_MS / 1000 + " s in vain for " + what);
            }
            Thread.sleep(POLL_MS);
        }
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isRunning() throws InterruptedException {
        await("the broker to start", () -> !process.isAlive() || log().contains(" running\n"));
        return process.isAlive();
    }

    private void signal(String name) throws IOException, InterruptedException {
        run(List.of("kill", "-" + name, String.valueOf(process.pid())));
    }

    private static Process launch(Path folder, int start) throws IOException {
        Path config = folder.resolve("mosquitto.conf");
        Path log = folder.resolve("mosquitto." + start + ".log");
        var builder = new ProcessBuilder("sh", "-c", "PATH=$PATH:/usr/sbin exec mosquitto -c \"$0\"",
                config.toString());
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private Path log(int start) {
        return folder.resolve("mosquitto." + start + ".log");
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = program.getInputStream()) {
            String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            if (program.waitFor() != 0) {
                throw new IOException(command + ": " + said);
            }
        }
    }
}
