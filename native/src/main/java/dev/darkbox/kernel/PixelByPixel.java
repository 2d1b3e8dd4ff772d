package dev.darkbox.kernel;

import dev.darkbox.kernel.StackKernels.Moment;
import dev.darkbox.kernel.StackKernels.Results;
import dev.darkbox.kernel.StackKernels.Run;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The kernels as plainly as they can be written: every pixel's stack is sorted. For any kind of sample; what is
/// faster has to give the same bits.
final class PixelByPixel {

    private static final ValueLayout.OfShort FITS_WORD = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.BIG_ENDIAN);

    private final Column column;
    private final Fates fates;
    private final Sheet sheet = new Sheet();
    private final double[] all;
    private final double[] counted;

    /// For runs of up to `frames` frames: 50 bytes for each.
    PixelByPixel(int frames) {
        column = new Column(frames);
        fates = new Fates(frames);
        all = new double[frames];
        counted = new double[frames];
    }

    /// Combines a run of pixels.
    void combine(Run run, ClipRule rule, Results into) {
        int frames = run.frames();
        sheet.begin();
        for (int px = 0; px < run.pixels(); px++) {
            int n = 0;
            for (int f = 0; f < frames; f++) {
                double sample = sample(run, f, px);
                all[f] = sample;
                if (sample != 0 || !rule.dropZeros()) {
                    counted[n++] = sample;
                }
            }
            column.clip(counted, n, run.sample() == StackKernels.Sample.FITS_U16, rule);
            int low = fates.find(column, all, frames, rule.dropZeros(), into);
            sheet.put(into, px, column.value(rule.median()), n, column.kept(), low, column.variance());
            if (into.halves().address() != 0) {
                into.halves().setAtIndex(ValueLayout.JAVA_FLOAT, px,
                        fates.halves(all, frames, rule.dropZeros()));
            }
        }
        sheet.end(into);
        if (into.moments().address() != 0) {
            addMoments(run, into.moments());
        }
    }

    private static double sample(Run run, int frame, long px) {
        long start = run.starts().getAtIndex(ValueLayout.JAVA_LONG, frame);
        return switch (run.sample()) {
            case FITS_U16 -> run.samples().get(FITS_WORD, start + 2 * px) + 32_768;
            case F32 -> run.samples().get(ValueLayout.JAVA_FLOAT_UNALIGNED, start + 4 * px);
        };
    }

    private static void addMoments(Run run, MemorySegment moments) {
        for (int f = 0; f < run.frames(); f++) {
            for (int px = 0; px < run.pixels(); px++) {
                long x = (long) sample(run, f, px);
                add(moments, f, Moment.SUM, x);
                add(moments, f, Moment.EMPTY, x == 0 ? 1 : 0);
                add(moments, f, Moment.FULL, x == 65_535 ? 1 : 0);
                if (f > 0) {
                    long step = x - (long) sample(run, f - 1, px);
                    add(moments, f, Moment.STEP, step);
                    add(moments, f, Moment.STEP_SQUARE, step * step);
                }
            }
        }
    }

    private static void add(MemorySegment moments, int frame, Moment moment, long amount) {
        long index = (long) frame * StackKernels.MOMENTS + moment.column();
        moments.setAtIndex(ValueLayout.JAVA_LONG, index,
                moments.getAtIndex(ValueLayout.JAVA_LONG, index) + amount);
    }
}
