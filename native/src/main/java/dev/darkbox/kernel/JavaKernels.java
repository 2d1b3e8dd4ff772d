package dev.darkbox.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

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
        var fate = new byte[frames];
        double variances = 0;
        double shares = 0;
        double pixels = 0;
        for (int px = 0; px < run.pixels(); px++) {
            int n = 0;
            for (int f = 0; f < frames; f++) {
                double sample = sample(run, f, px);
                all[f] = sample;
                if (sample != 0 || !rule.dropZeros()) {
                    counted[n++] = sample;
                }
            }
            column.clip(counted, n, run.sample() == Sample.FITS_U16, rule);
            into.value().setAtIndex(ValueLayout.JAVA_FLOAT, px, column.value(rule.median()));
            int kept = column.kept();
            Arrays.fill(fate, (byte) 0);
            int low = kept == n ? 0 : attribute(column, all, rule.dropZeros(), fate, into);
            count(into.low(), px, low);
            count(into.high(), px, n - kept - low);
            count(into.used(), px, kept);
            if (into.sigma().address() != 0) {
                into.sigma().setAtIndex(ValueLayout.JAVA_FLOAT, px,
                        kept < 2 ? 0 : (float) Math.sqrt((float) column.variance()));
            }
            if (into.halves().address() != 0) {
                into.halves().setAtIndex(ValueLayout.JAVA_FLOAT, px, halves(all, fate, rule.dropZeros()));
            }
            if (kept >= 2) {
                double variance = column.variance();
                variances += variance;
                shares += variance / kept;
                pixels++;
            }
        }
        if (into.moments().address() != 0) {
            addMoments(run, into.moments());
        }
        into.noise().setAtIndex(ValueLayout.JAVA_DOUBLE, 0, variances);
        into.noise().setAtIndex(ValueLayout.JAVA_DOUBLE, 1, shares);
        into.noise().setAtIndex(ValueLayout.JAVA_DOUBLE, 2, pixels);
    }

    private static double sample(Run run, int frame, long px) {
        long start = run.starts().getAtIndex(ValueLayout.JAVA_LONG, frame);
        return switch (run.sample()) {
            case FITS_U16 -> run.samples().get(FITS_WORD, start + 2 * px) + 32_768;
            case F32 -> run.samples().get(ValueLayout.JAVA_FLOAT_UNALIGNED, start + 4 * px);
        };
    }

    private static void count(MemorySegment map, int px, int samples) {
        if (map.address() != 0) {
            map.setAtIndex(ValueLayout.JAVA_SHORT, px, (short) samples);
        }
    }

    /// Finds out which frames the rejected samples came from.
    ///
    /// @param fate by frame, all 0; gets -1 for too low and 1 for too high
    /// @return how many were too low
    private static int attribute(Column column, double[] all, boolean dropZeros, byte[] fate, Results into) {
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
            fate[f] = (byte) (low ? -1 : 1);
            add(low ? into.lowOfFrame() : into.highOfFrame(), f);
        }
        return lows;
    }

    private static float halves(double[] all, byte[] fate, boolean dropZeros) {
        var sum = new double[2];
        var count = new int[2];
        for (int f = 0; f < all.length; f++) {
            if (fate[f] == 0 && !(dropZeros && all[f] == 0)) {
                sum[f % 2] += all[f];
                count[f % 2]++;
            }
        }
        return count[0] == 0 || count[1] == 0 ? 0 : (float) (sum[0] / count[0] - sum[1] / count[1]);
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
        long index = (long) frame * MOMENTS + moment.column();
        moments.setAtIndex(ValueLayout.JAVA_LONG, index,
                moments.getAtIndex(ValueLayout.JAVA_LONG, index) + amount);
    }

    private static void add(MemorySegment counts, int frame) {
        counts.setAtIndex(ValueLayout.JAVA_LONG, frame, counts.getAtIndex(ValueLayout.JAVA_LONG, frame) + 1);
    }
}
