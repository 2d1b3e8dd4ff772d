package dev.darkbox.plan;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;

/// One set of frames at one preset: what one master is made of.
///
/// @param preset name of the preset it belongs to, as in the configuration
/// @param target sensor temperature of every frame (FITS `SET-TEMP`)
/// @param onlyPreset whether the rig has no other preset, which shortens the folder's name
public record PlannedSet(
        FrameSet set, String preset, Readout readout, Celsius target, boolean onlyPreset) {

    /// The same set at another set point; then in a folder that names it, because frames of two set points must
    /// not mix.
    public PlannedSet at(Celsius newTarget) {
        return newTarget.equals(target) ? this : new PlannedSet(set, preset, readout, newTarget, false);
    }

    /// Short name of the set: `bias`, `dark_180s`, `darkflat_Ha_5p4s`.
    public String label() {
        return MasterName.label(set);
    }

    /// Folder of the raw frames below the dated one: `dark-180s`, or
    /// `dark-180s_GAIN100_OFFSET50_T-10C` where the rig has several presets.
    public String folder() {
        String plain = MasterName.label(set).replace('_', '-');
        return onlyPreset ? plain : plain + MasterName.conditions(readout, target);
    }

    /// Name of the master without its ending: `master-dark_180s_GAIN100_OFFSET50_T-10C`.
    public String master() {
        return "master-" + MasterName.label(set) + MasterName.conditions(readout, target);
    }
}
