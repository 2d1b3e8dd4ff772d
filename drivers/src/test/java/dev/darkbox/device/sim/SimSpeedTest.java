package dev.darkbox.device.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.Readout;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How fast frames are made. Run by hand; the figures go into commit messages.
@Tag("slow")
class SimSpeedTest {

    /// Other work on the machine does not count.
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final Readout READOUT = new Readout(100, 50, 1, "Standard", 80);

    @Test
    void theDemonstrationsFramesComeAtSixtyMegapixelsPerSecond() throws Exception {
        var time = new VirtualTime(Instant.parse("2025-09-23T18:00:00Z"));
        long grown = System.nanoTime();
        try (var rig = new SimRig(SimSettings.demo(1), time, SimFaults.none());
                var arena = Arena.ofConfined()) {
            System.out.printf("rig grown in %.2f s%n", (System.nanoTime() - grown) / 1e9);
            var into = FrameBuffer.allocate(rig.camera().shape(READOUT), arena);
            rig.camera().configure(READOUT);
            double slowest = Double.MAX_VALUE;
            for (int round = 0; round < 3; round++) {
                slowest = Math.min(slowest,
                        speed(rig, into, new Exposure(Exposure.Kind.BIAS, Duration.ZERO, READOUT)));
                for (int seconds : new int[]{5, 180, 1800}) {
                    slowest = Math.min(slowest, speed(rig, into,
                            new Exposure(Exposure.Kind.DARK, Duration.ofSeconds(seconds), READOUT)));
                }
            }
            assertTrue(slowest > 60, "slowest " + slowest + " Mpx/s");
        }
    }

    private static double speed(SimRig rig, FrameBuffer into, Exposure exposure) throws Exception {
        int frames = 30;
        long begin = CPU.getCurrentThreadCpuTime();
        for (int i = 0; i < frames; i++) {
            rig.camera().start(exposure);
            rig.camera().finish(into);
        }
        double mpxPerS = frames * into.shape().pixels() * 1e3 / (CPU.getCurrentThreadCpuTime() - begin);
        System.out.printf("%-5s %5d s %7.1f Mpx/s%n", exposure.kind(), exposure.duration().toSeconds(),
                mpxPerS);
        return mpxPerS;
    }
}
