package dev.darkbox.capture;

import dev.darkbox.device.indi.IndiServerPeer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A real `indiserver` with a simulated camera of 1280x1024 pixels, which starts with gain 90, and which dies in every
/// way there is.
final class SoakServer implements AutoCloseable {

    static final String DRIVER = "indi_simulator_ccd";

    private static final long LIMIT_S = 20;
    private static final long BACK_OFF_MS = 30;

    private final Path home;
    private final Path fifo;
    private final int port;
    private Process process;

    /// @param home an empty folder
    SoakServer(Path home) throws IOException, InterruptedException {
        this.home = home;
        for (String program : List.of("indiserver", DRIVER)) {
            Assumptions.assumeTrue(new ProcessBuilder("which", program).start().waitFor() == 0,
                    program + " is not installed");
        }
        fifo = home.resolve("fifo");
        new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        process = launch();
    }

    int port() {
        return port;
    }

    Path fifo() {
        return fifo;
    }

    /// Name of its abstract socket, without the leading zero.
    String localSocket() {
        return "/darkbox-soak-" + port;
    }

    private Process launch() throws IOException {
        var builder = new ProcessBuilder("indiserver", "-p", String.valueOf(port), "-u", localSocket(),
                "-f", fifo.toString(), "-r", "100000", "-m", "64", DRIVER).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("indiserver.log").toFile()));
        builder.environment().put("HOME", home.toString());
        return builder.start();
    }

    /// What somebody else at the same camera does.
    void gain(int gain) throws IOException, InterruptedException {
        order("<newNumberVector device='%s' name='CCD_GAIN'><oneNumber name='GAIN'>%d</oneNumber></newNumberVector>"
                .formatted(IndiServerPeer.CAMERA, gain));
    }

    /// The driver's own switch for falling over.
    void crashDriver() throws IOException, InterruptedException {
        order(turnOn("CCD_SIMULATE_CRASH", "CRASH"));
    }

    private static String turnOn(String property, String member) {
        return "<newSwitchVector device='%s' name='%s'><oneSwitch name='%s'>On</oneSwitch></newSwitchVector>"
                .formatted(IndiServerPeer.CAMERA, property, member);
    }

    private void order(String xml) throws IOException, InterruptedException {
        String all = "<getProperties version='1.7' device='%s' name='CONNECTION'/>%n%s%n<pingRequest uid='done'/>%n"
                .formatted(IndiServerPeer.CAMERA, xml);
        for (int i = 0; i < LIMIT_S * 1000 / BACK_OFF_MS; i++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(500);
                socket.getOutputStream().write(all.getBytes(StandardCharsets.US_ASCII));
                if (saysPong(socket.getInputStream())) {
                    return;
                }
            } catch (IOException _) {
                Thread.sleep(BACK_OFF_MS);
            }
        }
        throw new IOException("the server does not take orders: " + xml);
    }

    private static boolean saysPong(InputStream in) throws IOException {
        var answer = new StringBuilder();
        var chunk = new byte[4096];
        for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
            answer.append(new String(chunk, 0, n, StandardCharsets.ISO_8859_1));
            if (answer.indexOf("pingReply") >= 0) {
                return true;
            }
        }
        return false;
    }

    /// Ends the driver as the kernel would when memory runs out.
    void killDriver() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
    }

    /// Stops the driver for a while, as a hanging USB transfer would.
    void freezeDriver(long forMs) throws IOException, InterruptedException {
        List<String> drivers = process.descendants().map(p -> String.valueOf(p.pid())).toList();
        for (String pid : drivers) {
            new ProcessBuilder("kill", "-STOP", pid).start().waitFor();
        }
        Thread.sleep(forMs);
        for (String pid : drivers) {
            new ProcessBuilder("kill", "-CONT", pid).start().waitFor();
        }
    }

    /// Ends the server and, after a while, starts another.
    void killServer(long awayMs) throws IOException, InterruptedException {
        end();
        Thread.sleep(awayMs);
        process = launch();
    }

    private void end() throws InterruptedException {
        List<ProcessHandle> drivers = process.descendants().toList();
        process.destroyForcibly();
        process.waitFor(LIMIT_S, TimeUnit.SECONDS);
        drivers.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        try {
            end();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
