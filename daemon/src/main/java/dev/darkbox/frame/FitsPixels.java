package dev.darkbox.frame;

import dev.darkbox.linux.ReadOnlyFile;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The pixels of one FITS picture, read by position.
///
/// A run of pixels is counted row by row from the first row of the file; band of rows `r..r+k-1` is the run of
/// `k * width` pixels from `r * width`. Memory: the caller's only, but for 64 KiB where samples need conversion.
/// Threading: any number of threads may read at once.
public final class FitsPixels implements AutoCloseable {

    private static final int PIECE = 1 << 15;
    private static final ValueLayout.OfFloat BIG_FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort BIG_SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt BIG_INT = ValueLayout.JAVA_INT_UNALIGNED
            .withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong BIG_LONG = ValueLayout.JAVA_LONG_UNALIGNED
            .withOrder(ByteOrder.BIG_ENDIAN);

    private final FitsImage image;
    private final ReadOnlyFile bytes;

    FitsPixels(FitsImage image, ReadOnlyFile bytes) {
        this.image = image;
        this.bytes = bytes;
    }

    /// Samples as the file holds them, undecoded: the fastest way.
    ///
    /// @param first index of the first pixel
    /// @param into a whole number of samples of [FitsImage.Pixels#bytes]
    /// @throws EOFException the file became shorter since its header was read
    public void stored(long first, MemorySegment into) throws IOException {
        long got = bytes.read(offset(first), into);
        if (got < into.byteSize()) {
            throw cutShort();
        }
    }

    /// The file, for C; good until this is closed.
    public int descriptor() {
        return bytes.descriptor();
    }

    private EOFException cutShort() {
        return new EOFException(image.file() + " was cut short while it was read");
    }

    /// Bytes of memory for [#stored(long, long, MemorySegment)]: the samples and what stands around them in the
    /// blocks they share.
    public static long room(long bytes) {
        return (bytes + 2 * ReadOnlyFile.BLOCK - 1) & -ReadOnlyFile.BLOCK;
    }

    /// Samples as the file holds them, undecoded, somewhere in a larger piece of memory: the only way once
    /// [#goAroundCache] has been wished.
    ///
    /// @param into begins at a multiple of [ReadOnlyFile#BLOCK] and has [#room] for the samples
    /// @return bytes from the start of `into` to the first sample
    /// @throws EOFException the file became shorter since its header was read
    public long stored(long first, long count, MemorySegment into) throws IOException {
        long from = offset(first);
        long end = offset(first + count);
        if (!bytes.goesAroundCache()) {
            stored(first, into.asSlice(0, end - from));
            return 0;
        }
        long start = from & -ReadOnlyFile.BLOCK;
        long whole = (end - start + ReadOnlyFile.BLOCK - 1) & -ReadOnlyFile.BLOCK;
        if (bytes.read(start, into.asSlice(0, whole)) < end - start) {
            throw cutShort();
        }
        return from - start;
    }

    /// Wishes that the page cache stays as it is; see [ReadOnlyFile#goAroundCache].
    public boolean goAroundCache() {
        return bytes.goAroundCache();
    }

    /// Whether reads go around the page cache now.
    public boolean goesAroundCache() {
        return bytes.goesAroundCache();
    }

    /// Samples as `u16` in native byte order, ADU.
    ///
    /// @param into `u16[]`
    /// @throws IOException also when samples are stored in another way than 8 or 16 bits unsigned
    public void u16(long first, MemorySegment into) throws IOException {
        long count = into.byteSize() / 2;
        switch (image.pixels()) {
            case U16 -> {
                stored(first, into);
                for (long i = 0; i < count; i++) {
                    short word = into.get(BIG_SHORT, 2 * i);
                    into.set(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * i, (short) (word ^ 0x8000));
                }
            }
            case U8 -> {
                MemorySegment back = into.asSlice(count); // decoded front to back from the second half
                stored(first, back);
                for (long i = 0; i < count; i++) {
                    into.set(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * i,
                            (short) Byte.toUnsignedInt(back.get(ValueLayout.JAVA_BYTE, i)));
                }
            }
            default ->
                throw new IOException(image.file() + " holds " + image.pixels() + " samples, not 16-bit ADU");
        }
    }

    /// Samples as `f32` in native byte order, ADU. Negative zero becomes zero.
    ///
    /// @param into `f32[]`
    /// @throws IOException also when a sample is not a finite number; the message names file and pixel
    public void f32(long first, MemorySegment into) throws IOException {
        long count = into.byteSize() / 4;
        int size = image.pixels().bytes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment piece = arena.allocate(Math.min(PIECE, count * size));
            var values = new float[(int) Math.min(PIECE / size, count)];
            for (long at = 0; at < count; at += values.length) {
                int run = (int) Math.min(values.length, count - at);
                stored(first + at, piece.asSlice(0, (long) run * size));
                decode(piece, values, run);
                for (int i = 0; i < run; i++) {
                    values[i] += 0.0f;
                    if (!(Math.abs(values[i]) <= Float.MAX_VALUE)) {
                        throw notFinite(first + at + i, values[i]);
                    }
                }
                MemorySegment.copy(values, 0, into, ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * at, run);
            }
        }
    }

    /// Floats are turned round all at once, which needs no compiled code to be fast.
    private void decode(MemorySegment piece, float[] values, int run) {
        if (image.pixels() == FitsImage.Pixels.F32) {
            MemorySegment.copy(piece, BIG_FLOAT, 0, values, 0, run);
            return;
        }
        for (int i = 0; i < run; i++) {
            values[i] = sample(piece, i);
        }
    }

    /// Hints that a run of pixels will be wanted soon.
    public void expect(long first, long count) {
        bytes.expect(offset(first), count * image.pixels().bytes());
    }

    /// Hints that nothing before a pixel will be wanted again, so that a small machine's page cache stays free for
    /// others.
    public void forgetUpTo(long pixel) {
        bytes.forget(0, offset(pixel));
    }

    /// Hints that nothing of the file will be wanted again.
    public void forget() {
        bytes.forget(0, 0);
    }

    @Override
    public void close() {
        bytes.close();
    }

    private long offset(long pixel) {
        return image.dataOffset() + pixel * image.pixels().bytes();
    }

    private float sample(MemorySegment piece, int i) {
        return switch (image.pixels()) {
            case U8 -> Byte.toUnsignedInt(piece.get(ValueLayout.JAVA_BYTE, i));
            case U16 -> piece.get(BIG_SHORT, 2L * i) + 32_768;
            case I16 -> piece.get(BIG_SHORT, 2L * i);
            case U32 -> piece.get(BIG_INT, 4L * i) + 2_147_483_648L;
            case I32 -> piece.get(BIG_INT, 4L * i);
            case F32 -> Float.intBitsToFloat(piece.get(BIG_INT, 4L * i));
            case F64 -> (float) Double.longBitsToDouble(piece.get(BIG_LONG, 8L * i));
        };
    }

    private IOException notFinite(long pixel, float value) {
        int width = image.shape().widthPx();
        return new IOException("%s: pixel x=%d y=%d (from 0) is %s; only finite numbers can be integrated"
                .formatted(image.file(), pixel % width, pixel / width, value));
    }
}
