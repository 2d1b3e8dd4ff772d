package dev.darkbox.quality;

/// A threshold of an [Examination].
///
/// What is in noises of one frame is so because the noise is what a light frame adds anyway: it means the same for every
/// camera, gain and exposure.
public enum Limit {
    /// Largest change of mean, median, sigma and hot pixels that is not flagged, %, above 0.
    DRIFT_PERCENT(10),
    /// Change of temperature told by the dark current, K.
    TEMPERATURE_WARN_K(0.2),
    /// As the one before, held.
    TEMPERATURE_HOLD_K(1),
    /// Standard deviation of the sensor's temperature during a set, K.
    SPREAD_K(0.3),
    /// Warming that doubles the dark current, K.
    DOUBLING_K(6),
    /// Change of level without electrons, in noises of one frame.
    OFFSET_WARN_NOISES(0.5),
    /// As the one before, held.
    OFFSET_HOLD_NOISES(2),
    /// Smooth change that the old glow does not explain, in noises of one frame; held.
    LEAK_HOLD_NOISES(0.15),
    /// As the one before, failed; also for light that is even.
    LEAK_FAIL_NOISES(1),
    /// Change of level with electrons, not of dark current, in noises of one frame; held.
    LIGHT_HOLD_NOISES(0.25),
    /// Change of noise that electrons do not explain (LSST's limit).
    NOISE_WARN_PERCENT(5),
    /// As the one before, held.
    NOISE_HOLD_PERCENT(25),
    /// How far the pattern's correlation may be below what noise lets it be.
    CORRELATION_LOSS(0.05),
    /// Part of the pixels changed by 6 sigma.
    SIX_SIGMA_WARN(2e-4),
    /// As the one before, failed (BANZAI's limit).
    SIX_SIGMA_FAIL(0.05),
    /// Median on the wrong side of another exposure's, in noises of one frame.
    ORDER_WARN_NOISES(0.25),
    /// As the one before, failed.
    ORDER_FAIL_NOISES(1),
    /// Part of the samples at zero.
    CLIPPED_WARN(1e-6),
    /// As the one before, held.
    CLIPPED_HOLD(1e-3),
    /// Part of the pixels at the converter's end.
    SATURATED_WARN(1e-3),
    /// As the one before, failed.
    SATURATED_FAIL(1e-2),
    /// Rise or fall of the level from first frame to last, in noises of one frame.
    TREND_NOISES(0.25),
    /// Rise or fall of the noise from first frame to last.
    NOISE_TREND_PERCENT(10),
    /// Noise between the half sets off what the frames' scatter promises.
    HALVES_PERCENT(25),
    /// Part of the pixels that are noisy.
    TELEGRAPH_PART(0.05),
    /// Change of their number.
    TELEGRAPH_PERCENT(25),
    /// Fewer, when the set wanted more than there are, are held (BANZAI's limit).
    FEWEST_FRAMES(5),
    /// Dark current above the neighbourhood's that is hot in every season, e-/s, unless the pattern is so
    /// wide that more is needed.
    HOT_ELECTRONS_PER_S(0.02);

    private final double usual;

    Limit(double usual) {
        this.usual = usual;
    }

    /// What an observatory without opinions of its own should have.
    public double usual() {
        return usual;
    }
}
