package dev.darkbox.device.sim;

import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.Readout;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How fast frames are made, against the plainest noise the JDK offers: a pedestal plus one `nextGaussian` a pixel.
/// Prints what it finds.
@Tag("slow")
class SimBenchmark {

    /// Other work on the machine does not count.
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final Readout READOUT = new Readout(100, 50, 1, "Standard", 80);
    private static final int FRAMES = 30;

    @Test
    void framesAgainstPlainNoise() throws Exception {
        var time = new VirtualTime(Instant.parse("2025-09-23T18:00:00Z"));
        try (var rig = new SimRig(SimSettings.demo(1), time, SimFaults.none());
                var arena = Arena.ofConfined()) {
            var into = FrameBuffer.allocate(rig.camera().shape(READOUT), arena);
            rig.camera().configure(READOUT);
            for (int round = 0; round < 3; round++) {
                double plain = plainNoise(into);
                tell("plain noise", plain, plain);
                tell("bias", frames(rig, into, new Exposure(Exposure.Kind.BIAS, Duration.ZERO, READOUT)),
                        plain);
                for (int seconds : new int[]{5, 180, 1800}) {
                    var exposure = new Exposure(Exposure.Kind.DARK, Duration.ofSeconds(seconds), READOUT);
                    tell("dark of " + seconds + " s", frames(rig, into, exposure), plain);
                }
            }
        }
    }

    private static void tell(String what, double mpxPerS, double plain) {
        System.out.printf(Locale.ROOT, "%-14s %7.1f Mpx/s, %.2f x plain noise%n", what, mpxPerS,
                mpxPerS / plain);
    }

    private static double plainNoise(FrameBuffer into) {
        var random = new SplittableRandom(1);
        long begin = CPU.getCurrentThreadCpuTime();
        for (int y = 0; y < into.shape().heightPx(); y++) {
            for (int x = 0; x < into.shape().widthPx(); x++) {
                into.setAdu(x, y, (int) Math.round(500 + 6 * random.nextGaussian()));
            }
        }
        return into.shape().pixels() * 1e3 / (CPU.getCurrentThreadCpuTime() - begin);
    }

    private static double frames(SimRig rig, FrameBuffer into, Exposure exposure) throws Exception {
        long begin = CPU.getCurrentThreadCpuTime();
        for (int i = 0; i < FRAMES; i++) {
            rig.camera().start(exposure);
            rig.camera().finish(into);
        }
        return FRAMES * into.shape().pixels() * 1e3 / (CPU.getCurrentThreadCpuTime() - begin);
    }
}
