package dev.darkbox.device.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Time;
import dev.darkbox.device.indi.IndiRig;
import dev.darkbox.device.indi.IndiSpec;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Debian's own driver of these cameras, which has run on real ones, takes our emulated camera for one, and orders the same
/// reads as ours.
@Tag("indiserver")
class SxTruthTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static void await(int port) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    private static List<Integer> corner(IndiRig rig, Exposure asked) throws Exception {
        try (Arena arena = Arena.ofShared()) {
            FrameBuffer frame = FrameBuffer.allocate(rig.camera().shape(asked.readout()), arena);
            rig.camera().configure(asked.readout());
            rig.camera().start(asked);
            rig.camera().finish(frame);
            return List.of(frame.shape().widthPx(), frame.shape().heightPx(), frame.adu(0, 0),
                    frame.adu(0, 1));
        }
    }

    private static Readout bin(int binning) {
        return new Readout(Readout.NONE, Readout.NONE, binning, "", Readout.NONE);
    }

    @Test
    void debiansDriverReadsAnInterlacedCameraAsOursDoes() throws Exception {
        for (String program : List.of("indiserver", "indi_sx_ccd")) {
            Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin", program)),
                    program + " is not installed");
        }
        int port = freePort();
        try (var bench = new SxBench(folder, List.of("m7@1"), List.of("/usr/bin/indiserver", "-p",
                String.valueOf(port), "-u", "", "indi_sx_ccd"))) {
            await(port);
            var spec = new IndiSpec("truth", "127.0.0.1", port, "SX CCD SXVF-M7", "", "", "", List.of(),
                    Map.of(),
                    IndiSpec.Bias.BY_DRIVER, Duration.ofMillis(100), LIMIT);
            try (IndiRig rig = IndiRig.open(spec, Time.system())) {
                List<Integer> woven = corner(rig,
                        new Exposure(Exposure.Kind.BIAS, Duration.ZERO, bin(1)));
                assertEquals(List.of(752, 580, 1, 2), woven, "odd field first, even field below it");
                List<Integer> binned = corner(rig,
                        new Exposure(Exposure.Kind.DARK, Duration.ofMillis(1200), bin(2)));
                assertEquals(List.of(376, 290, 3), binned.subList(0, 3));
                rig.camera().cooler().orElseThrow().target(new Celsius(-5_000));
            }
            List<String> theirs = new ArrayList<>(List.of(bench.order("1 told").split("\\|", -1)));
            List<String> reads = theirs.stream().filter(line -> line.startsWith("40 3 ")).toList();
            assertEquals(List.of("40 3 0006 0000 00000000f00222010101", "40 3 0005 0000 00000000f00222010101",
                    "40 3 0003 0000 00000000f00222010201"), reads, "as SxSensorTest has it for ours");
            assertTrue(theirs.stream().anyMatch(line -> line.startsWith("40 30 0a78 ")), "-5 °C: " + theirs);
        }
    }
}
