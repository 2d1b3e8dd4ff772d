package dev.darkbox.quality;

/// Statistics of one master, all in ADU unless said.
///
/// @param mean of all pixels
/// @param median of all pixels, to 1/16 ADU or better
/// @param sigma standard deviation of all pixels
/// @param madSigma 1.4826 x median absolute deviation: the width without the tails
/// @param min smallest pixel
/// @param max largest pixel
/// @param hotPixels pixels above median + 10 x madSigma (at least median + 1 ADU)
public record MasterStats(
        double mean, double median, double sigma, double madSigma, double min, double max, long hotPixels) {}
