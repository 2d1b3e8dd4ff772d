package dev.darkbox.master;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.FrameShape;
import dev.darkbox.quality.Statistics;
import dev.darkbox.stack.RowSource;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// Previews of pictures that do not let themselves be compressed.
class PreviewTest {

    /// A frame of noise, or one whose pixels are anything at all.
    private record Noise(FrameShape shape, double sigmaAdu, int anyOf) implements RowSource {

        @Override
        public void rows(int first, int count, MemorySegment into) {
            var random = new SplittableRandom(first);
            for (long i = 0; i < (long) count * shape.widthPx(); i++) {
                double adu = 500 + sigmaAdu * random.nextGaussian() + random.nextInt(anyOf);
                into.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) adu);
            }
        }
    }

    @Test
    void noiseOfALargeSensorIsShownInAllItsPixelsAndFewerGrays() throws Exception {
        BufferedImage image = shown(new Noise(new FrameShape(6248, 4176), 1, 1));
        assertEquals("892x596", image.getWidth() + "x" + image.getHeight());
        assertTrue(grays(image) >= 6, grays(image) + " grays: it still looks like noise");
        double mean = IntStream.range(0, 892).map(x -> image.getRaster().getSample(x, 300, 0)).average()
                .orElseThrow();
        assertEquals(0.25 * 255, mean, 12, "as bright as it should be");
    }

    @Test
    void whatIsStillTooLargeIsShownInHalfThePixels() throws Exception {
        BufferedImage image = shown(new Noise(new FrameShape(1024, 1024), 0, 65_000));
        assertEquals("512x512", image.getWidth() + "x" + image.getHeight());
    }

    @Test
    void aSmallPictureIsShownAsItIs() throws Exception {
        BufferedImage image = shown(new Noise(new FrameShape(320, 200), 3, 1));
        assertEquals("320x200", image.getWidth() + "x" + image.getHeight());
        assertTrue(grays(image) > 64, grays(image) + " grays");
    }

    private static BufferedImage shown(RowSource picture) throws IOException {
        byte[] file = new Preview(picture, Statistics.of(picture)).png();
        assertTrue(file.length <= 200_000, file.length + " bytes");
        return ImageIO.read(new ByteArrayInputStream(file));
    }

    private static long grays(BufferedImage image) {
        return Arrays.stream(image.getRaster().getSamples(0, 0, image.getWidth(), image.getHeight(), 0,
                (int[]) null)).distinct().count();
    }
}
