package dev.darkbox.device.indi;

import dev.darkbox.device.indi.Vector.Member;
import java.util.List;

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

    /// Beginnings of executables' names.
    private static final List<String> FRACTIONS = List.of("indi_atik", "indi_mi_");
    private static final List<String> PER_CENT = List.of("indi_asi", "indi_playerone", "indi_svbony",
            "indi_qhy",
            "indi_toupcam", "indi_altair", "indi_bresser", "indi_mallincam", "indi_meade", "indi_nncam",
            "indi_ogma", "indi_omegon", "indi_starshoot", "indi_tscam", "indi_fli", "indi_apogee");

    private boolean givesPerCent;

    /// The power a driver gave, in per cent.
    ///
    /// @param driver executable, as in `DRIVER_INFO`; may come with a folder
    /// @param power as the driver gives it
    /// @return 0..100; `NaN` when the driver gives no number
    double percent(String driver, Member power) {
        double value = power.number();
        givesPerCent |= value > 1;
        String name = driver.substring(driver.lastIndexOf('/') + 1);
        boolean mayBeFraction = PER_CENT.stream().noneMatch(name::startsWith)
                && (power.max() == 1 || FRACTIONS.stream().anyMatch(name::startsWith));
        return mayBeFraction && !givesPerCent ? 100 * value : value;
    }
}
