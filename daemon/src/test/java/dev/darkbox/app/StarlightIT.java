package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.usb.SxBench;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real `darkboxd` drives emulated Starlight Xpress cameras through the real libusb, on a bus of their own.
@Timeout(180)
class StarlightIT {

    private static final String RIG = """
            [[rig]]
            name = "%1$s"
            library = "%1$s"
            dark = "dark-box"
            first_master = "accept"
            [rig.camera]
            driver = "sx"
            %2$s
            [rig.probe]
            exposure = 1
            cooled_adu_per_s = 100
            [rig.cooling]
            %3$s
            [[rig.preset]]
            name = "standard"
            %4$s
            gain = "none"
            offset = "none"
            bias_discard = 1
            bias_frames = %5$d
            dark_discard = 1
            dark_frames = 4
            darks = [%6$s]
            [[rig.preset.flat]]
            filter = "L"
            exposure = 0.3
            frames = 4
            """;

    private static String cooled(String name, String camera, int bias, String darks) {
        return RIG.formatted(name, camera, """
                tolerance_k = 2
                drift_k = 2
                soak = "0s"
                slope_k_per_min = 5
                warm_k_per_min = 0
                """, "target_c = 14", bias, darks);
    }

    private static String uncooled(String name, String camera, int bias, String darks) {
        return RIG.formatted(name, camera, "cooler = false", "", bias, darks);
    }

    @TempDir
    private Path folder;
    private Tree tree = Tree.assembled(Path.of("."));
    private Path config = Path.of("");
    private Path log = Path.of("");
    private List<SxBench> benches = List.of();
    private List<Process> daemons = List.of();
    private Map<String, String> onTheBus = Map.of();

    @BeforeEach
    void find() {
        tree = Tree.assembled(folder);
        log = folder.resolve("log");
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process daemon : daemons) {
            daemon.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
        benches.forEach(SxBench::close);
    }

    private SxBench bench(String... cameras) throws Exception {
        Path ground = Files.createDirectories(folder.resolve("bench"));
        var bench = new SxBench(ground, List.of(cameras), List.of("sleep", "170"));
        benches = List.of(bench);
        onTheBus = bench.environment();
        return bench;
    }

    private void write(String rigs) throws IOException {
        config = Files.writeString(folder.resolve("darkbox.toml"), """
                [control]
                socket = "%s"
                group = ""
                """.formatted(folder.resolve("control.sock")) + rigs);
    }

    private Process daemon() throws IOException, InterruptedException {
        Process daemon = tree.daemon(onTheBus, config, folder.resolve("control.sock"), log, 1);
        daemons = List.of(daemon);
        return daemon;
    }

