package dev.darkbox.master;

import dev.darkbox.device.FrameShape;
import dev.darkbox.linux.ReadOnlyFile;
import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;

/// A float XISF's picture as rows of ADU: a master to be compared or measured.
///
/// Read are monolithic files whose first picture is gray, of 32-bit floats in 0..1, and neither compressed nor in
/// another file: what [MasterWriter] writes, and what PixInsight writes of a master by default.
///
/// Memory: none but the header's text. Threading: any number of threads may read at once.
public final class XisfPicture implements RowSource, AutoCloseable {

    private static final float WHITE_ADU = 65_535;
    private static final ValueLayout.OfFloat STORED = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int PIECE = 1 << 18;

    private final Path file;
    private final XisfHeader header;
    private final ReadOnlyFile bytes;

    private XisfPicture(Path file, XisfHeader header, ReadOnlyFile bytes) {
        this.file = file;
        this.header = header;
        this.bytes = bytes;
    }

    /// Opens a file.
    ///
    /// @throws IOException it cannot be read, is no XISF file, is cut short or holds a picture of a kind that is not
    ///     read; the message begins with the file's name and says what is wrong and what is allowed
    public static XisfPicture open(Path file) throws IOException {
        ReadOnlyFile bytes = ReadOnlyFile.open(file);
        try {
            return new XisfPicture(file, XisfHeader.read(file, bytes), bytes);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    /// Values by FITS keyword in the file's order, strings without quotes; the first wins where one is repeated.
    public Map<String, String> header() {
        return header.keywords();
    }

    /// What the picture is, e.g. `MasterDark`; empty when the file does not tell.
    public String imageType() {
        return header.imageType();
    }

    @Override
    public FrameShape shape() {
        return header.shape();
    }

    @Override
    public void rows(int first, int count, MemorySegment into) throws IOException {
        long width = shape().widthPx();
        MemorySegment rows = into.asSlice(0, 4L * width * count);
        if (bytes.read(header.offset() + 4L * width * first, rows) < rows.byteSize()) {
            throw new IOException(file + " was cut short while it was read");
        }
        for (long i = 0; i < width * count; i++) {
            rows.setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i, rows.getAtIndex(STORED, i) * WHITE_ADU);
        }
    }

    /// Compares the pixels with the checksum of the header, if it has one of SHA-1.
    ///
    /// @throws IOException they are others
    public void verify() throws IOException {
        if (header.sha1().isEmpty()) {
            return;
        }
        MessageDigest sha1 = Xisf.sha1();
        long all = 4 * shape().pixels();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment piece = arena.allocate(PIECE);
            for (long at = 0; at < all; at += PIECE) {
                MemorySegment part = piece.asSlice(0, Math.min(PIECE, all - at));
                if (bytes.read(header.offset() + at, part) < part.byteSize()) {
                    throw new IOException(file + " was cut short while it was read");
                }
                sha1.update(part.asByteBuffer());
            }
        }
        String found = HexFormat.of().formatHex(sha1.digest());
        if (!found.equalsIgnoreCase(header.sha1())) {
            throw new IOException("%s: its pixels have the SHA-1 %s, its header says %s".formatted(file,
                    found, header.sha1()));
        }
    }

    @Override
    public void close() {
        bytes.close();
    }
}
