package dev.darkbox.quality;

import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.util.Arrays;

/// What a few frames, or one, have in common with their master. ADU unless said; `NaN` is unknown.
///
/// The mean and the median of few frames are as good as those of many. Hot pixels are counted above one threshold in
/// both pictures, high enough that the noise of the few frames moves hardly any across it. The difference is looked at
/// patch by patch for what is smooth, and at the hot pixels of the master for how much of them is left.
///
/// @param now statistics of the frames
/// @param medianAdu of the difference, frames less master
/// @param sigmaAdu width of the difference: 1.4826 x median absolute deviation
/// @param patchSpanAdu of the difference, from its lowest patch of 16 x 16 to its highest
/// @param patchNoiseAdu standard deviation that the noise alone gives a patch
/// @param hotThresholdAdu above each picture's own median
/// @param hotBefore pixels of the master above that
/// @param hotNow pixels of the frames above that
/// @param hotLeft of `hotBefore`, pixels of which the subtraction leaves more than half, or takes away half too much
/// @param hotScale how much of the hot pixels is left, as a fraction: the median over `hotBefore`
/// @param hotScaleError standard error of that
public record Likeness(
        MasterStats now, double medianAdu, double sigmaAdu, double patchSpanAdu, double patchNoiseAdu,
        double hotThresholdAdu, long hotBefore, long hotNow, long hotLeft, double hotScale,
        double hotScaleError) {

    /// Of a mean of normal noise over its standard error, the median's.
    private static final double MEDIAN_OVER_MEAN = 1.2533;

    /// Compares.
    ///
    /// Memory: bands, 8 bytes for each row and patch across, and 800 kB. Some ten passes.
    ///
    /// @param frames one frame or the mean of several
    /// @param masterMedianAdu of `master`
    /// @param hotThresholdAdu above the median
    public static Likeness of(RowSource frames, RowSource master, double masterMedianAdu,
            double hotThresholdAdu) throws IOException {
        MasterStats now = Statistics.of(frames);
        var difference = new Difference(frames, master);
        MasterStats left = Statistics.of(difference);
        PatchGrid patches = PatchGrid.of(difference);
        double[] levels = patches.all();
        double lowest = Arrays.stream(levels).min().orElse(Double.NaN);
        double highest = Arrays.stream(levels).max().orElse(Double.NaN);
        double pixels = (double) frames.shape().pixels() / levels.length;
        var hot = HotPixels.of(frames, now.median(), master, masterMedianAdu, patches, hotThresholdAdu);
        return new Likeness(now, left.median(), left.madSigma(), highest - lowest,
                MEDIAN_OVER_MEAN * left.madSigma() / Math.sqrt(pixels), hotThresholdAdu, hot.before(),
                hot.now(), hot.left(), hot.scale(), hot.scaleError());
    }

    /// Change of the hot pixels in per cent of those the master has; 0 where it has none and there are none.
    public double hotPercent() {
        return hotBefore == 0 ? (hotNow == 0 ? 0 : 100) : 100.0 * (hotNow - hotBefore) / hotBefore;
    }

    /// Share of the master's hot pixels that the subtraction does not remove.
    public double hotLeftFraction() {
        return hotBefore == 0 ? 0 : (double) hotLeft / hotBefore;
    }
}
