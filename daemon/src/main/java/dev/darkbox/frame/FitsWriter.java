package dev.darkbox.frame;

import dev.darkbox.device.FrameShape;
import dev.darkbox.kernel.PictureKernels;
import dev.darkbox.kernel.PictureKernels.Pass;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes a picture as FITS, with 16-bit unsigned samples unless said otherwise, top row first, with `DATASUM`
/// and `CHECKSUM`.
///
/// Memory: two bands of 256 kB or two rows, off the heap, whatever the frame's size. The rows are asked for twice: once
/// for the checksum, which stands before them in the file, and once for themselves.
public final class FitsWriter {

    private static final int BLOCK = 2880;
    private static final int BAND_BYTES = 1 << 18;

    /// How samples are stored.
    public enum Sample {
        /// `BITPIX` 16 with `BZERO` 32768: 0..65,535, the one format every consumer scales alike. Of floats the
        /// nearest whole number, halves up; what is not a number is 0.
        U16(2),
        /// `BITPIX` -32, in ADU: for people who ask for it.
        F32(4);

        private final int bytes;

        Sample(int bytes) {
            this.bytes = bytes;
        }
    }

    /// How samples come and go.
    private record Way(Pass pass, int fromBytes, Sample to) {

        static final Way RAW = new Way(Pass.RAW_U16, 2, Sample.U16);

        static Way ofFloats(Sample to) {
            return switch (to) {
                case U16 -> new Way(Pass.FITS_U16, 4, to);
                case F32 -> new Way(Pass.FITS_F32, 4, to);
            };
        }
    }

    /// A picture by bands of rows.
    @FunctionalInterface
    public interface Rows {

        /// Fills `into` with `count` rows from row `first`, top row first.
        ///
        /// @param into `u16[count][width]` of a frame, `f32[count][width]` of a picture; ADU, native byte order
        void rows(int first, int count, MemorySegment into) throws IOException;
    }

    private FitsWriter() {}

    /// Size of the file with 16-bit samples, bytes.
    public static long size(FrameShape shape, FitsCards cards) {
        return size(shape, cards, Sample.U16);
    }

    /// Size of the file, bytes; at most one card more than it will be.
    public static long size(FrameShape shape, FitsCards cards, Sample sample) {
        return blocks(cards.joined().length() + 10L * 80) + blocks(sample.bytes * shape.pixels());
    }

    /// The content of a frame's file.
    ///
    /// @param cards everything but the description of the array and the checksums
    /// @param rows give `u16`
    public static Disk.Content content(FrameShape shape, FitsCards cards, Rows rows) {
        return content(shape, cards, Way.RAW, rows);
    }

    /// The content of a picture's file.
    ///
    /// @param cards everything but the description of the array and the checksums
    /// @param rows give `f32`, whatever the file's samples
    public static Disk.Content content(FrameShape shape, FitsCards cards, Sample sample, Rows rows) {
        return content(shape, cards, Way.ofFloats(sample), rows);
    }

    private static Disk.Content content(FrameShape shape, FitsCards cards, Way way, Rows rows) {
        return sink -> {
            var kernels = PictureKernels.best();
            var sum = new FitsSum();
            eachBand(kernels, shape, way, rows, band -> sum.add(kernels, band));
            sink.write(ByteBuffer.wrap(header(shape, cards, way.to, sum.value())));
            eachBand(kernels, shape, way, rows, band -> sink.write(band.asByteBuffer()));
            long data = way.to.bytes * shape.pixels();
            sink.write(ByteBuffer.allocate((int) (blocks(data) - data)));
        };
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

    private static void eachBand(
            PictureKernels kernels, FrameShape shape, Way way, Rows rows, Use use) throws IOException {
        int width = shape.widthPx();
        int rowBytes = way.to.bytes * width;
        // an even number of rows, so that every band but the last ends on a checksum word
        int step = Math.max(2, BAND_BYTES / rowBytes & ~1);
        long most = (long) width * Math.min(step, shape.heightPx());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocate(way.fromBytes * most, 8);
            MemorySegment to = arena.allocate(way.to.bytes * most, 8);
            for (int first = 0; first < shape.heightPx(); first += step) {
                int count = Math.min(step, shape.heightPx() - first);
                rows.rows(first, count, from.asSlice(0, (long) way.fromBytes * width * count));
                kernels.run(way.pass, from, width, count, 0, 0, to);
                use.with(to.asSlice(0, (long) rowBytes * count));
            }
        }
    }

    private static long blocks(long bytes) {
        return (bytes + BLOCK - 1) / BLOCK * BLOCK;
    }
}
