package dev.darkbox.kernel;

import dev.darkbox.kernel.StackKernels.Run;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Samples of a run, as a test sees them: whole numbers of 0..65,535, or of [StackKernels.Sample#F32] also multiples
/// of 1/64, so that sums of them and of their squares are exact.
final class Samples {

    private final StackKernels.Sample kind;
    private final double[][] adu;

    /// @param adu by frame and pixel
    Samples(StackKernels.Sample kind, double[][] adu) {
        this.kind = kind;
        this.adu = adu;
    }

    StackKernels.Sample kind() {
        return kind;
    }

    int frames() {
        return adu.length;
    }

    int pixels() {
        return adu[0].length;
    }

    /// One pixel's samples by frame.
    double[] column(int pixel) {
        return IntStream.range(0, frames()).mapToDouble(f -> adu[f][pixel]).toArray();
    }

    /// The same with only some of the pixels.
    Samples pixels(int from, int to) {
        return new Samples(kind, IntStream.range(0, frames())
                .mapToObj(f -> Arrays.copyOfRange(adu[f], from, to)).toArray(double[][]::new));
    }

    /// The same with one frame less.
    Samples without(int frame) {
        return new Samples(kind, IntStream.range(0, frames()).filter(f -> f != frame).mapToObj(f -> adu[f])
                .toArray(double[][]::new));
    }

    /// Puts the frames into memory in an order and at distances of the layout's choosing.
    ///
    /// @param arena gets the memory; it ends with the last sample of the last frame
    Run run(Arena arena, SplittableRandom layout) {
        var order = new ArrayList<>(IntStream.range(0, frames()).boxed().toList());
        if (layout.nextBoolean()) {
            Collections.shuffle(order, new Random(layout.nextLong()));
        }
        var starts = new long[frames()];
        long end = 0;
        for (int f : order) {
            starts[f] = end + (long) kind.bytes() * layout.nextInt(20);
            end = starts[f] + (long) kind.bytes() * pixels();
        }
        long lead = layout.nextInt(16) * (long) kind.bytes();
        MemorySegment samples = arena.allocate(lead + end, 64).asSlice(lead);
        for (int f = 0; f < frames(); f++) {
            for (int px = 0; px < pixels(); px++) {
                put(samples, starts[f] + (long) kind.bytes() * px, adu[f][px]);
            }
        }
        return new Run(kind, samples.asReadOnly(), arena.allocateFrom(ValueLayout.JAVA_LONG, starts),
                frames(),
                pixels());
    }

    private void put(MemorySegment samples, long at, double sample) {
        switch (kind) {
            case FITS_U16 -> samples.set(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), at,
                    (short) (sample - 32_768));
            case F32 -> samples.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, (float) sample);
        }
    }
}
