package dev.darkbox.stack;

import dev.darkbox.device.FrameShape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A picture in a scratch file, `f32[height][width]` in native byte order, as [Integrated#scratch] holds it.
///
/// Threading: any number of threads may read at once.
public final class ScratchPicture implements RowSource, AutoCloseable {

    private final FrameShape shape;
    private final Path file;
    private final FileChannel channel;

    private ScratchPicture(FrameShape shape, Path file, FileChannel channel) {
        this.shape = shape;
        this.file = file;
        this.channel = channel;
    }

    public static ScratchPicture open(Integrated integrated) throws IOException {
        return open(integrated.shape(), integrated.scratch());
    }

    /// Opens a scratch file, for example a rejection map.
    public static ScratchPicture open(FrameShape shape, Path file) throws IOException {
        return new ScratchPicture(shape, file, FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public FrameShape shape() {
        return shape;
    }

    @Override
    public void rows(int first, int count, MemorySegment into) throws IOException {
        long bytes = 4L * shape.widthPx() * count;
        ByteBuffer buffer = into.asSlice(0, bytes).asByteBuffer();
        long at = 4L * shape.widthPx() * first;
        while (buffer.hasRemaining()) {
            int got = channel.read(buffer, at + buffer.position());
            if (got < 0) {
                throw new IOException(file + " ends before row " + (first + count));
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
