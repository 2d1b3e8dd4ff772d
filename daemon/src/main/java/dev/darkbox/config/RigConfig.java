package dev.darkbox.config;

import dev.darkbox.plan.CoolingRules;
import dev.darkbox.plan.Darkness;
import dev.darkbox.plan.DueRules;
import dev.darkbox.plan.FirstMaster;
import dev.darkbox.plan.KeepRaw;
import dev.darkbox.plan.Preset;
import dev.darkbox.plan.PromoteRule;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.ScheduleRules;
import java.nio.file.Path;
import java.util.List;

/// One `[[rig]]`: the equipment of one telescope and what is to be taken with it.
///
/// @param name `[A-Za-z0-9+-]{1,32}`
/// @param site place, for the headers; may be empty
/// @param observer person, for the headers; may be empty
/// @param library folder that holds `Calibration`, `masters` and `ops`; absolute, no other rig's
/// @param parts what does not come with the camera's driver
/// @param darkness what keeps the light out; `CAP` only when there is a cap
/// @param cooled whether the camera has a cooler; when not, every preset's set point is unknown
/// @param presets at least one, no name twice
/// @param profile where new masters are published unless a refresh says otherwise
/// @param check how spot checks and validations take their frames
/// @param due when masters are too old
/// @param schedule what begins by itself
/// @param promote which masters of a run for production are put there by themselves
/// @param keepRaw what becomes of integrated frames
public record RigConfig(
        String name,
        String site,
        String observer,
        Path library,
        EquipmentConfig equipment,
        PartsConfig parts,
        Darkness darkness,
        boolean cooled,
        CoolingRules cooling,
        ProbeConfig probe,
        QualityConfig quality,
        CheckConfig check,
        DueRules due,
        ScheduleRules schedule,
        List<Preset> presets,
        RefreshPlan.Profile profile,
        FirstMaster firstMaster,
        PromoteRule promote,
        KeepRaw keepRaw) {

    public RigConfig {
        presets = List.copyOf(presets);
    }
}
