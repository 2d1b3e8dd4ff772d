package dev.darkbox.quality;

/// From where on a pixel is a defect.
///
/// @param hotSigmas hot above median + so many MAD sigmas, and at least 1 ADU above
/// @param warmSigmas warm above median + so many, and at least 1 ADU above
/// @param coldSigmas cold below median - so many, and at least 1 ADU below
/// @param noisyTimes noisy with so many times the temporal noise that its brightness explains
/// @param saturatedAdu saturated from here on
/// @param mostOfAKind a kind of more pixels than this is counted and not listed: it is what the sensor is like
public record DefectRule(
        double hotSigmas, double warmSigmas, double coldSigmas, double noisyTimes, double saturatedAdu,
        int mostOfAKind) {

    public DefectRule {
        if (!(warmSigmas > 0) || !(hotSigmas >= warmSigmas) || !(coldSigmas > 0) || !(noisyTimes > 1)
                || mostOfAKind < 1) {
            throw new IllegalArgumentException("defects of %s/%s/%s sigmas, %s times, %d of a kind"
                    .formatted(hotSigmas, warmSigmas, coldSigmas, noisyTimes, mostOfAKind));
        }
    }

    /// Hot at 10 as a master's hot pixels are counted, warm and cold at 5, three times the noise, 400,000 of a kind.
    public static DefectRule usual() {
        return new DefectRule(10, 5, 5, 3, 65_000, 400_000);
    }
}
