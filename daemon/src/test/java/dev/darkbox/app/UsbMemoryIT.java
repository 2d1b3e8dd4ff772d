package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.usb.SxBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a real `darkboxd` has in memory while an emulated camera of 26 megapixels exposes, beside the two frame buffers of a
/// run. Prints what it sees, set by set.
@Tag("slow")
@Timeout(600)
class UsbMemoryIT {

    private static final double TWO_BUFFERS_MB = 2 * 2 * 6248.0 * 4176 / (1 << 20);
    private static final double KIB_IN_MB = 1024;
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    @TempDir
    private Path folder;
    private List<Process> daemons = List.of();

    /// What was seen between two lines of the log.
    ///
    /// @param what the line it began with
    private record Span(String what, double leastMb, double mostMb) {

        Span with(double megabytes) {
            return new Span(what, Math.min(leastMb, megabytes), Math.max(mostMb, megabytes));
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process daemon : daemons) {
            daemon.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void beside26MegapixelsTwice() throws Exception {
        Tree tree = Tree.assembled(folder);
        Path log = folder.resolve("log");
        Path socket = folder.resolve("control.sock");
        Path config = Files.writeString(folder.resolve("darkbox.toml"), """
                [control]
                socket = "%s"
                group = ""
                [[rig]]
                name = "main"
                library = "library"
                dark = "dark-box"
                first_master = "accept"
                [rig.camera]
                driver = "sx"
                [rig.probe]
                exposure = 1
                cooled_adu_per_s = 100
                [rig.cooling]
                cooler = false
                [[rig.preset]]
                name = "standard"
                gain = "none"
                offset = "none"
                bias_discard = 1
                bias_frames = 12
                dark_discard = 1
                dark_frames = 8
                darks = [1, 2]
                """.formatted(socket));
        Path ground = Files.createDirectories(folder.resolve("bench"));
        try (var bench = new SxBench(ground, List.of("26mp@1"), List.of("sleep", "600"))) {
            Map<String, String> bus = bench.environment();
            Process daemon = tree.daemon(bus, config, socket, log, 1);
            daemons = List.of(daemon);
            tell(new Span("idle", resident(daemon), resident(daemon)), 0);
            assertEquals(0, tree.darkbox("refresh", "--config", config.toString()).exit());
            watch(daemon, log).forEach(span -> tell(span, TWO_BUFFERS_MB));
            Thread.sleep(LOOK_EVERY.multipliedBy(20));
            tell(new Span("after", resident(daemon), resident(daemon)), 0);
        }
        assertTrue(Tree.read(log).contains("end=DONE masters=3"), Tree.read(log));
    }

    private static List<Span> watch(Process daemon, Path log) throws IOException, InterruptedException {
        var spans = new ArrayList<Span>();
        while (true) {
            String last = Tree.read(log).lines().filter(line -> line.contains("run-main: "))
                    .reduce("", (_, line) -> line);
            double now = resident(daemon);
            String what = what(last);
            if (spans.isEmpty() || !spans.getLast().what().equals(what)) {
                spans.add(new Span(what, now, now));
            } else {
                spans.set(spans.size() - 1, spans.getLast().with(now));
            }
            if (last.contains("run-main: run ended") || !daemon.isAlive()) {
                return spans;
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    /// `frame accepted set=bias` of `... run-main: frame accepted set=bias n=3/11 sensor=15.0°C`
    private static String what(String line) {
        return line.replaceFirst(".*run-main: ", "").replaceFirst("( set=\\S+)? \\S+=.*|: .*", "$1");
    }

    private static void tell(Span span, double buffersMb) {
        System.out.printf(Locale.ROOT, "%-34s %.1f to %.1f MB, beside two frames %.1f to %.1f MB%n",
                span.what(),
                span.leastMb(), span.mostMb(), span.leastMb() - buffersMb, span.mostMb() - buffersMb);
    }

    private static double resident(Process daemon) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + daemon.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElseThrow()
                / KIB_IN_MB;
    }
}
