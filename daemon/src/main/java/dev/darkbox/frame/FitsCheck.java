package dev.darkbox.frame;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/// Whether a FITS file's bytes are those that were written.
///
/// Source: FITS Standard 4.0, section 4.4.2.7: the sum of a whole header and data unit with a `CHECKSUM` is all ones.
public final class FitsCheck {

    private static final int READ_BYTES = 1 << 20;
    private static final long ALL_ONES = 0xFFFF_FFFFL;

    private FitsCheck() {}

    /// Reads the file again, a megabyte at a time.
    ///
    /// @return what is wrong, one sentence; empty when the sum is right
    /// @throws IOException it cannot be read
    public static Optional<String> problem(Path file) throws IOException {
        if (!FitsImage.of(file).header().containsKey("CHECKSUM")) {
            return Optional.of("It has no CHECKSUM card.");
        }
        var sum = new FitsSum();
        var buffer = ByteBuffer.allocate(READ_BYTES);
        try (var channel = FileChannel.open(file)) {
            while (channel.read(buffer) >= 0) {
                if (!buffer.hasRemaining()) {
                    sum.add(MemorySegment.ofBuffer(buffer.flip()));
                    buffer.clear();
                }
            }
            sum.add(MemorySegment.ofBuffer(buffer.flip()));
        }
        return sum.value() == ALL_ONES
                ? Optional.empty()
                : Optional.of("Its bytes are not those that were written: CHECKSUM is wrong.");
    }
}
