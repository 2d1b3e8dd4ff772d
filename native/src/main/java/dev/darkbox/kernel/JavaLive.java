package dev.darkbox.kernel;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Live integration in plain Java, a tile of pixels at a time: for machines without the C library, and to check it.
///
/// Memory: 20 KiB on the heap while it works.
public final class JavaLive implements LiveKernels {

    private static final ValueLayout.OfShort FITS_WORD = JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.BIG_ENDIAN);
    private static final int TILE = 1024;
    private static final int SUMS = 16;

    /// One tile's pixels while they are worked on.
    private static final class Tile {
        private final short[] words = new short[TILE];
        private final int[] samples = new int[TILE];
        private final int[] sums = new int[TILE];
        private final float[] floats = new float[TILE];
    }

    @Override
    public String name() {
        return "Java";
    }

    @Override
    public void add(State state, Words words, MemorySegment frame, long first, long count, int before) {
        var tile = new Tile();
        for (long from = 0; from < count; from += TILE) {
            int n = (int) Math.min(TILE, count - from);
            read(words, frame, 2 * from, tile.words, tile.samples, n);
            if (before < 2 * state.k()) {
                fill(state, first + from, tile, n, before);
            } else {
                exchange(state, first + from, tile, n);
                sum(state, first + from, tile, n, before - 2 * state.k() + 1);
            }
        }
    }

    private static void read(Words words, MemorySegment frame, long at, short[] raw, int[] samples, int n) {
        switch (words) {
            case ADU -> {
                MemorySegment.copy(frame, JAVA_SHORT_UNALIGNED, at, raw, 0, n);
                widen(raw, samples, n, 0);
            }
            case FITS -> {
                MemorySegment.copy(frame, FITS_WORD, at, raw, 0, n);
                widen(raw, samples, n, 0x8000);
            }
        }
    }

    private static void widen(short[] raw, int[] samples, int n, int flip) {
        for (int i = 0; i < n; i++) {
            samples[i] = (raw[i] & 0xFFFF) ^ flip;
        }
    }

    /// Fewer than 2 k frames before: all of them stand sorted in the first planes.
    private static void fill(State state, long pixel, Tile tile, int n, int before) {
        for (int plane = 0; plane < before; plane++) {
            keepLow(state, plane, pixel, tile, n);
        }
        for (int i = 0; i < n; i++) {
            tile.words[i] = (short) tile.samples[i];
        }
        MemorySegment.copy(tile.words, 0, state.memory(), JAVA_SHORT, state.endAt(before, pixel), n);
    }

    /// Leaves what neither end keeps.
    private static void exchange(State state, long pixel, Tile tile, int n) {
        for (int plane = 0; plane < state.k(); plane++) {
            keepLow(state, plane, pixel, tile, n);
        }
        for (int plane = 2 * state.k() - 1; plane >= state.k(); plane--) {
            keepHigh(state, plane, pixel, tile, n);
        }
    }

    private static void keepLow(State state, int plane, long pixel, Tile tile, int n) {
        long at = state.endAt(plane, pixel);
        MemorySegment.copy(state.memory(), JAVA_SHORT, at, tile.words, 0, n);
        low(tile.words, tile.samples, n);
        MemorySegment.copy(tile.words, 0, state.memory(), JAVA_SHORT, at, n);
    }

    private static void low(short[] ends, int[] samples, int n) {
        for (int i = 0; i < n; i++) {
            int end = ends[i] & 0xFFFF;
            int sample = samples[i];
            ends[i] = (short) Math.min(end, sample);
            samples[i] = Math.max(end, sample);
        }
    }

    private static void keepHigh(State state, int plane, long pixel, Tile tile, int n) {
        long at = state.endAt(plane, pixel);
        MemorySegment.copy(state.memory(), JAVA_SHORT, at, tile.words, 0, n);
        high(tile.words, tile.samples, n);
        MemorySegment.copy(tile.words, 0, state.memory(), JAVA_SHORT, at, n);
    }

    private static void high(short[] ends, int[] samples, int n) {
        for (int i = 0; i < n; i++) {
            int end = ends[i] & 0xFFFF;
            int sample = samples[i];
            ends[i] = (short) Math.max(end, sample);
            samples[i] = Math.min(end, sample);
        }
    }

    /// @param m samples in the sums, these included
    private static void sum(State state, long pixel, Tile tile, int n, int m) {
        MemorySegment.copy(state.memory(), JAVA_INT, 4 * pixel, tile.sums, 0, n);
        MemorySegment.copy(state.memory(), JAVA_FLOAT, state.squaresAt(pixel), tile.floats, 0, n);
        float share = m < 2 ? 0 : (float) (1 / ((double) m * (m - 1)));
        sum(tile.samples, tile.sums, tile.floats, n, m, share);
        MemorySegment.copy(tile.sums, 0, state.memory(), JAVA_INT, 4 * pixel, n);
        MemorySegment.copy(tile.floats, 0, state.memory(), JAVA_FLOAT, state.squaresAt(pixel), n);
    }

    private static void sum(int[] samples, int[] sums, float[] squares, int n, int m, float share) {
        for (int i = 0; i < n; i++) {
            int sum = sums[i] + samples[i];
            sums[i] = sum;
            float off = m * samples[i] - sum;
            squares[i] += off * off * share;
        }
    }

    @Override
    public void means(State state, int frames, boolean reject, long first, long count, MemorySegment into) {
        int ends = 2 * state.k();
        boolean without = reject && frames > ends;
        double n = Math.max(1, without ? frames - ends : frames);
        int planes = without ? 0 : Math.min(frames, ends);
        for (long i = 0; i < count; i++) {
            int sum = state.memory().get(JAVA_INT, 4 * (first + i));
            for (int plane = 0; plane < planes; plane++) {
                sum += state.memory().get(JAVA_SHORT, state.endAt(plane, first + i)) & 0xFFFF;
            }
            into.setAtIndex(JAVA_FLOAT, i, (float) (sum / n));
        }
    }

    @Override
    public void sigmas(State state, int frames, long first, long count, MemorySegment into) {
        int kept = frames - 2 * state.k();
        float n = kept < 2 ? 1 : kept - 1;
        for (long i = 0; i < count; i++) {
            float squares = state.memory().get(JAVA_FLOAT, state.squaresAt(first + i));
            into.setAtIndex(JAVA_FLOAT, i, (float) Math.sqrt(squares / n));
        }
    }

    @Override
    public double squares(State state, long first, long count) {
        var sums = new double[SUMS];
        long at = state.squaresAt(first);
        for (long i = 0; i < count; i++) {
            sums[(int) (i % SUMS)] += state.memory().get(JAVA_FLOAT, at + 4 * i);
        }
        double all = 0;
        for (double sum : sums) {
            all += sum;
        }
        return all;
    }
}
