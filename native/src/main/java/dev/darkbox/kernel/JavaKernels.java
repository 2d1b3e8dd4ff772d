package dev.darkbox.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The kernels in plain Java, one pixel at a time: for machines without the C library, and to check it.
public final class JavaKernels implements StackKernels {

    private static final ValueLayout.OfShort FITS_WORD = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.BIG_ENDIAN);

    @Override
    public long scratchBytes(int frames) {
        return 64;
    }

    @Override
    public String name() {
        return "Java";
    }

    @Override
    public void combine(Run run, ClipRule rule, Results into) {
        int frames = run.frames();
        var column = new Column(frames);
        var all = new double[frames];
        var counted = new double[frames];
        double variances = 0;
        double shares = 0;
        double pixels = 0;
        for (int px = 0; px < run.pixels(); px++) {
            int n = 0;
            for (int f = 0; f < frames; f++) {
                double sample = sample(run, f * run.stride() + px);
                all[f] = sample;
                if (sample != 0 || !rule.dropZeros()) {
                    counted[n++] = sample;
                }
            }
            column.clip(counted, n, run.sample() == Sample.FITS_U16, rule);
            into.value().setAtIndex(ValueLayout.JAVA_FLOAT, px, column.value(rule.median()));
            int kept = column.kept();
            int low = kept == n ? 0 : attribute(column, all, rule.dropZeros(), into);
            into.low().setAtIndex(ValueLayout.JAVA_SHORT, px, (short) low);
            into.high().setAtIndex(ValueLayout.JAVA_SHORT, px, (short) (n - kept - low));
            if (kept >= 2) {
                double variance = column.variance();
                variances += variance;
                shares += variance / kept;
                pixels++;
            }
        }
        into.noise().setAtIndex(ValueLayout.JAVA_DOUBLE, 0, variances);
        into.noise().setAtIndex(ValueLayout.JAVA_DOUBLE, 1, shares);
        into.noise().setAtIndex(ValueLayout.JAVA_DOUBLE, 2, pixels);
    }

    private static double sample(Run run, long index) {
        return switch (run.sample()) {
            case FITS_U16 -> run.samples().get(FITS_WORD, 2 * index) + 32_768;
            case F32 -> run.samples().getAtIndex(ValueLayout.JAVA_FLOAT, index);
        };
    }

    /// Finds out which frames the rejected samples came from.
    ///
    /// @return how many were too low
    private static int attribute(Column column, double[] all, boolean dropZeros, Results into) {
        int lows = 0;
        for (int f = 0; f < all.length; f++) {
            if ((all[f] == 0 && dropZeros) || column.keepsAll(all[f])) {
                continue;
            }
            int rank = column.firstRankOf(all[f]);
            for (int before = 0; before < f; before++) {
                rank += all[before] == all[f] ? 1 : 0;
            }
            if (column.keeps(rank)) {
                continue;
            }
            boolean low = column.tooLow(rank);
            lows += low ? 1 : 0;
            add(low ? into.lowOfFrame() : into.highOfFrame(), f);
        }
        return lows;
    }

    private static void add(MemorySegment counts, int frame) {
        counts.setAtIndex(ValueLayout.JAVA_LONG, frame, counts.getAtIndex(ValueLayout.JAVA_LONG, frame) + 1);
    }
}
