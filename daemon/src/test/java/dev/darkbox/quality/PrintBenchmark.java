package dev.darkbox.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.kernel.JavaPrint;
import dev.darkbox.kernel.PrintKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What looking at a frame of 26 megapixels costs, beside a copy of it in memory.
@Tag("slow")
class PrintBenchmark {

    private static final FrameShape SHAPE = new FrameShape(6248, 4176);
    private static final int ROUNDS = 15;

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
        var judge = new FrameJudge();
        double early = 0;
        double late = Double.MAX_VALUE;
        for (int i = 0; i < 24; i++) {
            fill(frame, i);
            FramePrint print = FramePrint.of(frame);
            long begun = System.nanoTime();
            assertEquals(List.of(), judge.add(print));
            double ms = (System.nanoTime() - begun) / 1e6;
            early = i < 8 ? Math.max(early, ms) : early;
            late = i < 10 ? late : Math.min(late, ms);
        }
        tell("its judgement, the worst of the first eight", early, copy);
        tell("its judgement, later", late, copy);
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
            long begun = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - begun) / 1e6);
        }
        return best;
    }

    private static void tell(String what, double ms, double reference) {
        System.out.println(
                String.format(Locale.ROOT, "%-45s %7.1f ms  %5.2f of a copy", what, ms, ms / reference));
    }
}