    private Tree.Said ask(String... arguments) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--config");
        all.add(config.toString());
        return tree.run(onTheBus, tree.bin().resolve("darkbox"), all.toArray(String[]::new));
    }

    @Test
    void threeCamerasFailInThreeWaysAndNoFrameIsLost() throws Exception {
        SxBench bench = bench("tiny:SX0042@1", "woven@2", "tiny:SX0043@3");
        write(cooled("cold", "serial = \"SX0042\"", 8, "1.5")
                + uncooled("woven", "position = \"1-2\"", 8, "0.8")
                + uncooled("silent", "position = \"1-3\"", 8, "0.8"));
        var checked = tree.darkbox("check-config", config.toString());
        assertEquals(0, checked.exit(), checked.out() + checked.err());

        daemon();
        assertEquals(0, ask("refresh").exit());
        await("run-woven: frame accepted set=bias", 1);
        bench.order("2 short 1000");
        await("run-silent: frame accepted set=bias", 1);
        bench.order("3 hang 1");
        await("run-cold: frame accepted set=bias", 3);
        bench.order("1 unplug");
        await("run-cold: recovering rung=WAIT", 1);
        bench.order("1 plug");
        var seen = ask("devices");
        assertEquals(0, seen.exit(), seen.out() + seen.err());
        assertTrue(seen.out().contains("Starlight Xpress camera at 1-2: camera, cannot connect\n"
                + "    reason            in use by "), seen.out());
        var followed = ask("follow");
        assertEquals(0, followed.exit(), followed.out() + followed.err() + Tree.read(log));
        assertEquals(1, count("recovered rung=WAIT try=1/3 device cold camera: it came back"),
                Tree.read(log));
        assertEquals(1, count("recovered rung=ABORT try=1/3 device woven camera: "), Tree.read(log));
        assertEquals(1, count("recovered rung=RECONNECT try=1/3 device silent camera: "), Tree.read(log));
        // with so many frames each, none of them twice
        assertEquals(
                Map.of("bias", 7, "darkflat-L-0p3s", 4, "dark-1p5s", 3),
                frames("cold"));
        for (String rig : List.of("woven", "silent")) {
            assertEquals(Map.of("bias", 7, "darkflat-L-0p3s", 4, "dark-0p8s", 3), frames(rig));
            assertTrue(followed.out().contains(rig + ": done, 3 masters"), followed.out());
        }
        assertTrue(followed.out().contains("cold: done, 3 masters"), followed.out());
    }

    @Test
    void aCameraThatStaysAwayEndsItsRunAndOneThatIsWaitedForGoesOnAfterARestart() throws Exception {
        SxBench bench = bench("tiny@1", "tiny@2");
        write(uncooled("gone", "position = \"1-1\"\ncomeback = \"2s\"", 4, "0.8")
                + uncooled("late", "position = \"1-2\"\ncomeback = \"2m\"", 4, "0.8"));
        Process daemon = daemon();
        assertEquals(0, ask("refresh").exit());
        await("run-gone: frame accepted set=darkflat", 1);
        await("run-late: frame accepted set=darkflat", 1);
        bench.order("1 unplug");
        bench.order("2 unplug");
        await("run-gone: run ended", 1);
        await("run-late: recovering rung=WAIT", 1);
        String told = Tree.read(log);
        assertTrue(told.lines().anyMatch(line -> line.contains("run-gone: run ended")
                && line.contains("end=FAILED")
                && line.endsWith(
                        "gone camera: connection lost: not back within 2 s: no Starlight Xpress camera at 1-1"
                                + " is plugged in; there is none")),
                told);
        Map<String, Integer> kept = frames("gone");
        assertEquals(3, kept.get("bias"), told);
        assertTrue(kept.getOrDefault("darkflat-L-0p3s", 0) >= count("run-gone: frame accepted set=darkflat"),
                told);

        var seen = ask("devices");
        assertEquals(1, seen.exit(), seen.out() + seen.err());
        assertTrue(seen.out().contains("cameras on USB: none"), seen.out());
        assertTrue(seen.err().contains("rig late: no Starlight Xpress camera at position 1-2; there is none"),
                seen.err());

        daemon.destroy();
        assertTrue(daemon.waitFor(40, TimeUnit.SECONDS), "it does not end");
        bench.order("1 plug");
        bench.order("2 plug");
        int had = frames("late").getOrDefault("darkflat-L-0p3s", 0);
        daemon();
        await("going on with run ", 1);
        var followed = ask("follow");
        assertEquals(0, followed.exit(), followed.out() + followed.err() + Tree.read(log));
        assertTrue(followed.out().contains("late: done, 3 masters"), followed.out());
        assertEquals(1,
                count("run-late: set started set=darkflat_L_0p3s preset=standard wanted=4 kept=" + had),
                Tree.read(log));
        assertEquals(Map.of("bias", 3, "darkflat-L-0p3s", 4, "dark-0p8s", 3), frames("late"));

        var again = ask("refresh", "darks", "--rig", "gone", "--follow");
        assertEquals(0, again.exit(), again.out() + again.err());
        assertEquals(kept.get("bias"), frames("gone").get("bias"));
        assertEquals(3, frames("gone").get("dark-0p8s"));
    }

    /// How many frames there are of each set. The camera writes into each which one it is that it sends: no two may be
    /// the same.
    private Map<String, Integer> frames(String rig) throws IOException {
        var sets = new TreeMap<String, Integer>();
        var numbers = new HashSet<Integer>();
        try (Stream<Path> files = Files.walk(folder.resolve(rig).resolve("Calibration"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".fit"))
                    .filter(f -> !f.getFileName().toString().startsWith("master")).toList()) {
                sets.merge(file.subpath(file.getNameCount() - 2, file.getNameCount() - 1).toString(), 1,
                        Integer::sum);
                assertTrue(numbers.add(number(file)), file + " is there twice");
            }
        }
        return sets;
    }

    private static int number(Path frame) throws IOException {
        byte[] all = Files.readAllBytes(frame);
        int at = 0;
        while (!new String(all, at, 8, StandardCharsets.US_ASCII).equals("END     ")) {
            at += 80;
        }
        int data = (at / 2880 + 1) * 2880;
        // the second pixel of the first row: unsigned, written with BZERO = 32768
        return (ByteBuffer.wrap(all).getShort(data + 2) + 32_768) & 0xFFFF;
    }

    /// Waits until the log has told something so many times.
    private void await(String text, int times) throws InterruptedException {
        for (int i = 0; i < 6000 && count(text) < times; i++) {
            Thread.sleep(Duration.ofMillis(10));
        }
        assertTrue(count(text) >= times, () -> Tree.read(log));
    }

    private long count(String text) {
        return Tree.read(log).lines().filter(line -> line.contains(text)).count();
    }
}
