package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Camera;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How fast frames come and what they cost; prints what it finds and fails only on leaks.
@Tag("slow")
class IndiBenchmark {

    private static final int BIAS_FRAMES = 300;

    @Test
    void aFrameOf26MegapixelsIsPouredInConstantMemory() {
        var shape = new FrameShape(6248, 4176);
        byte[] stream = ScriptedServer
                .blob(ScriptedServer.fits(1, "Dark", shape.widthPx(), shape.heightPx()), ".fits")
                .getBytes(StandardCharsets.US_ASCII);
        try (Arena arena = Arena.ofConfined()) {
            var frame = FrameBuffer.allocate(shape, arena);
            var catcher = new FrameCatcher(() -> {});
            for (int round = 0; round < 8; round++) {
                catcher.arm(shape);
                catcher.offer(frame);
                var tokenizer = new Tokenizer(new MessageReader(_ -> {}, catcher));
                long start = System.nanoTime();
                for (int from = 0; from < stream.length; from += 65_536) {
                    tokenizer.feed(stream, from, Math.min(stream.length, from + 65_536));
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                assertEquals(Optional.empty(), catcher.caught().orElseThrow().problem());
                System.out.printf(Locale.ROOT, "26 Mpx frame: %.0f MB of text in %.3f s, %.0f MB/s%n",
                        stream.length / 1e6, seconds,
                        stream.length / 1e6 / seconds);
            }
            assertEquals(65_535, frame.adu(65_535 % 6248, 65_535 / 6248));
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
