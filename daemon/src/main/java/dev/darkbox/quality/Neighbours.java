package dev.darkbox.quality;

import dev.darkbox.plan.FrameSet;
import java.util.List;
import java.util.OptionalDouble;

/// Masters in force that were taken with the same camera, settings and temperature, at other exposures.
///
/// @param biasMedianAdu median of the bias master: the pedestal everything stands on
/// @param others in any order; may hold that bias master too
public record Neighbours(OptionalDouble biasMedianAdu, List<Neighbour> others) {

    public Neighbours {
        others = List.copyOf(others);
    }

    public static Neighbours none() {
        return new Neighbours(OptionalDouble.empty(), List.of());
    }

    /// One of them.
    ///
    /// @param noiseAdu of the master, `NaN` when unknown
    public record Neighbour(FrameSet set, double medianAdu, double noiseAdu) {}
}
