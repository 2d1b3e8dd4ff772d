package dev.darkbox.quality;

import java.util.Map;

/// What one master tells of itself. `NaN` is unknown: a plane that was not kept, a gain nobody knows.
///
/// @param pedestalAdu median of the bias master in force; of a bias master its own median
/// @param readNoiseAdu of one frame, the typical pixel's; of a bias master only
/// @param frameNoiseAdu of one frame, the typical pixel's: median of the pixels' standard deviations from frame to frame
/// @param masterNoiseAdu of the master, the typical pixel's
/// @param darkAduPerS dark current of the typical pixel: median less pedestal over exposure
/// @param darkElectronsPerS the same in e-/s
/// @param dsnuAdu spread of the pixels, all of them, without the noise (EMVA 1288)
/// @param patternAdu the same of the pixels that are neither hot nor cold
/// @param rowSigmaAdu spread of the rows' levels from one to the next
/// @param columnSigmaAdu likewise of the columns
/// @param patchSpanAdu from the darkest to the brightest patch of 32 x 32, but for a half per cent at either end
/// @param glowAdu brightest corner less the middle
/// @param hotThresholdAdu above the level around a pixel, what is hot in every season
/// @param hotAbsolute pixels above that
/// @param coldPixels pixels as far below the level around them as 10 widths of the pattern
/// @param clippedFraction samples at zero, without those of pixels that are always there
/// @param saturatedFraction pixels at the converter's end
/// @param levelTrendAdu rise of the level from the first frame to the last, as a straight line
/// @param levelScatterAdu standard deviation of the frames' levels about that line
/// @param noiseTrendPercent rise of the noise from the first frame to the last
/// @param halvesRatio noise between the half sets over what the frames' scatter promises; 1 is right
/// @param halvesCorrelation how much of the pattern is the sensor's: correlation of two such masters
/// @param measuredEGain e-/ADU, by how much the variance of hot pixels grows with their level
/// @param telegraphFraction pixels twice as noisy as their level explains
/// @param orderExcessAdu how far the median is on the wrong side of a neighbour's; 0 is none
public record MasterMetrics(
        double pedestalAdu,
        double readNoiseAdu,
        double frameNoiseAdu,
        double masterNoiseAdu,
        double darkAduPerS,
        double darkElectronsPerS,
        double dsnuAdu,
        double patternAdu,
        double rowSigmaAdu,
        double columnSigmaAdu,
        double patchSpanAdu,
        double glowAdu,
        double hotThresholdAdu,
        double hotAbsolute,
        double coldPixels,
        double clippedFraction,
        double saturatedFraction,
        double levelTrendAdu,
        double levelScatterAdu,
        double noiseTrendPercent,
        double halvesRatio,
        double halvesCorrelation,
        double measuredEGain,
        double telegraphFraction,
        double orderExcessAdu) {

    /// By names that stay, e.g. `read_noise_adu`, in the order above.
    public Map<String, Double> named() {
        return Named.of(this);
    }
}
