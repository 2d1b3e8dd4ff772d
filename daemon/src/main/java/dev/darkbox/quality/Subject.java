package dev.darkbox.quality;

import dev.darkbox.plan.FrameSet;
import dev.darkbox.stack.FrameMoments;
import dev.darkbox.stack.RowSource;
import java.util.List;
import java.util.Optional;

/// A master that is to be judged, and what is known of how it came to be.
///
/// @param picture ADU
/// @param stats of `picture`
/// @param set what was taken
/// @param frames that are in it
/// @param eGain e-/ADU, `NaN` when the camera does not tell
/// @param noiseAdu of the master, root mean square over its pixels, as the integration tells it; `NaN` when unknown
/// @param frameNoiseAdu of one frame, likewise
/// @param sensorC median temperature of the sensor during the frames, °C; `NaN` when unknown
/// @param sensorSpreadK standard deviation of that, K; `NaN` when unknown
/// @param sigma standard deviation of the samples of each pixel, ADU ([dev.darkbox.stack.Plane#SIGMA])
/// @param halves odd frames less even ones, ADU ([dev.darkbox.stack.Plane#HALVES])
/// @param moments what each frame is like, in order; empty when nobody asked
public record Subject(
        RowSource picture,
        MasterStats stats,
        FrameSet set,
        int frames,
        double eGain,
        double noiseAdu,
        double frameNoiseAdu,
        double sensorC,
        double sensorSpreadK,
        Optional<RowSource> sigma,
        Optional<RowSource> halves,
        List<FrameMoments> moments) {

    public Subject {
        moments = List.copyOf(moments);
    }

    /// A master of which only the picture is known.
    public static Subject of(RowSource picture, MasterStats stats, FrameSet set, int frames) {
        return new Subject(picture, stats, set, frames, Double.NaN, Double.NaN, Double.NaN, Double.NaN,
                Double.NaN, Optional.empty(), Optional.empty(), List.of());
    }
}
