package dev.darkbox.quality;

import dev.darkbox.stack.RowSource;
import java.util.Map;

/// The master before: same camera, same settings, same exposure.
///
/// @param picture ADU
/// @param stats of `picture`
/// @param frames that are in it
/// @param noiseAdu as of [Subject]
/// @param frameNoiseAdu as of [Subject]
/// @param sensorC as of [Subject]
/// @param metrics its [MasterMetrics] by name, as its header tells them; empty when it tells none
public record Reference(
        RowSource picture,
        MasterStats stats,
        int frames,
        double noiseAdu,
        double frameNoiseAdu,
        double sensorC,
        Map<String, Double> metrics) {

    public Reference {
        metrics = Map.copyOf(metrics);
    }

    /// A figure of [#metrics], `NaN` when it is not told.
    double metric(String name) {
        return metrics.getOrDefault(name, Double.NaN);
    }
}
