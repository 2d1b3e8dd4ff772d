package dev.darkbox.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The passes in plain Java, one row at a time: for machines without the C library, and to check it.
public final class JavaPicture implements PictureKernels {

    private static final int SUMS = 8;
    private static final int OTHERS = BINS - 1;
    private static final float WHITE_ADU = 65_535;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfShort BIG_SHORT = SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt BIG_INT = ValueLayout.JAVA_INT_UNALIGNED
            .withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt LITTLE_INT = ValueLayout.JAVA_INT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    @Override
    public void run(
            Pass pass, MemorySegment from, int width, int rows, double number, int half, MemorySegment into) {
        for (int y = 0; y < rows; y++) {
            long at = (long) y * width;
            switch (pass) {
                case SUM ->
                    into.setAtIndex(ValueLayout.JAVA_DOUBLE, y, sum(floats(from, at, width), 0, false));
                case SQUARES -> into.setAtIndex(
                        ValueLayout.JAVA_DOUBLE, y, sum(floats(from, at, width), number, true));
                case RANGE -> range(floats(from, at, width), into);
                case UPPER -> count(upper(keys(floats(from, at, width))), into);
                case LOWER -> count(lower(keys(floats(from, at, width)), half), into);
                case UPPER_APART -> count(upper(keysApart(floats(from, at, width), number)), into);
                case LOWER_APART -> count(lower(keysApart(floats(from, at, width), number), half), into);
                case ABOVE -> above(floats(from, at, width), number, into);
                case FITS_U16 -> toU16(floats(from, at, width), into.asSlice(2 * at));
                case FITS_F32 -> toFits(floats(from, at, width), into.asSlice(4 * at));
                case UNIT_F32 -> toUnit(floats(from, at, width), into.asSlice(4 * at));
                case RAW_U16 -> rawToFits(shorts(from, SHORT, at, width), into.asSlice(2 * at));
                case WORDS -> words(shorts(from, BIG_SHORT, at, width), into);
            }
        }
    }

    private static float[] floats(MemorySegment from, long first, int count) {
        var row = new float[count];
        MemorySegment.copy(from, FLOAT, 4 * first, row, 0, count);
        return row;
    }

    private static short[] shorts(MemorySegment from, ValueLayout.OfShort layout, long first, int count) {
        var row = new short[count];
        MemorySegment.copy(from, layout, 2 * first, row, 0, count);
        return row;
    }

    private static double sum(float[] row, double number, boolean squares) {
        var lane = new double[SUMS];
        for (int x = 0; x < row.length; x++) {
            if (Float.isFinite(row[x])) {
                double far = row[x] - number;
                lane[x % SUMS] += squares ? far * far : row[x];
            }
        }
        return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
    }

    private static void range(float[] row, MemorySegment into) {
        int low = into.getAtIndex(ValueLayout.JAVA_INT, 0);
        int high = into.getAtIndex(ValueLayout.JAVA_INT, 1);
        for (float value : row) {
            if (Float.isFinite(value)) {
                int rank = rank(value);
                low = Math.min(low, rank);
                high = Math.max(high, rank);
            }
        }
        into.setAtIndex(ValueLayout.JAVA_INT, 0, low);
        into.setAtIndex(ValueLayout.JAVA_INT, 1, high);
    }

    private static int rank(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }

    /// The rank with its highest bit turned over; -1, which no finite float has, for what is not finite.
    private static int[] keys(float[] row) {
        var keys = new int[row.length];
        for (int x = 0; x < row.length; x++) {
            keys[x] = Float.isFinite(row[x]) ? rank(row[x]) ^ Integer.MIN_VALUE : -1;
        }
        return keys;
    }

    private static int[] keysApart(float[] row, double number) {
        var keys = new int[row.length];
        for (int x = 0; x < row.length; x++) {
            keys[x] = Float.isFinite(row[x])
                    ? rank((float) Math.abs(row[x] - number)) ^ Integer.MIN_VALUE
                    : -1;
        }
        return keys;
    }

    private static int[] upper(int[] keys) {
        for (int x = 0; x < keys.length; x++) {
            keys[x] = keys[x] == -1 ? OTHERS : keys[x] >>> 16;
        }
        return keys;
    }

    private static int[] lower(int[] keys, int half) {
        for (int x = 0; x < keys.length; x++) {
            keys[x] = keys[x] == -1 || keys[x] >>> 16 != half ? OTHERS : keys[x] & 0xFFFF;
        }
        return keys;
    }

    private static void count(int[] bins, MemorySegment into) {
        for (int x = 0; x < bins.length; x++) {
            long bin = (long) (x % LANES) * BINS + bins[x];
            into.setAtIndex(ValueLayout.JAVA_INT, bin, into.getAtIndex(ValueLayout.JAVA_INT, bin) + 1);
        }
    }

    private static void above(float[] row, double number, MemorySegment into) {
        long more = into.getAtIndex(ValueLayout.JAVA_LONG, 0);
        for (float value : row) {
            more += Float.isFinite(value) && value > number ? 1 : 0;
        }
        into.setAtIndex(ValueLayout.JAVA_LONG, 0, more);
    }

    private static void toU16(float[] row, MemorySegment into) {
        var words = new short[row.length];
        for (int x = 0; x < row.length; x++) {
            words[x] = (short) (Math.clamp(Math.round(row[x]), 0, 65_535) ^ 0x8000);
        }
        MemorySegment.copy(words, 0, into, BIG_SHORT, 0, words.length);
    }

    private static void toFits(float[] row, MemorySegment into) {
        var words = new int[row.length];
        for (int x = 0; x < row.length; x++) {
            words[x] = Float.floatToRawIntBits(row[x]);
        }
        MemorySegment.copy(words, 0, into, BIG_INT, 0, words.length);
    }

    private static void toUnit(float[] row, MemorySegment into) {
        var words = new int[row.length];
        for (int x = 0; x < row.length; x++) {
            words[x] = Float.floatToRawIntBits(row[x] > 0 ? Math.min(row[x] / WHITE_ADU, 1) : 0);
        }
        MemorySegment.copy(words, 0, into, LITTLE_INT, 0, words.length);
    }

    private static void rawToFits(short[] row, MemorySegment into) {
        for (int x = 0; x < row.length; x++) {
            row[x] ^= (short) 0x8000;
        }
        MemorySegment.copy(row, 0, into, BIG_SHORT, 0, row.length);
    }

    private static void words(short[] row, MemorySegment into) {
        long first = into.getAtIndex(ValueLayout.JAVA_LONG, 0);
        long second = into.getAtIndex(ValueLayout.JAVA_LONG, 1);
        for (int x = 0; x < row.length; x += 2) {
            first += Short.toUnsignedInt(row[x]);
            second += Short.toUnsignedInt(row[x + 1]);
        }
        into.setAtIndex(ValueLayout.JAVA_LONG, 0, first);
        into.setAtIndex(ValueLayout.JAVA_LONG, 1, second);
    }
}
