package dev.darkbox.stack;

import dev.darkbox.device.FrameShape;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.frame.FitsPixels;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// A FITS file's picture as rows of ADU: a frame or a master to be measured.
///
/// Threading: any number of threads may read at once.
public final class FitsRows implements RowSource, AutoCloseable {

    private final FitsImage image;
    private final FitsPixels pixels;

    private FitsRows(FitsImage image, FitsPixels pixels) {
        this.image = image;
        this.pixels = pixels;
    }

    /// Opens a file.
    ///
    /// @throws IOException as [FitsImage#of]
    public static FitsRows open(Path file) throws IOException {
        FitsImage image = FitsImage.of(file);
        return new FitsRows(image, image.open());
    }

    /// The file's header.
    public FitsImage image() {
        return image;
    }

    @Override
    public FrameShape shape() {
        return image.shape();
    }

    @Override
    public void rows(int first, int count, MemorySegment into) throws IOException {
        long width = image.shape().widthPx();
        pixels.f32(first * width, into.asSlice(0, 4L * count * width));
    }

    @Override
    public void close() {
        pixels.close();
    }
}
