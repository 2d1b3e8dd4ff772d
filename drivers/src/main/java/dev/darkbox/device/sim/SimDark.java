package dev.darkbox.device.sim;

import dev.darkbox.device.Celsius;

/// What grows with exposure in the dark.
///
/// Dark current is log-normal over the pixels and doubles every `doublingK` kelvins, the textbook
/// approximation of its Arrhenius law near the set point (R. Widenhorn et al., Temperature dependence of dark
/// current in a CCD, Proc. SPIE 4669, 2002).
///
/// @param electronsPerS median dark current of a pixel at `reference`, e-/s
/// @param spread standard deviation of its natural logarithm from pixel to pixel
/// @param reference sensor temperature the rates are given for
/// @param doublingK kelvins that double every rate
/// @param glowElectronsPerS amplifier glow in the brightest corner (right, bottom) at `reference`, e-/s
/// @param glowWidth reach of the glow as a part of the frame's sides
/// @param glowRiseS exposure in seconds at which the glow is twice what its rate says: it grows faster than time
/// @param cosmicPerCm2Min hits of cosmic rays per cm² and minute; muons at sea level make about 1
public record SimDark(
        double electronsPerS,
        double spread,
        Celsius reference,
        double doublingK,
        double glowElectronsPerS,
        double glowWidth,
        double glowRiseS,
        double cosmicPerCm2Min) {

    public SimDark {
        if (electronsPerS < 0 || !(doublingK > 0) || !(glowWidth > 0) || !(glowRiseS > 0)
                || cosmicPerCm2Min < 0) {
            throw new IllegalArgumentException(
                    "rates must not be negative, doublingK, glowWidth and glowRiseS must be positive");
        }
    }

    /// A sensor of today: 0.01 e-/s at -10 °C, a visible glow, a few hits of cosmic rays per long dark.
    public static SimDark typical() {
        return new SimDark(0.01, 0.6, Celsius.of(-10), 6, 0.06, 0.15, 600, 4);
    }

    /// The same dark current in every pixel, no glow, no cosmic rays.
    public static SimDark plain(double electronsPerS) {
        return new SimDark(electronsPerS, 0, Celsius.of(-10), 6, 0, 0.15, 600, 0);
    }

    /// The same with another glow.
    public SimDark withGlow(double newGlowElectronsPerS) {
        return new SimDark(
                electronsPerS, spread, reference, doublingK, newGlowElectronsPerS, glowWidth, glowRiseS,
                cosmicPerCm2Min);
    }

    /// The same with another rate of cosmic rays.
    public SimDark withCosmicRays(double newPerCm2Min) {
        return new SimDark(
                electronsPerS, spread, reference, doublingK, glowElectronsPerS, glowWidth, glowRiseS,
                newPerCm2Min);
    }

    /// How much faster everything grows at a temperature than at the reference.
    public double factor(double degrees) {
        return Math.exp((degrees - reference.degrees()) / doublingK * 0.6931471805599453);
    }
}
