package dev.darkbox.quality;

import java.util.Map;

/// What changed from the master before. `NaN` is unknown. Per cents are of the value before.
///
/// @param meanPercent of the mean, pedestal and all
/// @param medianPercent of the median
/// @param sigmaPercent of the standard deviation
/// @param hotPercent of the hot pixels as each master counts its own
/// @param meanFreePercent of the mean above the pedestal
/// @param medianFreePercent of the median above the pedestal
/// @param sigmaFreePercent of the standard deviation without the noise, which depends on the number of frames
/// @param hotFreePercent of the hot pixels, both counted above one threshold
/// @param levelAdu of the median
/// @param offsetAdu the part of that which neither dark current nor light explains
/// @param lightAdu the part of that which came with the noise of electrons, but not of dark current
/// @param darkSlope dark current of the hot pixels over what it was
/// @param darkSlopeError standard error of that
/// @param temperatureK the change of temperature that explains it
/// @param temperatureErrorK standard error of that
/// @param glowSlope smooth pattern over what it was
/// @param patchSpanAdu of the smooth part of the difference, from its lowest patch to its highest
/// @param leakSpanAdu the same without what glow and dark current explain
/// @param patchNoiseAdu noise of one patch of the difference
/// @param correlation of the two masters' fixed pattern, pixel by pixel
/// @param correlationExpected what the noise of both lets it be
/// @param patternSlope fixed pattern over what it was
/// @param sixSigmaFraction pixels that changed by 6 sigma or more of their own noise
/// @param sixSigmaUnexplained the same without what dark current and smooth change explain
/// @param jaccard hot pixels of both over hot pixels of either
/// @param jaccardExpected what the noise lets that be
/// @param newHot pixels that were not hot and surely are
/// @param goneHot pixels that were hot and surely are not
/// @param noisePercent of one frame's noise
/// @param noiseFreePercent the same without what electrons explain
public record ChangeMetrics(
        double meanPercent,
        double medianPercent,
        double sigmaPercent,
        double hotPercent,
        double meanFreePercent,
        double medianFreePercent,
        double sigmaFreePercent,
        double hotFreePercent,
        double levelAdu,
        double offsetAdu,
        double lightAdu,
        double darkSlope,
        double darkSlopeError,
        double temperatureK,
        double temperatureErrorK,
        double glowSlope,
        double patchSpanAdu,
        double leakSpanAdu,
        double patchNoiseAdu,
        double correlation,
        double correlationExpected,
        double patternSlope,
        double sixSigmaFraction,
        double sixSigmaUnexplained,
        double jaccard,
        double jaccardExpected,
        double newHot,
        double goneHot,
        double noisePercent,
        double noiseFreePercent) {

    /// By names that stay, e.g. `jaccard_expected`, in the order above.
    public Map<String, Double> named() {
        return Named.of(this);
    }
}
