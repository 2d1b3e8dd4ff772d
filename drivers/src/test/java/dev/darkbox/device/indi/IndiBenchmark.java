package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Camera;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Time;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How fast frames come and what they cost; prints what it finds and fails only on leaks.
@Tag("slow")
class IndiBenchmark {

    private static final int BIAS_FRAMES = 300;

    /// The daemon's launcher has these, and a larger heap.
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xms4m", "-Xmx32m",
            "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=30", "-XX:-ShrinkHeapInSteps",
            "-XX:+ExitOnOutOfMemoryError", "-XX:-TieredCompilation", "-XX:-UsePerfData",
            "-XX:TrimNativeHeapInterval=60000");

    private static ProcessBuilder java(List<String> flags, Class<?> main, String... arguments) {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(flags);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    private static String measured(String kind, int port, String local, int count)
            throws IOException, InterruptedException {
        Process measuring = java(FLAGS, FrameBenchmark.class, kind, String.valueOf(port), local,
                String.valueOf(count)).start();
        String said = new String(measuring.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, measuring.waitFor(), said);
        System.out.print(said);
        Matcher most = Pattern.compile("([0-9.]+) MB beside the frames").matcher(said);
        assertTrue(most.find(), said);
        assertTrue(Double.parseDouble(most.group(1)) < 64, said);
        return said;
    }

    @Test
    void framesOf26MegapixelsInAHeapOf32BesideAPlainSocket() throws Exception {
        Process source = java(List.of("-Xmx600m"), FrameSource.class).start();
        try {
            String[] where = source.inputReader(StandardCharsets.UTF_8).readLine().split(" ", 2);
            measured("source", Integer.parseInt(where[0]), where[1], Integer.getInteger("bench.rounds", 60));
        } finally {
            source.destroy();
        }
    }

    @Test
    void framesOf26MegapixelsFromTheSimulator(@TempDir Path home) throws Exception {
        try (IndiServerPeer server = IndiServerPeer.with(home, "indi_simulator_ccd")) {
            server.set(IndiServerPeer.CAMERA
                    + ".SIMULATOR_SETTINGS.SIM_XRES;SIM_YRES;SIM_XSIZE;SIM_YSIZE;SIM_MAXVAL;SIM_SATURATION;"
                    + "SIM_LIMITINGMAG;SIM_NOISE;SIM_SKYGLOW;SIM_OAGOFFSET;SIM_POLAR;SIM_POLARDRIFT;SIM_PEPERIOD;"
                    + "SIM_PEMAX;SIM_TIME_FACTOR;SIM_ROTATION=6248;4176;3.76;3.76;65000;1;17;10;19.5;0;0;0;0;0;1;0");
            measured("server", server.port(), server.localSocket(), 15);
        }
    }

    @Test
    void definitionsAreReadFast() throws IOException {
        byte[] one = Transcript.capture("v2.2.4-47-reconnect-device.xml");
        for (int round = 0; round < 5; round++) {
            var store = new PropertyStore();
            var tokenizer = new Tokenizer(new MessageReader(store::apply, _ -> BlobReceiver.NOWHERE));
            long start = System.nanoTime();
            for (int i = 0; i < 500; i++) {
                tokenizer.feed(one, 0, one.length);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(Locale.ROOT, "definitions: %.0f MB/s%n", 500 * one.length / 1e6 / seconds);
        }
    }

    @Test
    void threeHundredBiasFramesLeaveNothingBehind(@TempDir Path home) throws Exception {
        try (IndiServerPeer server = IndiServerPeer.with(home, "indi_simulator_ccd")) {
            var spec = new IndiSpec("test", server.host(), server.port(), IndiServerPeer.CAMERA, "", "", "",
                    List.of(), Map.of(),
                    IndiSpec.Bias.BY_DRIVER, Duration.ofMillis(10), Duration.ofSeconds(20));
            try (Rig rig = IndiRig.open(spec, Time.system()); Arena arena = Arena.ofShared()) {
                Camera camera = rig.camera();
                var readout = new Readout(50, 20, 1, "", Readout.NONE);
                camera.configure(readout);
                var frame = FrameBuffer.allocate(camera.shape(readout), arena);
                var asked = new Exposure(Exposure.Kind.BIAS, Duration.ZERO, readout);
                long[] nanos = new long[BIAS_FRAMES];
                long rssBefore = 0;
                int threads = 0;
                for (int i = 0; i < BIAS_FRAMES; i++) {
                    if (i == BIAS_FRAMES / 3) {
                        rssBefore = rssKb();
                        threads = ManagementFactory.getThreadMXBean().getThreadCount();
                    }
                    long start = System.nanoTime();
                    camera.start(asked);
                    camera.finish(frame);
                    nanos[i] = System.nanoTime() - start;
                }
                Arrays.sort(nanos);
                System.out.printf(Locale.ROOT,
                        "bias 1280x1024: median %.3f s, worst %.3f s a frame; heap %d MB, resident %d MB, was %d MB at a third%n",
                        nanos[BIAS_FRAMES / 2] / 1e9, nanos[BIAS_FRAMES - 1] / 1e9,
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20,
                        rssKb() >> 10, rssBefore >> 10);
                assertEquals(threads, ManagementFactory.getThreadMXBean().getThreadCount(), "threads");
                assertTrue(rssKb() - rssBefore < 64 << 10,
                        "resident size grew by " + (rssKb() - rssBefore) + " kB");
            }
        }
    }

    private static long rssKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(l -> l.startsWith("VmRSS:"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", ""))).findFirst().orElse(0);
    }
}
