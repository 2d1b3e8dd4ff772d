package dev.darkbox.device.indi;

import dev.darkbox.linux.Fifo;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// The machine's own `indiserver` with simulated devices, for tests: on a free port, with a home of its own, gone
/// when closed.
///
/// Devices of [#rig]: `CCD Simulator`, `Filter Simulator` (8 slots, Red first), `Flip Flat` (cap and panel, simulated).
public final class IndiServerPeer implements AutoCloseable {

    public static final String CAMERA = "CCD Simulator";
    public static final String WHEEL = "Filter Simulator";
    /// Cap and panel in one; moves for 2.5 s.
    public static final String COVER = "Flip Flat";

    private static final long LIMIT_S = 20;

    private final Path home;
    private final int port;
    private final List<String> arguments;
    private final List<String> drivers;
    private final Map<String, String> environment;
    private Process process;

    private IndiServerPeer(Path home, int port, List<String> arguments, List<String> drivers,
            Map<String, String> environment) throws IOException {
        this.home = home;
        this.port = port;
        this.arguments = arguments;
        this.drivers = drivers;
        this.environment = environment;
        process = launch();
    }

    /// Camera, wheel, and a simulated cap with panel. The test is skipped where `indiserver` or a driver is missing.
    ///
    /// @param home an empty folder for the drivers' files
    public static IndiServerPeer rig(Path home) throws IOException, InterruptedException {
        IndiServerPeer peer = with(home, "indi_simulator_ccd", "indi_simulator_wheel", "indi_flipflat");
        peer.simulate(COVER);
        return peer;
    }

    /// Any drivers, as they start.
    public static IndiServerPeer with(Path home, String... drivers) throws IOException, InterruptedException {
        return withArguments(home, List.of(), drivers);
    }

    /// The same with a FIFO, [#fifo].
    public static IndiServerPeer withFifo(Path home, String... drivers)
            throws IOException, InterruptedException {
        Fifo.make(home.resolve("fifo"));
        return withArguments(home, List.of("-f", home.resolve("fifo").toString()), drivers);
    }

    /// The same with more arguments, of which the last wins: `-r 1`.
    static IndiServerPeer withArguments(Path home, List<String> arguments, String... drivers)
            throws IOException, InterruptedException {
        return start(home, arguments, Map.of(), drivers);
    }

    /// One driver with a library of ours in front of the C library.
    static IndiServerPeer withPreloaded(Path home, Path library, String driver)
            throws IOException, InterruptedException {
        return start(home, List.of(), Map.of("LD_PRELOAD", library.toString()), driver);
    }

    private static IndiServerPeer start(Path home, List<String> arguments, Map<String, String> environment,
            String... drivers) throws IOException, InterruptedException {
        for (String needed : List.of("indiserver", "indi_setprop")) {
            Assumptions.assumeTrue(isInstalled(needed), needed + " is not installed");
        }
        for (String driver : drivers) {
            Assumptions.assumeTrue(isInstalled(driver), driver + " is not installed");
        }
        int port;
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        var peer = new IndiServerPeer(home, port, arguments, List.of(drivers), environment);
        peer.awaitPort();
        return peer;
    }

    private static boolean isInstalled(String program) {
        return List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private Process launch() throws IOException {
        var command = new ArrayList<>(
                List.of("indiserver", "-p", String.valueOf(port), "-u", localSocket(), "-r", "2",
                        "-m", "512"));
        command.addAll(arguments);
        command.addAll(drivers);
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(home.resolve("indiserver.log").toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    public Path fifo() {
        return home.resolve("fifo");
    }

    /// Ends a driver as a crash would: at once.
    void killDriver(String program) throws IOException {
        driver(program).destroyForcibly();
    }

    /// Stops a driver in its tracks, or lets it go on.
    void freezeDriver(String program, boolean frozen) throws IOException, InterruptedException {
        new ProcessBuilder("kill", frozen ? "-STOP" : "-CONT", String.valueOf(driver(program).pid())).start()
                .waitFor();
    }

    /// The process of a driver.
    ProcessHandle driver(String program) throws IOException {
        return process.children().filter(child -> child.info().command().orElse("").endsWith("/" + program))
                .findFirst().orElseThrow(() -> new IOException("no process of " + program));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// What it has written.
    String log() throws IOException {
        return Files.readString(home.resolve("indiserver.log"));
    }

    /// Name of its local socket.
    public String localSocket() {
        return "/darkbox-" + port;
    }

    /// Switches a device to simulation, as must be done before it is connected.
    public void simulate(String device) throws IOException, InterruptedException {
        set(device + ".SIMULATION.ENABLE=On");
    }

    /// Sets a property the way a user would, with `indi_setprop`.
    ///
    /// @param order `DEVICE.PROPERTY.MEMBER=VALUE`
    public void set(String order) throws IOException, InterruptedException {
        for (int i = 0; i < LIMIT_S; i++) {
            Process setprop = new ProcessBuilder("indi_setprop", "-p", String.valueOf(port), order)
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (setprop.waitFor(LIMIT_S, TimeUnit.SECONDS) && setprop.exitValue() == 0) {
                return;
            }
            setprop.destroyForcibly();
        }
        throw new IOException("indi_setprop " + order + " failed " + LIMIT_S + " times");
    }

    /// Ends the server as a power cut would, its drivers with it.
    public void kill() throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        process.waitFor(LIMIT_S, TimeUnit.SECONDS);
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /// Starts it again on the same port.
    public void restart() throws IOException, InterruptedException {
        kill();
        process = launch();
        awaitPort();
    }

    private void awaitPort() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (var probe = new Socket()) {
                probe.connect(new InetSocketAddress(host(), port), 500);
                return;
            } catch (IOException _) {
                Thread.sleep(20);
            }
        }
        throw new IOException(
                "indiserver does not listen: " + Files.readString(home.resolve("indiserver.log")));
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
