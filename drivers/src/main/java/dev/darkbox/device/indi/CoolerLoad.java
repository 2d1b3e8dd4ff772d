package dev.darkbox.device.indi;

import dev.darkbox.device.indi.Vector.Member;
import dev.darkbox.device.indi.VendorProfile.PowerUnit;
import java.util.regex.Pattern;

/// A cooler's power in per cent, whatever the driver counts in.
///
/// The property is labelled per cent everywhere. Atik's and Moravian's drivers give 0..1 all the same. The range a
/// driver announces tells little: those of ZWO, ToupTek and others announce 0..1 and give 0..100. So:
///
/// - drivers known to give 0..1, and unknown ones that announce 1 as their most, are multiplied by 100,
/// - until one gives more than 1: from then on it is taken at its word;
/// - drivers known to give per cent are taken at their word from the beginning.
///
/// Threading: as the camera's.
final class CoolerLoad {

    private static final Pattern PER_CENT_SIGN = Pattern.compile("\\s*%$");

    private final PowerUnit unit;
    private boolean givesPerCent;

    CoolerLoad(PowerUnit unit) {
        this.unit = unit;
        givesPerCent = unit == PowerUnit.PER_CENT;
    }

    /// The power a driver gave, in per cent.
    ///
    /// @param power as the driver gives it
    /// @return 0..100; `NaN` when the driver gives no number
    double percent(Member power) {
        double value = Numbers.parse(PER_CENT_SIGN.matcher(power.text()).replaceFirst(""));
        givesPerCent |= value > 1;
        boolean mayBeFraction = unit == PowerUnit.FRACTION || power.max() == 1;
        return mayBeFraction && !givesPerCent ? 100 * value : value;
    }
}
