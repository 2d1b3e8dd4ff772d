package dev.darkbox.kernel;

import dev.darkbox.kernel.RunResult.Wanted;
import java.util.Arrays;

/// Makes a run that goes wrong smaller as long as it stays wrong.
final class SmallestCase {

    private static final int MOST_TRIES = 3000;

    private final StackKernels kernels;
    private final ClipRule rule;
    private final Wanted wanted;
    private final long layoutSeed;
    private Samples samples;
    private int tries;

    private SmallestCase(StackKernels kernels, Samples samples, ClipRule rule, Wanted wanted,
            long layoutSeed) {
        this.kernels = kernels;
        this.samples = samples;
        this.rule = rule;
        this.wanted = wanted;
        this.layoutSeed = layoutSeed;
    }

    /// The smallest run found, in words.
    static String of(StackKernels kernels, Samples samples, ClipRule rule, Wanted wanted, long layoutSeed) {
        var smallest = new SmallestCase(kernels, samples, rule, wanted, layoutSeed);
        smallest.fewerPixels();
        for (int f = 0; f < smallest.samples.frames();) {
            f += smallest.samples.frames() > 1 && smallest.take(smallest.samples.without(f)) ? 0 : 1;
        }
        smallest.fewerPixels();
        return smallest.toString();
    }

    private void fewerPixels() {
        for (int px = 0; px < samples.pixels(); px++) {
            if (take(samples.pixels(px, px + 1))) {
                return;
            }
        }
        for (int half = samples.pixels() / 2; half > 0; half /= 2) {
            boolean smaller = true;
            while (smaller && samples.pixels() > half) {
                smaller = take(samples.pixels(half, samples.pixels()))
                        || take(samples.pixels(0, samples.pixels() - half));
            }
        }
    }

    private boolean take(Samples smaller) {
        if (tries++ > MOST_TRIES || difference(smaller).isEmpty()) {
            return false;
        }
        samples = smaller;
        return true;
    }

    private String difference(Samples of) {
        return RunResult.defined(of, rule, wanted)
                .difference(RunResult.of(kernels, of, rule, wanted, layoutSeed));
    }

    @Override
    public String toString() {
        var text = new StringBuilder("smallest: %d frames of %d pixels: %s%n".formatted(samples.frames(),
                samples.pixels(), difference(samples)));
        for (int px = 0; px < Math.min(4, samples.pixels()); px++) {
            text.append("pixel ").append(px).append(": ").append(Arrays.toString(samples.column(px)))
                    .append('\n');
        }
        return text.toString();
    }
}
