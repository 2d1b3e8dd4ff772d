package dev.darkbox.frame;

import dev.darkbox.device.FrameShape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes a picture as FITS, with 16-bit unsigned samples unless said otherwise, top row first, with `DATASUM`
/// and `CHECKSUM`.
///
/// Memory: one band of about 1 MB, off the heap, whatever the frame's size. The rows are asked for twice: once
/// for the checksum, which stands before them in the file, and once for themselves.
public final class FitsWriter {

    private static final int BLOCK = 2880;
    private static final int BAND_BYTES = 1 << 20;
    private static final ValueLayout.OfShort NATIVE = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfShort BIG = NATIVE.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt NATIVE_WORD = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfInt BIG_WORD = NATIVE_WORD.withOrder(ByteOrder.BIG_ENDIAN);

    /// How samples are stored.
    public enum Sample {
        /// `BITPIX` 16 with `BZERO` 32768: 0..65,535, the one format every consumer scales alike.
        U16(2),
        /// `BITPIX` -32, in ADU: for people who ask for it.
        F32(4);

        private final int bytes;

        Sample(int bytes) {
            this.bytes = bytes;
        }
    }

    /// A picture by bands of rows.
    @FunctionalInterface
    public interface Rows {

        /// Fills `into` with `count` rows from row `first`, top row first.
        ///
        /// @param into `sample[count][width]`, ADU, native byte order
        void rows(int first, int count, MemorySegment into) throws IOException;
    }

    private FitsWriter() {}

    /// Size of the file with 16-bit samples, bytes.
    public static long size(FrameShape shape, FitsCards cards) {
        return size(shape, cards, Sample.U16);
    }

    /// Size of the file, bytes; at most one card more than it will be.
    public static long size(FrameShape shape, FitsCards cards, Sample sample) {
        return blocks((cards.list().size() + 10L) * 80) + blocks(sample.bytes * shape.pixels());
    }

    /// The file's content with 16-bit samples.
    ///
    /// @param cards everything but the description of the array and the checksums
    public static Disk.Content content(FrameShape shape, FitsCards cards, Rows rows) {
        return content(shape, cards, Sample.U16, rows);
    }

    /// The file's content.
    ///
    /// @param cards everything but the description of the array and the checksums
    public static Disk.Content content(FrameShape shape, FitsCards cards, Sample sample, Rows rows) {
        return sink -> {
            long dataSum = dataSum(shape, sample, rows);
            sink.write(ByteBuffer.wrap(header(shape, cards, sample, dataSum)));
            eachBand(shape, sample, rows, band -> sink.write(band.asByteBuffer()));
            long data = sample.bytes * shape.pixels();
            sink.write(ByteBuffer.allocate((int) (blocks(data) - data)));
        };
    }

    private static long dataSum(FrameShape shape, Sample sample, Rows rows) throws IOException {
        var sum = new FitsSum();
        eachBand(shape, sample, rows, sum::add);
        return sum.value();
    }

    private static byte[] header(FrameShape shape, FitsCards cards, Sample sample, long dataSum) {
        FitsCards all = new FitsCards().add("SIMPLE", "T", "FITS Standard 4.0");
        switch (sample) {
            case U16 -> all.whole("BITPIX", 16, "with BZERO: 16 bits unsigned");
            case F32 -> all.whole("BITPIX", -32, "IEEE 754, single precision");
        }
        all.whole("NAXIS", 2, "")
                .whole("NAXIS1", shape.widthPx(), "columns")
                .whole("NAXIS2", shape.heightPx(), "rows");
        if (sample == Sample.U16) {
            all.whole("BZERO", 32_768, "").whole("BSCALE", 1, "");
        }
        all.addAll(cards);
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

    private static void eachBand(FrameShape shape, Sample sample, Rows rows, Use use) throws IOException {
        int rowBytes = sample.bytes * shape.widthPx();
        // an even number of rows, so that every band but the last ends on a checksum word
        int step = Math.max(2, BAND_BYTES / rowBytes & ~1);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment band = arena.allocate((long) rowBytes * Math.min(step, shape.heightPx()), 8);
            for (int first = 0; first < shape.heightPx(); first += step) {
                int count = Math.min(step, shape.heightPx() - first);
                MemorySegment part = band.asSlice(0, (long) rowBytes * count);
                rows.rows(first, count, part);
                toFile(sample, part);
                use.with(part);
            }
        }
    }

    /// Native samples to big-endian ones; of unsigned ones 32,768 less, which is the same as the top bit flipped.
    private static void toFile(Sample sample, MemorySegment samples) {
        long end = samples.byteSize();
        switch (sample) {
            case U16 -> {
                for (long i = 0; i < end; i += 2) {
                    samples.set(BIG, i, (short) (samples.get(NATIVE, i) ^ 0x8000));
                }
            }
            case F32 -> {
                for (long i = 0; i < end; i += 4) {
                    samples.set(BIG_WORD, i, samples.get(NATIVE_WORD, i));
                }
            }
        }
    }

    private static long blocks(long bytes) {
        return (bytes + BLOCK - 1) / BLOCK * BLOCK;
    }
}
