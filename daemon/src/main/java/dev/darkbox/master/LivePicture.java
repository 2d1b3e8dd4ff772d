package dev.darkbox.master;

import dev.darkbox.device.FrameShape;
import dev.darkbox.frame.Disk;
import dev.darkbox.quality.Statistics;
import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// A small stretched PNG of a picture that is still growing. Each row of it is read once.
///
/// Memory: 7 MB and a band of a megabyte, whatever the picture's size. Threading: one thread at a time.
public final class LivePicture {

    private static final int WIDEST_PX = 1024;

    private LivePicture() {}

    /// Writes the file, in place of what has its name, in one step.
    ///
    /// @param file its folder is made when missing
    /// @throws IOException the disk is full or failing, or the picture ends meanwhile
    public static void write(Disk disk, RowSource picture, Path file) throws IOException {
        disk.folders(file.toAbsolutePath().resolveSibling("").normalize());
        try (Arena arena = Arena.ofShared()) {
            RowSource small = reduced(picture, arena);
            byte[] preview = new Preview(small, Statistics.of(small)).png();
            disk.part(file, preview.length, sink -> sink.write(ByteBuffer.wrap(preview)));
            disk.publish(file);
        }
    }

    /// Means of squares of pixels, at most [#WIDEST_PX] either way.
    private static RowSource reduced(RowSource picture, Arena arena) throws IOException {
        FrameShape shape = picture.shape();
        int factor = Math.ceilDiv(Math.max(shape.widthPx(), shape.heightPx()), WIDEST_PX);
        var small = new FrameShape(Math.max(1, shape.widthPx() / factor),
                Math.max(1, shape.heightPx() / factor));
        MemorySegment means = arena.allocate(ValueLayout.JAVA_FLOAT, small.pixels());
        var sums = new double[small.widthPx()];
        Bands.each(picture, factor, (first, rows, band) -> {
            for (int y = 0; y < rows && (first + y) / factor < small.heightPx(); y++) {
                for (int x = 0; x < Math.min(shape.widthPx(), small.widthPx() * factor); x++) {
                    sums[x / factor] += band.getAtIndex(ValueLayout.JAVA_FLOAT,
                            (long) y * shape.widthPx() + x);
                }
                if ((first + y) % factor == factor - 1) {
                    long at = (long) ((first + y) / factor) * small.widthPx();
                    for (int x = 0; x < small.widthPx(); x++) {
                        means.setAtIndex(ValueLayout.JAVA_FLOAT, at + x, (float) (sums[x] / factor / factor));
                        sums[x] = 0;
                    }
                }
            }
        });
        return new InMemory(small, means);
    }

    private record InMemory(FrameShape shape, MemorySegment pixels) implements RowSource {

        @Override
        public void rows(int first, int count, MemorySegment into) {
            MemorySegment.copy(pixels, 4L * first * shape.widthPx(), into, 0, 4L * count * shape.widthPx());
        }
    }
}
