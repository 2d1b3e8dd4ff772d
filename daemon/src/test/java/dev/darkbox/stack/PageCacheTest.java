package dev.darkbox.stack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkbox.kernel.StackKernels;
import dev.darkbox.linux.ReadOnlyFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the page cache holds before and after, as mincore(2) tells. In the build folder: a temporary folder may be in memory.
class PageCacheTest {

    private static final int FRAMES = 8;
    private static final int WIDTH = 700;
    private static final int HEIGHT = 500;

    private final List<Path> frames = new ArrayList<>();
    private Path folder = Path.of("target");

    @BeforeEach
    void write() throws IOException {
        folder = Files.createDirectories(Path.of("target", "page-cache"));
        for (int f = 0; f < FRAMES; f++) {
            frames.add(frame(f, 16));
        }
        evict(frames);
        assumeTrue(frames.stream().allMatch(file -> cached(file) == 0),
                "this file system does not let go of what it has cached");
    }

    @Test
    void whatWasCachedStaysAndWhatWasNotIsNot() throws IOException, InterruptedException {
        List<Path> warm = frames.subList(0, 3);
        for (Path file : warm) {
            Files.readAllBytes(file);
        }
        stack(StackOrder.of(frames));
        for (Path file : frames) {
            assertEquals(warm.contains(file) ? 1 : 0, cached(file), file.toString());
        }
    }

    @Test
    void framesThatAreAllCachedStay() throws IOException, InterruptedException {
        for (Path file : frames) {
            Files.readAllBytes(file);
        }
        stack(StackOrder.of(frames));
        for (Path file : frames) {
            assertEquals(1, cached(file), file.toString());
        }
    }

    @Test
    void nothingStaysOfFramesThatNobodyReadsAgain() throws IOException, InterruptedException {
        for (Path file : frames.subList(2, FRAMES)) {
            Files.readAllBytes(file);
        }
        stack(StackOrder.of(frames).with(CachePolicy.FORGET));
        for (Path file : frames) {
            assertEquals(0, cached(file), file.toString());
        }
    }

    @Test
    void framesThatMustGoThroughTheCacheLeaveItAgain() throws IOException, InterruptedException {
        var mixed = new ArrayList<>(frames.subList(0, 2));
        mixed.add(frame(FRAMES, -32));
        evict(mixed);
        stack(StackOrder.of(mixed));
        for (Path file : mixed) {
            assertEquals(0, cached(file), file.toString());
        }
    }

    @Test
    void theResultIsTheSameHoweverFramesAreRead() throws IOException, InterruptedException {
        StackOrder order = StackOrder.of(frames).withMoments();
        float[] around = stack(order);
        for (Path file : frames) {
            Files.readAllBytes(file);
        }
        float[] through = stack(order);
        assertArrayEquals(around, through);
        assertEquals(504.5f, around[WIDTH + 1], 4);
    }

    @Test
    void anIntegrationInterruptedWhileReadingAheadLeavesNothingBehind() {
        Path scratch = folder.resolve("scratch");
        assertThrows(InterruptedException.class, () -> new Integration(StackKernels.best()).integrate(
                StackOrder.of(frames).withMemoryBytes(1 << 20), scratch,
                (_, _) -> Thread.currentThread().interrupt()));
        assertFalse(Thread.interrupted());
        assertFalse(Files.exists(scratch));
        assertEquals(List.of(), Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName).filter(name -> name.startsWith("stack-")).toList());
    }

    private float[] stack(StackOrder order) throws IOException, InterruptedException {
        Path scratch = folder.resolve("scratch");
        Integrated got = new Integration(StackKernels.best()).integrate(order.withMemoryBytes(1 << 20),
                scratch,
                Progress.SILENT);
        float[] picture = Against.picture(got);
        Files.delete(scratch);
        return picture;
    }

    private Path frame(int f, int bits) throws IOException {
        var adu = new double[WIDTH * HEIGHT];
        for (int i = 0; i < adu.length; i++) {
            adu[i] = 500 + (i * 7919L + f * 104_729L) % 10;
        }
        return SmallFits.write(folder.resolve("f%d.fit".formatted(f)), bits, WIDTH, adu);
    }

    private static void evict(List<Path> files) throws IOException {
        for (Path file : files) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            try (ReadOnlyFile bytes = ReadOnlyFile.open(file)) {
                bytes.forget(0, 0);
            }
        }
    }

    private static double cached(Path file) {
        try (ReadOnlyFile bytes = ReadOnlyFile.open(file)) {
            double share = bytes.cachedShare();
            assertTrue(share >= 0 && share <= 1, file + ": " + share);
            return share;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
