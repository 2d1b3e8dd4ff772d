package dev.darkbox.stack;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;

/// The scratch files of an integration, written by position from any thread.
///
/// They cost 4 bytes per pixel of disk each, and as much of the page cache from when they are written until they are
/// deleted; Linux writes them to the disk and takes the memory back when it is short of it.
final class ScratchWriter implements AutoCloseable {

    private record Target(Path file, FileChannel channel) {}

    private final Target picture;
    private final Map<Plane, Target> planes = new EnumMap<>(Plane.class);
    private boolean kept;

    private ScratchWriter(Path picture) throws IOException {
        this.picture = target(picture);
    }

    static ScratchWriter create(Path picture, Map<Plane, Path> planes) throws IOException {
        var writer = new ScratchWriter(picture);
        try {
            for (var plane : planes.entrySet()) {
                writer.planes.put(plane.getKey(), target(plane.getValue()));
            }
            return writer;
        } catch (IOException e) {
            writer.close();
            throw e;
        }
    }

    /// A file that was opened to be made empty is sent to the disk as soon as it is closed (ext4, `auto_da_alloc`), which
    /// a file that lives for seconds is not worth.
    private static Target target(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.size() > 0) {
            channel.truncate(0);
        }
        return new Target(file, channel);
    }

    /// Writes a finished chunk.
    void write(Workspace space, long first, int count) throws IOException {
        write(picture, first, space.value().asSlice(0, 4L * count));
        for (var plane : planes.entrySet()) {
            MemorySegment finished = space.planes().getOrDefault(plane.getKey(), MemorySegment.NULL);
            MemorySegment floats = switch (plane.getKey()) {
                case LOW, HIGH, USED -> counts(finished, space.floats(), count);
                case SIGMA, HALVES -> finished;
            };
            write(plane.getValue(), first, floats.asSlice(0, 4L * count));
        }
    }

    /// Writes pixels of the picture alone.
    void write(MemorySegment floats, long first) throws IOException {
        write(picture, first, floats);
    }

    private static MemorySegment counts(MemorySegment counts, MemorySegment floats, int count) {
        for (int i = 0; i < count; i++) {
            floats.setAtIndex(ValueLayout.JAVA_FLOAT, i,
                    Short.toUnsignedInt(counts.getAtIndex(ValueLayout.JAVA_SHORT, i)));
        }
        return floats;
    }

    private static void write(Target target, long firstPixel, MemorySegment floats) throws IOException {
        ByteBuffer buffer = floats.asByteBuffer();
        try {
            while (buffer.hasRemaining()) {
                int _ = target.channel.write(buffer, 4 * firstPixel + buffer.position());
            }
        } catch (IOException e) {
            throw new IOException(target.file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /// The files stay when this is closed.
    void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        close(picture);
        for (Target target : planes.values()) {
            close(target);
        }
    }

    private void close(Target target) throws IOException {
        target.channel.close();
        if (!kept) {
            Files.deleteIfExists(target.file);
        }
    }
}
