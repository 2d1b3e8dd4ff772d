package dev.darkbox.app;

import dev.darkbox.config.EquipmentConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.asi.AsiSurvey;
import dev.darkbox.device.asi.AsiWish;
import dev.darkbox.device.usb.SxBus;
import dev.darkbox.device.usb.SxWish;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks for cameras on this machine's USB: those Darkbox drives itself, and those it drives by their maker's library.
final class UsbSearch {

    /// One survey for the bus and one for each library, as far as there is anything to tell.
    List<DeviceSurvey> look(List<RigConfig> rigs) throws InterruptedException {
        var surveys = new ArrayList<DeviceSurvey>();
        var starlight = new ArrayList<SxWish>();
        Map<Optional<Path>, List<AsiWish>> zwo = new LinkedHashMap<>();
        for (RigConfig rig : rigs) {
            switch (rig.equipment()) {
                case EquipmentConfig.Sx sx -> starlight.add(new SxWish(rig.name(), Rigs.which(sx)));
                case EquipmentConfig.Asi asi -> zwo.computeIfAbsent(asi.library(), _ -> new ArrayList<>())
                        .add(new AsiWish(rig.name(), Rigs.spec(asi)));
                case EquipmentConfig.Indi _, EquipmentConfig.Sim _ -> {
                }
            }
        }
        var bus = new SxBus(starlight);
        if (bus.isWorthALook()) {
            surveys.add(bus.look());
        }
        if (zwo.isEmpty()) {
            zwo.put(Optional.empty(), List.of());
        }
        for (var library : zwo.entrySet()) {
            var survey = new AsiSurvey(library.getKey(), library.getValue());
            if (survey.isWorthALook()) {
                surveys.add(survey.look());
            }
        }
        return surveys;
    }
}
