package dev.darkbox.device.sim;

/// Pixels that are not like the others. Where they are follows from the seed.
///
/// @param hotFraction part of the pixels that are hot, 0..1
/// @param hotElectronsPerS median dark current of a hot pixel at the reference temperature, e-/s
/// @param hotSpread standard deviation of its natural logarithm
/// @param newHotFraction part of the pixels that turn hot with each season after the first
/// @param telegraphFraction part of the pixels that jump between two levels (random telegraph signal)
/// @param telegraphElectrons median height of the jump, e-
public record SimDefects(
        double hotFraction,
        double hotElectronsPerS,
        double hotSpread,
        double newHotFraction,
        double telegraphFraction,
        double telegraphElectrons) {

    public SimDefects {
        if (!isPart(hotFraction) || !isPart(newHotFraction) || !isPart(telegraphFraction)) {
            throw new IllegalArgumentException("a fraction of pixels is 0 to 1");
        }
    }

    public static SimDefects typical() {
        return new SimDefects(0.002, 0.5, 1.1, 0, 0.001, 15);
    }

    public static SimDefects none() {
        return new SimDefects(0, 0, 0, 0, 0, 0);
    }

    /// The same with pixels that turn hot each season.
    public SimDefects withNewHot(double fraction) {
        return new SimDefects(
                hotFraction, hotElectronsPerS, hotSpread, fraction, telegraphFraction, telegraphElectrons);
    }

    private static boolean isPart(double fraction) {
        return fraction >= 0 && fraction <= 1;
    }
}
