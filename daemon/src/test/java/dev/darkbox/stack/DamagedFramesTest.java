package dev.darkbox.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.kernel.StackKernels;
import dev.darkbox.linux.ReadOnlyFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A frame that goes bad is one line that names it, whichever way frames are read; no scratch file and no thread is left.
class DamagedFramesTest {

    private static final int FRAMES = 6;
    private static final int WIDTH = 512;
    private static final int HEIGHT = 512;

    private final List<Path> frames = new ArrayList<>();
    private Path folder = Path.of("target");

    @BeforeEach
    void write() throws IOException {
        folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "damaged")), "set");
        for (int f = 0; f < FRAMES; f++) {
            var adu = new double[WIDTH * HEIGHT];
            for (int i = 0; i < adu.length; i++) {
                adu[i] = 500 + (i + f) % 7;
            }
            frames.add(SmallFits.write(folder.resolve("f%d.fit".formatted(f)), 16, WIDTH, adu));
        }
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertFalse(Files.exists(folder.resolve("scratch")));
        assertFalse(Files.exists(folder.resolve("sigma")));
        assertEquals(List.of(), Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName).filter(name -> name.startsWith("stack-")).toList());
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Test
    void aTruncatedFrameInTheMiddleOfTheSetIsNamed() throws IOException {
        truncate(frames.get(3), 9000);
        assertEquals(frames.get(3) + " is cut short: 512x512 needs 524288 bytes of pixels, the file has 6120",
                refused(Progress.SILENT));
    }

    @Test
    void aBrokenHeaderIsNamed() throws IOException {
        try (var file = new RandomAccessFile(frames.get(2).toFile(), "rw")) {
            file.seek(80);
            file.writeBytes("BITPIX  = sixteen ");
        }
        String why = refused(Progress.SILENT);
        assertTrue(why.startsWith(frames.get(2) + ""), why);
        assertEquals(1, why.lines().count());
    }

    @Test
    void aFrameThatShrinksWhileItIsReadFromTheCacheIsNamed() throws IOException {
        assertEquals(frames.get(4) + " was cut short while it was read", refused(cuttingOff(frames.get(4))));
    }

    @Test
    void aFrameThatShrinksWhileItIsReadAroundTheCacheIsNamed() throws IOException {
        for (Path file : frames) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            try (ReadOnlyFile bytes = ReadOnlyFile.open(file)) {
                bytes.forget(0, 0);
            }
        }
        assertEquals(frames.get(4) + " was cut short while it was read", refused(cuttingOff(frames.get(4))));
    }

    @Test
    void aNumberThatIsNoneIsNamedWithItsPlace() throws IOException {
        var adu = new double[WIDTH * HEIGHT];
        adu[300 * WIDTH + 17] = Double.NaN;
        frames.set(1, SmallFits.write(folder.resolve("f1.fit"), -32, WIDTH, adu));
        assertEquals(
                frames.get(1) + ": pixel x=17 y=300 (from 0) is NaN; only finite numbers can be integrated",
                refused(Progress.SILENT));
    }

    @Test
    void aReadErrorIsNamed() throws IOException {
        // a folder opens like a file and reads as an error, EISDIR
        try (ReadOnlyFile file = ReadOnlyFile.open(folder);
                var arena = java.lang.foreign.Arena.ofConfined()) {
            var failed = assertThrows(IOException.class, () -> file.read(0, arena.allocate(8)));
            assertEquals(folder + " cannot be read: Is a directory", failed.getMessage());
        }
    }

    @Test
    void aFrameThatVanishesBeforeItsTurnIsNamed() throws IOException {
        Path gone = frames.get(5);
        Files.delete(gone);
        assertEquals(gone + " cannot be opened: No such file or directory", refused(Progress.SILENT));
    }

    private static void truncate(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
    }

    /// Makes a file shorter the first time it is told of the work: all files have been looked at by then.
    private static Progress cuttingOff(Path file) {
        var times = new AtomicInteger();
        return (_, _) -> {
            if (times.getAndIncrement() == 0) {
                try {
                    truncate(file, 200_000);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        };
    }

    private String refused(Progress progress) {
        var order = StackOrder.of(frames).withMemoryBytes(1 << 20).withThreads(2)
                .with(Plane.SIGMA, folder.resolve("sigma"));
        var failed = assertThrows(IOException.class, () -> new Integration(StackKernels.best())
                .integrate(order, folder.resolve("scratch"), progress));
        return String.valueOf(failed.getMessage());
    }
}
