package dev.darkbox.stack;

import dev.darkbox.kernel.StackKernels;
import dev.darkbox.kernel.StackKernels.Moment;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// What one frame of an integration is like, over all its samples, rejected ones too.
///
/// @param meanAdu mean of all samples
/// @param emptySamples samples of 0
/// @param saturatedSamples samples of 65,535
/// @param stepAdu mean of this frame less that of the frame before it; `NaN` for the first
/// @param pairNoiseAdu noise of one frame as the difference to the frame before it tells: its standard deviation
///     / sqrt(2), free of what both have in common, hits of cosmic rays included; `NaN` for the first
public record FrameMoments(
        double meanAdu, long emptySamples, long saturatedSamples, double stepAdu, double pairNoiseAdu) {

    /// @param sums `i64[frames][5]`, see [Moment]
    /// @param pixels of a frame
    static List<FrameMoments> of(MemorySegment sums, int frames, long pixels) {
        var moments = new ArrayList<FrameMoments>(frames);
        for (int f = 0; f < frames; f++) {
            double step = f == 0 ? Double.NaN : (double) sum(sums, f, Moment.STEP) / pixels;
            double square = (double) sum(sums, f, Moment.STEP_SQUARE) / pixels;
            moments.add(new FrameMoments((double) sum(sums, f, Moment.SUM) / pixels,
                    sum(sums, f, Moment.EMPTY), sum(sums, f, Moment.FULL),
                    step, Math.sqrt(Math.max(0, square - step * step) / 2)));
        }
        return moments;
    }

    private static long sum(MemorySegment sums, int frame, Moment moment) {
        return sums.getAtIndex(ValueLayout.JAVA_LONG,
                (long) frame * StackKernels.MOMENTS + moment.column());
    }
}
