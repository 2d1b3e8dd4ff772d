package dev.darkbox.device.sim;

import java.time.Duration;

/// What a frame of no exposure looks like. All levels in ADU of the 16-bit scale.
///
/// @param baseAdu level at offset 0
/// @param aduPerOffset rise of the level per offset step
/// @param pixelPatternAdu rms of the fixed pattern from pixel to pixel
/// @param columnPatternAdu rms of the fixed pattern from column to column
/// @param rowPatternAdu rms of the fixed pattern from row to row
/// @param rowNoiseAdu rms of a row's level from frame to frame
/// @param noiseSpread standard deviation of the logarithm of the read noise from pixel to pixel
/// @param driftAdu how far the level of the first frame after a pause is too high
/// @param driftFrames frames in which that falls to 1/e
/// @param pause idle time after which the drift begins anew; it also begins when the camera is connected
public record SimBias(
        double baseAdu,
        double aduPerOffset,
        double pixelPatternAdu,
        double columnPatternAdu,
        double rowPatternAdu,
        double rowNoiseAdu,
        double noiseSpread,
        double driftAdu,
        double driftFrames,
        Duration pause) {

    /// A cooled 16-bit CMOS camera of the better sort: offset 50 gives a level of 500 ADU.
    public static SimBias typical() {
        return new SimBias(0, 10, 1.5, 0.8, 0.4, 0.4, 0.15, 12, 2.2, Duration.ofMinutes(3));
    }

    /// A flat level and nothing else: what a test of one effect starts from.
    public static SimBias plain() {
        return new SimBias(0, 10, 0, 0, 0, 0, 0, 0, 1, Duration.ofMinutes(3));
    }

    /// The same with another drift of the first frames.
    public SimBias withDrift(double newDriftAdu, double newDriftFrames) {
        return new SimBias(
                baseAdu, aduPerOffset, pixelPatternAdu, columnPatternAdu, rowPatternAdu, rowNoiseAdu,
                noiseSpread, newDriftAdu, newDriftFrames, pause);
    }

    /// Level at an offset setting.
    public double levelAdu(int offset) {
        return baseAdu + aduPerOffset * offset;
    }
}
