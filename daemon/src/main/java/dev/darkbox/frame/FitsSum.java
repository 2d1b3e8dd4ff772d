package dev.darkbox.frame;

import dev.darkbox.kernel.PictureKernels;
import dev.darkbox.kernel.PictureKernels.Pass;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The FITS checksum: a 32-bit ones' complement sum of big-endian words, and its spelling in ASCII.
///
/// Source: FITS Standard 4.0, section 4.4.2.7 and appendix J (R. L. Seaman, W. D. Pence, A. H. Rots, "FITS
/// Checksum Proposal", 2002).
final class FitsSum {

    private static final ValueLayout.OfShort BIG = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.BIG_ENDIAN);

    private long high;
    private long low;

    /// Adds bytes in file order. All calls but the last must bring a multiple of four bytes; a last odd half
    /// word counts as the first half of a word, as the zeros after it would make it.
    void add(MemorySegment bytes) {
        long end = bytes.byteSize();
        long even = end & ~3L;
        long highs = 0;
        long lows = 0;
        for (long i = 0; i < even; i += 4) {
            highs += bytes.get(BIG, i) & 0xFFFF;
            lows += bytes.get(BIG, i + 2) & 0xFFFF;
        }
        if (even < end) {
            highs += bytes.get(BIG, even) & 0xFFFF;
        }
        high += highs;
        low += lows;
    }

    /// As [#add(MemorySegment)], of memory off the heap.
    void add(PictureKernels kernels, MemorySegment bytes) {
        long even = bytes.byteSize() & ~3L;
        if (even > 0) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment sums = arena.allocate(ValueLayout.JAVA_LONG, 2);
                kernels.run(Pass.WORDS, bytes, Math.toIntExact(even / 2), 1, 0, 0, sums);
                high += sums.getAtIndex(ValueLayout.JAVA_LONG, 0);
                low += sums.getAtIndex(ValueLayout.JAVA_LONG, 1);
            }
        }
        add(bytes.asSlice(even));
    }

    /// The sum, 0..2^32-1.
    long value() {
        long sum = ((high & 0xFFFF) << 16) + (high >>> 16) + low;
        while (sum >>> 32 != 0) {
            sum = (sum & 0xFFFF_FFFFL) + (sum >>> 32);
        }
        return sum;
    }

    /// Sixteen characters that, put in place of sixteen zeros, make the sum of the whole all ones.
    static String spell(long sum) {
        long value = ~sum & 0xFFFF_FFFFL;
        var ascii = new byte[16];
        for (int i = 0; i < 4; i++) {
            int part = (int) (value >>> (24 - 8 * i)) & 0xFF;
            int[] four = {part / 4 + part % 4 + '0', part / 4 + '0', part / 4 + '0', part / 4 + '0'};
            balance(four, 0);
            balance(four, 2);
            for (int j = 0; j < 4; j++) {
                ascii[(4 * j + i + 1) % 16] = (byte) four[j];
            }
        }
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    /// Moves a pair apart until neither is punctuation, seven steps at most; the pair's sum stays.
    private static void balance(int[] four, int at) {
        while (!Character.isLetterOrDigit(four[at]) || !Character.isLetterOrDigit(four[at + 1])) {
            four[at]++;
            four[at + 1]--;
        }
    }
}
