package dev.darkbox.stack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkbox.frame.FitsImage;
import dev.darkbox.frame.FitsPixels;
import dev.darkbox.kernel.StackKernels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Frames of real cameras, every rejection and both ways to combine, against the definitions.
class RealFramesTest {

    /// Rows of each frame that are compared: the definitions are slow.
    private static final int ROWS = 4;

    /// Pixels of a whole frame that are compared, evenly spread.
    private static final int SPREAD = 4_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ikonL_2022_bias", "king_2022_readout_corruption", "st402_2017_dark1200s_m15C",
        "st402_2017_dark240s_m15C", "st402_2017_dark360s_m15C", "stl1001_2017_bias_m5C"})
    void aSpreadOverWholeFrames(String set) throws IOException, InterruptedException {
        List<Path> frames = frames(set);
        // odd, so that it walks over the columns
        int step = Math.toIntExact(FitsImage.of(frames.getFirst()).shape().pixels() / SPREAD) | 1;
        for (Rejection rejection : Against.REJECTIONS) {
            for (Combine combine : Combine.values()) {
                Against.theDefinition(StackOrder.of(frames).with(rejection).with(combine),
                        folder.resolve("out"), StackKernels.best(), set, step);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ikonL_2022_bias", "king_2022_readout_corruption", "st402_2017_dark1200s_m15C",
        "st402_2017_dark240s_m15C", "st402_2017_dark360s_m15C", "stl1001_2017_bias_m5C"})
    void everyPixelAndCountOfSomeRows(String set) throws IOException, InterruptedException {
        List<Path> frames = new ArrayList<>();
        for (Path file : frames(set)) {
            frames.add(someRows(file));
        }
        for (Rejection rejection : Against.REJECTIONS) {
            for (Combine combine : Combine.values()) {
                Against.theDefinition(StackOrder.of(frames).with(rejection).with(combine),
                        folder.resolve("out"), StackKernels.best(), set);
            }
        }
    }

    private static List<Path> frames(String set) throws IOException {
        Path source = Path.of(System.getProperty("darkbox.real-frames", "")).resolve(set);
        assumeTrue(Files.isDirectory(source), "no real frames of " + set);
        try (Stream<Path> files = Files.list(source)) {
            return files.sorted().toList();
        }
    }

    /// A file of a frame's middle rows.
    private Path someRows(Path file) throws IOException {
        FitsImage image = FitsImage.of(file);
        int width = image.shape().widthPx();
        int height = image.shape().heightPx();
        try (FitsPixels pixels = image.open(); Arena arena = Arena.ofConfined()) {
            MemorySegment words = arena.allocate(ValueLayout.JAVA_SHORT, (long) ROWS * width);
            pixels.u16((long) (height - ROWS) / 2 * width, words);
            var adu = new double[ROWS * width];
            for (int i = 0; i < adu.length; i++) {
                adu[i] = Short.toUnsignedInt(words.getAtIndex(ValueLayout.JAVA_SHORT, i));
            }
            return SmallFits.write(folder.resolve(file.getFileName().toString()), 16, width, adu);
        }
    }
}
