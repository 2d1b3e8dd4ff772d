package dev.darkbox.frame;

import dev.darkbox.device.FrameShape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes a picture as FITS with 16-bit unsigned samples, the one format every consumer scales alike: `BITPIX`
/// 16, `BZERO` 32768, top row first, with `DATASUM` and `CHECKSUM`.
///
/// Memory: one band of about 1 MB, off the heap, whatever the frame's size. The rows are asked for twice: once
/// for the checksum, which stands before them in the file, and once for themselves.
public final class FitsWriter {

    private static final int BLOCK = 2880;
    private static final int BAND_BYTES = 1 << 20;
    private static final ValueLayout.OfShort NATIVE = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfShort BIG = NATIVE.withOrder(ByteOrder.BIG_ENDIAN);

    /// A picture by bands of rows.
    @FunctionalInterface
    public interface Rows {

        /// Fills `into` with `count` rows from row `first`, top row first.
        ///
        /// @param into `u16[count][width]`, ADU, native byte order
        void rows(int first, int count, MemorySegment into) throws IOException;
    }

    private FitsWriter() {}

    /// Size of the file, bytes.
    public static long size(FrameShape shape, FitsCards cards) {
        return blocks((cards.list().size() + 10L) * 80) + blocks(2 * shape.pixels());
    }

    /// The file's content.
    ///
    /// @param cards everything but the description of the array and the checksums
    public static Disk.Content content(FrameShape shape, FitsCards cards, Rows rows) {
        return sink -> {
            long dataSum = dataSum(shape, rows);
            sink.write(ByteBuffer.wrap(header(shape, cards, dataSum)));
            eachBand(shape, rows, band -> sink.write(band.asByteBuffer()));
            long data = 2 * shape.pixels();
            sink.write(ByteBuffer.allocate((int) (blocks(data) - data)));
        };
    }

    private static long dataSum(FrameShape shape, Rows rows) throws IOException {
        var sum = new FitsSum();
        eachBand(shape, rows, sum::add);
        return sum.value();
    }

    private static byte[] header(FrameShape shape, FitsCards cards, long dataSum) {
        FitsCards all = new FitsCards()
                .add("SIMPLE", "T", "FITS Standard 4.0")
                .whole("BITPIX", 16, "with BZERO: 16 bits unsigned")
                .whole("NAXIS", 2, "")
                .whole("NAXIS1", shape.widthPx(), "columns")
                .whole("NAXIS2", shape.heightPx(), "rows")
                .whole("BZERO", 32_768, "")
                .whole("BSCALE", 1, "")
                .addAll(cards);
        String end = "%-80s".formatted("END");
        String zero = all.joined() + checksumCards("0".repeat(16), dataSum) + end;
        var sum = new FitsSum();
        sum.add(MemorySegment.ofArray(padded(zero)));
        sum.add(MemorySegment.ofArray(ByteBuffer.allocate(4).putInt((int) dataSum).array()));
        return padded(all.joined() + checksumCards(FitsSum.spell(sum.value()), dataSum) + end);
    }

    private static String checksumCards(String checksum, long dataSum) {
        return new FitsCards()
                .text("CHECKSUM", checksum, "of this header and its data")
                .text("DATASUM", Long.toString(dataSum), "of the data")
                .joined();
    }

    private static byte[] padded(String cards) {
        String spaces = " ".repeat((int) (blocks(cards.length()) - cards.length()));
        return (cards + spaces).getBytes(StandardCharsets.US_ASCII);
    }

    /// What is done with a band in file order.
    private interface Use {
        void with(MemorySegment big) throws IOException;
    }

    private static void eachBand(FrameShape shape, Rows rows, Use use) throws IOException {
        // an even number of rows, so that every band but the last ends on a checksum word
        int step = Math.max(2, BAND_BYTES / (2 * shape.widthPx()) & ~1);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment band = arena.allocate(2L * shape.widthPx() * Math.min(step, shape.heightPx()), 8);
            for (int first = 0; first < shape.heightPx(); first += step) {
                int count = Math.min(step, shape.heightPx() - first);
                MemorySegment part = band.asSlice(0, 2L * shape.widthPx() * count);
                rows.rows(first, count, part);
                toFile(part);
                use.with(part);
            }
        }
    }

    /// Unsigned native samples to signed big-endian ones: 32,768 less is the same as the top bit flipped.
    private static void toFile(MemorySegment samples) {
        long end = samples.byteSize();
        for (long i = 0; i < end; i += 2) {
            samples.set(BIG, i, (short) (samples.get(NATIVE, i) ^ 0x8000));
        }
    }

    private static long blocks(long bytes) {
        return (bytes + BLOCK - 1) / BLOCK * BLOCK;
    }
}
