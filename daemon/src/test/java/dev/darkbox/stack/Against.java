package dev.darkbox.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.frame.FitsImage;
import dev.darkbox.kernel.StackKernels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// Compares integrations with the definitions, pixel by pixel.
final class Against {

    private Against() {}

    /// Every rejection, with the numbers people use.
    static final List<Rejection> REJECTIONS = List.of(
            new Rejection.None(), new Rejection.Sigma(3, 3), new Rejection.Sigma(1.5, 2),
            new Rejection.Winsorized(3, 3), new Rejection.Winsorized(2, 2.5), new Rejection.Mad(3, 3),
            new Rejection.LinearFit(5, 5), new Rejection.LinearFit(2.49, 3.01), new Rejection.Esd(0.3, 0.05),
            new Rejection.Percentile(0.2, 0.1), new Rejection.MinMax(1, 1), new Rejection.MinMax(0, 1));

    /// The picture of a scratch file.
    static float[] picture(Integrated integrated) throws IOException {
        try (ScratchPicture rows = ScratchPicture.open(integrated); Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(ValueLayout.JAVA_FLOAT, integrated.shape().pixels());
            rows.rows(0, integrated.shape().heightPx(), all);
            return all.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    /// Integrates and compares every pixel and every count.
    static void theDefinition(StackOrder order, Path scratch, StackKernels kernels, String what)
            throws IOException, InterruptedException {
        theDefinition(order, scratch, kernels, what, 1);
    }

    /// Integrates and compares.
    ///
    /// @param step 1 for every pixel and the counts; n for each n-th pixel only, because the definitions are slow
    static void theDefinition(StackOrder order, Path scratch, StackKernels kernels, String what, int step)
            throws IOException, InterruptedException {
        var samples = new ArrayList<float[]>();
        boolean whole = true;
        for (Path file : order.frames()) {
            whole &= FitsImage.of(file).pixels() == FitsImage.Pixels.U16;
            samples.add(pixels(file));
        }
        Integrated got = new Integration(kernels).integrate(order, scratch, Progress.SILENT);
        float[] picture = picture(got);
        var lows = new ArrayList<>(Collections.nCopies(samples.size(), 0L));
        var highs = new ArrayList<>(Collections.nCopies(samples.size(), 0L));
        double variances = 0;
        double shares = 0;
        int counted = 0;
        var stack = new double[samples.size()];
        for (int px = 0; px < picture.length; px += step) {
            for (int f = 0; f < stack.length; f++) {
                stack[f] = samples.get(f)[px];
            }
            Definition.Result wanted = Definition.of(order, stack, whole);
            float value = wanted.value();
            if (whole ? value != picture[px] : Math.abs(value - picture[px]) > 1e-4) {
                assertEquals(value, picture[px], what + ", " + order.parameters() + ", pixel " + px + " of "
                        + java.util.Arrays.toString(stack) + " wants low " + wanted.low() + " high "
                        + wanted.high());
            }
            wanted.low().forEach(f -> lows.set(f, lows.get(f) + 1));
            wanted.high().forEach(f -> highs.set(f, highs.get(f) + 1));
            if (wanted.kept() >= 2) {
                variances += wanted.variance();
                shares += wanted.variance() / wanted.kept();
                counted++;
            }
        }
        Files.delete(scratch);
        if (step > 1) {
            return;
        }
        assertEquals(report(lows, highs, Math.sqrt(shares / counted), Math.sqrt(variances / counted)),
                report(got.lowRejected(), got.highRejected(), got.noiseAdu(), got.frameNoiseAdu()),
                what + ", " + order.parameters());
    }

    private static String report(List<Long> lows, List<Long> highs, double noise, double frameNoise) {
        return String.format(Locale.ROOT, "low %s high %s noise %.6f of one frame %.6f", lows, highs, noise,
                frameNoise);
    }

    private static float[] pixels(Path file) throws IOException {
        try (FitsRows rows = FitsRows.open(file); Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(ValueLayout.JAVA_FLOAT, rows.shape().pixels());
            rows.rows(0, rows.shape().heightPx(), all);
            return all.toArray(ValueLayout.JAVA_FLOAT);
        }
    }
}
