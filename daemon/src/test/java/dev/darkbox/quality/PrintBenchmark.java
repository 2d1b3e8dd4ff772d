package dev.darkbox.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.kernel.JavaPrint;
import dev.darkbox.kernel.PrintKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What looking at a frame of 26 megapixels costs: processor time of the one thread that does it, beside a copy of the frame in
/// memory in the same run, and as a part of a fast camera's readout.
@Tag("slow")
class PrintBenchmark {

    private static final FrameShape SHAPE = new FrameShape(6248, 4176);
    private static final int ROUNDS = 40;
    /// Sets judged, so that the last one tells what a daemon that has done it before needs.
    private static final int SETS = 4;
    private static final int FRAMES = 14;
    private static final double READOUT_MS = 400;

    @Test
    void aFrameIsLookedAt() {
        try (var arena = Arena.ofConfined()) {
            FrameBuffer frame = FrameBuffer.allocate(SHAPE, arena);
            FrameBuffer other = FrameBuffer.allocate(SHAPE, arena);
            fill(frame, 1);
            double copy = best(() -> other.pixels().copyFrom(frame.pixels()));
            tell("a copy of the frame", copy, copy);
            for (PrintKernels kernels : List.of(PrintKernels.best(), new JavaPrint())) {
                tell("its print, " + kernels.getClass().getSimpleName(),
                        best(() -> FramePrint.of(frame, kernels)), copy);
            }
            judge(frame, copy);
        }
    }

    private static void judge(FrameBuffer frame, double copy) {
        for (int set = 0; set < SETS; set++) {
            var judge = new FrameJudge();
            double early = 0;
            double late = Double.MAX_VALUE;
            for (int i = 0; i < FRAMES; i++) {
                fill(frame, i);
                FramePrint print = FramePrint.of(frame);
                double begun = cpuMs();
                assertEquals(List.of(), judge.add(print));
                double ms = cpuMs() - begun;
                early = i < 8 ? Math.max(early, ms) : early;
                late = i < 10 ? late : Math.min(late, ms);
            }
            if (set == 0 || set == SETS - 1) {
                String which = set == 0 ? ", first set" : ", later sets";
                tell("its judgement, the worst of the first eight" + which, early, copy);
                tell("its judgement, from the tenth on" + which, late, copy);
            }
        }
    }

    private static double cpuMs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e6;
    }

    private static void fill(FrameBuffer frame, long seed) {
        var random = new SplittableRandom(seed);
        for (long i = 0; i < SHAPE.pixels(); i++) {
            int bits = random.nextInt();
            frame.pixels().setAtIndex(ValueLayout.JAVA_SHORT, i,
                    (short) (500 + (bits >>> 28) + (bits >>> 24 & 15)));
        }
    }

    private static double best(Runnable work) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            double begun = cpuMs();
            work.run();
            best = Math.min(best, cpuMs() - begun);
        }
        return best;
    }

    private static void tell(String what, double ms, double reference) {
        System.out.println(String.format(Locale.ROOT,
                "%-57s %7.1f ms  %6.2f of a copy  %5.2f %% of a readout of %.0f ms",
                what, ms, ms / reference, 100 * ms / READOUT_MS, READOUT_MS));
    }
}
