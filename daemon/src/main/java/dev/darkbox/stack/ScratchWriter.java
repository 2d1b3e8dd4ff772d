package dev.darkbox.stack;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The scratch files of an integration, written by position from any thread.
final class ScratchWriter implements AutoCloseable {

    private record Target(Path file, FileChannel channel) {}

    private final List<Target> targets = new ArrayList<>();

    private ScratchWriter() {}

    static ScratchWriter create(Path picture, Optional<StackOrder.Maps> maps) throws IOException {
        var writer = new ScratchWriter();
        try {
            writer.add(picture);
            if (maps.isPresent()) {
                writer.add(maps.get().low());
                writer.add(maps.get().high());
            }
            return writer;
        } catch (IOException e) {
            writer.close();
            throw e;
        }
    }

    private void add(Path file) throws IOException {
        targets.add(new Target(file, FileChannel.open(file, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)));
    }

    /// Writes a finished band.
    void write(Workspace space, long first, int count) throws IOException {
        write(targets.getFirst(), first, space.value().asSlice(0, 4L * count));
        if (targets.size() > 1) {
            writeCounts(targets.get(1), first, space.low(), count);
            writeCounts(targets.get(2), first, space.high(), count);
        }
    }

    private static void writeCounts(Target target, long first, MemorySegment counts, int count)
            throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment piece = arena.allocate(ValueLayout.JAVA_FLOAT, Math.min(count, Workspace.CHUNK));
            for (int from = 0; from < count; from += Workspace.CHUNK) {
                int run = Math.min(Workspace.CHUNK, count - from);
                for (int i = 0; i < run; i++) {
                    piece.setAtIndex(ValueLayout.JAVA_FLOAT, i,
                            Short.toUnsignedInt(counts.getAtIndex(ValueLayout.JAVA_SHORT, from + i)));
                }
                write(target, first + from, piece.asSlice(0, 4L * run));
            }
        }
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

    @Override
    public void close() throws IOException {
        for (Target target : targets) {
            target.channel.close();
        }
    }
}
