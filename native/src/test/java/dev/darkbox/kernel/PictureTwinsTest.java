package dev.darkbox.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkbox.kernel.PictureKernels.Pass;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The C passes over a picture and their Java twins give the same bits, on seeded random rows.
class PictureTwinsTest {

    private static final int ROUNDS = 200;
    private static final long TABLES = 4L * PictureKernels.LANES * PictureKernels.BINS;

    @Test
    void bothGiveTheSameBits() {
        var c = NativePicture.load();
        assumeTrue(c.isPresent(), "no C compiler built the kernels");
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new SplittableRandom(seed);
            int width = 1 + random.nextInt(random.nextBoolean() ? 12 : 700);
            int rows = 1 + random.nextInt(6);
            long pixels = (long) width * rows;
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment floats = floats(random, pixels, arena);
                double number = floats.getAtIndex(ValueLayout.JAVA_FLOAT, random.nextLong(pixels));
                number = Double.isFinite(number) ? number + random.nextInt(2) * 0.25 : 500;
                for (Pass pass : Pass.values()) {
                    int wide = pass == Pass.WORDS ? 2 * width : width;
                    int half = half(pass, floats, number);
                    String what = "seed %d: %s of %dx%d".formatted(seed, pass, width, rows);
                    MemorySegment java = into(pass, pixels, arena);
                    new JavaPicture().run(pass, floats, wide, rows, number, half, java);
                    MemorySegment other = into(pass, pixels, arena);
                    c.orElseThrow().run(pass, floats, wide, rows, number, half, other);
                    assertEquals(-1, java.mismatch(other), what);
                    if (pass == Pass.FITS_F32 || pass == Pass.UNIT_F32 || pass == Pass.RAW_U16) {
                        MemorySegment place = arena.allocate(4 * pixels, 8).copyFrom(floats);
                        c.orElseThrow().run(pass, place, wide, rows, number, half, place);
                        long bytes = java.byteSize();
                        assertEquals(-1, java.mismatch(place.asSlice(0, bytes)), what + " in place");
                    }
                }
            }
        }
    }

    @Test
    void aSampleOfAFileIsTheNearestWholeNumberHalvesUp() {
        float[] adu = {0.49f, 0.49999997f, 0.5f, 1.5f, 2.5f, -3, 70_000, -0.5f, -0.0f, 65_534.5f, 65_535.5f,
            1e30f, -1e30f, Float.NaN,
            Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, 8_388_609, 499.5f, 500.49997f};
        int[] whole = {0, 0, 1, 2, 3, 0, 65_535, 0, 0, 65_535, 65_535, 65_535, 0, 0, 65_535, 0, 0, 65_535,
            500, 500};
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocateFrom(ValueLayout.JAVA_FLOAT, adu);
            MemorySegment into = arena.allocate(2L * adu.length);
            for (PictureKernels kernels : new PictureKernels[]{new JavaPicture(), PictureKernels.best()}) {
                kernels.run(Pass.FITS_U16, from, adu.length, 1, 0, 0, into);
                for (int i = 0; i < adu.length; i++) {
                    int high = into.get(ValueLayout.JAVA_BYTE, 2L * i) & 0xFF;
                    int low = into.get(ValueLayout.JAVA_BYTE, 2L * i + 1) & 0xFF;
                    assertEquals(whole[i], (high << 8 | low) ^ 0x8000, adu[i] + " ADU");
                }
            }
        }
    }

    @Test
    void aUnitIsAPartOfWhiteWithinZeroAndOne() {
        float[] adu = {-1, 65_535, 70_000, Float.NaN, Float.POSITIVE_INFINITY, 500, -0.0f};
        float[] unit = {0, 1, 1, 0, 1, 500 / 65_535f, 0};
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocateFrom(ValueLayout.JAVA_FLOAT, adu);
            MemorySegment into = arena.allocate(from.byteSize(), 4);
            for (PictureKernels kernels : new PictureKernels[]{new JavaPicture(), PictureKernels.best()}) {
                kernels.run(Pass.UNIT_F32, from, adu.length, 1, 0, 0, into);
                assertArrayEquals(unit, into.toArray(
                        ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN)));
            }
        }
    }

    private static MemorySegment floats(SplittableRandom random, long count, Arena arena) {
        MemorySegment floats = arena.allocate(ValueLayout.JAVA_FLOAT, count);
        int kind = random.nextInt(3);
        for (long i = 0; i < count; i++) {
            floats.setAtIndex(ValueLayout.JAVA_FLOAT, i, switch (random.nextInt(kind == 2 ? 8 : 60)) {
                case 0 -> Float.intBitsToFloat(random.nextInt());
                case 1 -> Float.NaN;
                case 2 -> random.nextBoolean() ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
                case 3 -> random.nextBoolean() ? 0.0f : -0.0f;
                case 4 -> (float) (70_000 * random.nextDouble());
                default ->
                    kind == 0 ? 500 + random.nextInt(4) * 0.5f : (float) (500 + random.nextDouble() - 0.5);
            });
        }
        return floats;
    }

    /// The upper half that the first pixel has, so that something is counted.
    private static int half(Pass pass, MemorySegment floats, double number) {
        if (pass != Pass.LOWER && pass != Pass.LOWER_APART) {
            return 0;
        }
        float first = floats.getAtIndex(ValueLayout.JAVA_FLOAT, 0);
        float seen = pass == Pass.LOWER ? first : (float) Math.abs(first - number);
        int bits = Float.floatToRawIntBits(seen);
        return (bits ^ (bits >> 31 & Integer.MAX_VALUE) ^ Integer.MIN_VALUE) >>> 16;
    }

    private static MemorySegment into(Pass pass, long pixels, Arena arena) {
        return switch (pass) {
            case SUM, SQUARES -> arena.allocate(8 * pixels, 8);
            case RANGE, ABOVE -> arena.allocate(8, 8);
            case UPPER, LOWER, UPPER_APART, LOWER_APART -> arena.allocate(TABLES, 8);
            case WORDS -> arena.allocate(16, 8);
            case FITS_U16, RAW_U16 -> arena.allocate(2 * pixels, 8);
            case FITS_F32, UNIT_F32 -> arena.allocate(4 * pixels, 8);
        };
    }
}
