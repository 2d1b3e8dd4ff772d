package dev.darkbox.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.kernel.JavaKernels;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.kernel.StackKernels.Sample;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is really allocated stays within the order, at every corner.
class BandPlanTest {

    private static final int[] FRAMES = {2, 3, 50, 200, 2000, StackKernels.MAX_FRAMES};
    private static final long[] PIXELS = {1, 100_000, 9_048_064, 26_091_648, 150_000_000};
    private static final long[] MEBIBYTES = {1, 2, 16, 64, 128, 1024, 4096};

    /// Gives addresses without memory behind them.
    private static final class Counter implements Arena {

        private long bytes;

        @Override
        public MemorySegment allocate(long byteSize, long byteAlignment) {
            bytes += byteSize + byteAlignment;
            return MemorySegment.ofAddress(1 << 20).reinterpret(byteSize);
        }

        @Override
        public MemorySegment.Scope scope() {
            return Arena.global().scope();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void whatIsAllocatedStaysWithinTheOrder() {
        int planned = 0;
        int refused = 0;
        for (StackKernels kernels : List.of(new JavaKernels(), StackKernels.best())) {
            for (int frames : FRAMES) {
                for (long pixels : PIXELS) {
                    for (long mebibytes : MEBIBYTES) {
                        for (int variant = 0; variant < 12; variant++) {
                            if (fits(kernels, frames, pixels, mebibytes << 20, variant)) {
                                planned++;
                            } else {
                                refused++;
                            }
                        }
                    }
                }
            }
        }
        assertTrue(planned > 1000 && refused > 100, planned + " planned, " + refused + " refused");
    }

    @Test
    void framesOutsideThePageCacheAreReadAheadInLargePieces() throws IOException {
        var plan = plan(StackKernels.best(), 200, 26_091_648, 128 << 20, true, 2, Sample.FITS_U16);
        assertTrue(plan.ahead() && 2 * plan.bandPixels() >= 192 << 10, plan.toString());
        var one = plan(StackKernels.best(), 200, 26_091_648, 128 << 20, false, 2, Sample.FITS_U16);
        assertTrue(!one.ahead() && 200L * 2 * 2 * one.bandPixels() <= 16 << 20, one.toString());
    }

    @Test
    void whereTwoBandsDoNotFitEachThreadReadsItsOwn() throws IOException {
        var plan = plan(StackKernels.best(), 200, 26_091_648, 3 << 20, true, 2, Sample.FITS_U16);
        assertEquals(new BandPlan(false, Band.CHUNK, 1), plan);
    }

    private static boolean fits(StackKernels kernels, int frames, long pixels, long bytes, int variant) {
        Sample sample = variant % 2 == 0 ? Sample.FITS_U16 : Sample.F32;
        boolean disk = variant / 2 % 2 == 0;
        int threads = List.of(1, 4, 64).get(variant / 4);
        String what = "%s, %d frames of %d, %d bytes, %d threads, %s, from disk %s".formatted(kernels.name(),
                frames,
                pixels, bytes, threads, sample, disk);
        BandPlan plan;
        try {
            plan = plan(kernels, frames, pixels, bytes, disk, threads, sample);
        } catch (IOException e) {
            long least = frames * (Band.CHUNK + 32L) * sample.bytes() + kernels.scratchBytes(frames);
            assertTrue(bytes < least + (1 << 20) + 80L * frames, what + " is refused: " + e.getMessage());
            return false;
        }
        var counter = new Counter();
        Memory memory = Memory.allocate(counter, plan, everything(bytes, threads), sample, frames,
                kernels.scratchBytes(frames));
        assertTrue(counter.bytes <= bytes, what + " allocates " + counter.bytes + " with " + plan);
        assertEquals(plan.threads(), memory.spaces().size());
        assertEquals(0, plan.bandPixels() % Band.CHUNK, what);
        assertTrue(plan.threads() >= 1 && plan.bandPixels() >= Band.CHUNK, what);
        return true;
    }

    private static BandPlan plan(StackKernels kernels, int frames, long pixels, long bytes, boolean disk,
            int threads, Sample sample) throws IOException {
        return BandPlan.of(everything(bytes, threads), sample, frames, pixels, kernels.scratchBytes(frames),
                disk ? 1 : 0);
    }

    private static StackOrder everything(long bytes, int threads) {
        StackOrder order = StackOrder.of(List.of()).withMemoryBytes(bytes).withThreads(threads).withMoments();
        for (Plane plane : Plane.values()) {
            order = order.with(plane, Path.of(plane.name()));
        }
        return order;
    }

    @Test
    void theRefusalSaysWhatIsNeeded() {
        var refused = assertThrows(IOException.class, () -> plan(StackKernels.best(), StackKernels.MAX_FRAMES,
                26_091_648, 32 << 20, true, 2, Sample.FITS_U16));
        assertTrue(String.valueOf(refused.getMessage()).matches(
                "8192 frames need at least \\d+\\.\\d MiB of memory for stacking, 32\\.0 MiB are allowed"),
                refused.getMessage());
    }
}
