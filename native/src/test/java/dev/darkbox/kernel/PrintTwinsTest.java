package dev.darkbox.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The fingerprint's loop in C and its Java twin give the same bits, and the figures they say they give.
class PrintTwinsTest {

    private static final int ROUNDS = 300;

    @Test
    void bothGiveTheSameBits() {
        var c = NativePrint.load();
        assumeTrue(c.isPresent(), "no C compiler built the kernels");
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new SplittableRandom(seed);
            int width = 1 + random.nextInt(switch (seed % 3) {
                case 0 -> 12;
                case 1 -> 900;
                default -> 65_535;
            });
            int rows = 1 + random.nextInt(4);
            int pieces = 1 + random.nextInt(Math.min(width, 20));
            int far = random.nextInt(65_536);
            int low = random.nextInt(65_536);
            int high = low + random.nextInt(65_536 - low);
            boolean full = random.nextInt(4) == 0;
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment frame = arena.allocate(2L * width * rows, 2);
                for (long i = 0; i < (long) width * rows; i++) {
                    int adu = full ? 65_535 * (int) (i & 1) | random.nextInt(2) : random.nextInt(65_536);
                    frame.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) adu);
                }
                MemorySegment java = arena.allocate(4L * PrintKernels.FIGURES * rows * pieces, 4);
                MemorySegment other = arena.allocate(java.byteSize(), 4);
                new JavaPrint().print(frame, width, rows, pieces, low, high, far, java);
                c.orElseThrow().print(frame, width, rows, pieces, low, high, far, other);
                assertEquals(-1, java.mismatch(other),
                        "seed %d: %dx%d in %d pieces, %d..%d, far %d".formatted(seed, width, rows, pieces,
                                low, high,
                                far));
            }
        }
    }

    @Test
    void theFiguresAreSumStepsFarStepsAndLargestPixel() {
        short[] frame = {10, 11, 14, 11, 10, (short) 60_000, 10, 7, 7, 7, 7, 7, 7, 7};
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(4L * PrintKernels.FIGURES * 2, 4);
            new JavaPrint().print(arena.allocateFrom(ValueLayout.JAVA_SHORT, frame), 14, 1, 2, 8, 1000, 100,
                    into);
            // the brightest counts as 1000, a 7 as 8; steps of the first seven: 4, 0, 4, 59989 (told as 100), 0
            assertArrayEquals(new int[]{1066, 108, 1, 60_000, 56, 0, 0, 7},
                    into.toArray(ValueLayout.JAVA_INT));
        }
    }
}
