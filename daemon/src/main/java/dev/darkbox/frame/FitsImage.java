package dev.darkbox.frame;

import dev.darkbox.device.FrameShape;
import dev.darkbox.linux.ReadOnlyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;

/// The picture of a simple FITS file: what its header says and where its pixels are.
///
/// Read are primary images with two axes and `BITPIX` 8, 16, 32, -32 or -64, `BSCALE` 1 and `BZERO` 0 or the one
/// that makes integers unsigned. Extensions behind the picture are not looked at.
///
/// @param file as given
/// @param pixels how samples are stored
/// @param dataOffset bytes from the start of the file to the first pixel
/// @param header values by keyword in the file's order, strings without quotes; the first wins where a keyword
///     is repeated; comments and history are left out
public record FitsImage(
        Path file, FrameShape shape, Pixels pixels, long dataOffset, Map<String, String> header) {

    /// How samples are stored, most significant byte first.
    public enum Pixels {
        /// 0..255.
        U8(1),
        /// `BZERO = 32768`: 0..65,535 with the highest bit flipped.
        U16(2),
        /// -32,768..32,767.
        I16(2),
        /// `BZERO = 2147483648`.
        U32(4),
        /// Whole numbers with a sign.
        I32(4),
        /// `BITPIX = -32`.
        F32(4),
        /// `BITPIX = -64`.
        F64(8);

        private final int bytes;

        Pixels(int bytes) {
            this.bytes = bytes;
        }

        /// Size of one sample in the file.
        public int bytes() {
            return bytes;
        }
    }

    /// Reads a file's header and checks that the pixels it promises are there.
    ///
    /// @throws IOException it cannot be read, is no FITS file, is cut short, or holds a picture of a kind that is
    ///     not read; the message begins with the file's name and says what is wrong and what is allowed
    public static FitsImage of(Path file) throws IOException {
        return ImageHeader.read(file);
    }

    /// The same of a file that is open already.
    ///
    /// @param bytes the file; it stays open
    public static FitsImage of(Path file, ReadOnlyFile bytes) throws IOException {
        return ImageHeader.read(file, bytes);
    }

    /// Opens the file for reading pixels.
    public FitsPixels open() throws IOException {
        return pixels(ReadOnlyFile.open(file));
    }

    /// The pixels of the file that is open already.
    ///
    /// @param bytes the file; closed with what is returned
    public FitsPixels pixels(ReadOnlyFile bytes) {
        return new FitsPixels(this, bytes);
    }

    /// A header value.
    ///
    /// @return empty if the keyword is missing or its value is no number
    public OptionalDouble number(String keyword) {
        String text = header.getOrDefault(keyword, "");
        try {
            return text.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Double.parseDouble(text.replace('D', 'E')));
        } catch (NumberFormatException _) {
            return OptionalDouble.empty();
        }
    }
}
