package dev.darkbox.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.FrameShape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloatFitsTest {

    private static final FrameShape SHAPE = new FrameShape(37, 23);

    @TempDir
    private Path folder;

    @Test
    void floatsComeBackBitForBitTopRowFirst() throws Exception {
        Path file = folder.resolve("float.fit");
        var random = new SplittableRandom(5);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment picture = arena.allocate(ValueLayout.JAVA_FLOAT, SHAPE.pixels());
            for (long i = 0; i < SHAPE.pixels(); i++) {
                picture.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (1000 * random.nextDouble() - 10));
            }
            FitsWriter.Rows rows = (first, count, into) -> MemorySegment.copy(
                    picture, 4L * first * SHAPE.widthPx(), into, 0, 4L * count * SHAPE.widthPx());
            var cards = new FitsCards().text("OBJECT", "noise", "");
            long size = FitsWriter.size(SHAPE, cards, FitsWriter.Sample.F32);
            var disk = Disk.real();
            assertEquals(size, disk.part(file, size,
                    FitsWriter.content(SHAPE, cards, FitsWriter.Sample.F32, rows)).bytes());
            disk.publish(file);
            assertEquals(size, Files.size(file));

            FitsImage image = FitsImage.of(file);
            assertEquals(FitsImage.Pixels.F32, image.pixels());
            assertEquals(SHAPE, image.shape());
            MemorySegment back = arena.allocate(ValueLayout.JAVA_FLOAT, SHAPE.pixels());
            try (FitsPixels pixels = image.open()) {
                pixels.f32(0, back);
            }
            assertEquals(-1, picture.mismatch(back));
        }
    }
}
