package dev.darkbox.app;

import dev.darkbox.cli.DeviceSearch;
import dev.darkbox.config.EquipmentConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.indi.IndiSpec;
import dev.darkbox.device.indi.IndiSurvey;
import dev.darkbox.device.indi.IndiWish;
import dev.darkbox.plan.Darkness;
import dev.darkbox.plan.Preset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks for devices behind every `indiserver` of a configuration; without one, behind this machine's.
final class IndiSearch implements DeviceSearch {

    private static final Server USUAL = new Server("localhost", IndiSpec.DEFAULT_PORT);

    @Override
    public List<DeviceSurvey> look(List<RigConfig> rigs, Optional<Server> only, boolean connect)
            throws InterruptedException {
        Map<Server, List<IndiWish>> servers = new LinkedHashMap<>();
        only.ifPresent(server -> servers.put(server, new ArrayList<>()));
        if (only.isEmpty() && rigs.isEmpty()) {
            servers.put(USUAL, new ArrayList<>());
        }
        for (RigConfig rig : rigs) {
            if (rig.equipment() instanceof EquipmentConfig.Indi indi) {
                var server = new Server(indi.host(), indi.port());
                if (only.isEmpty() || only.get().equals(server)) {
                    servers.computeIfAbsent(server, _ -> new ArrayList<>()).add(wish(rig, indi));
                }
            }
        }
        var surveys = new ArrayList<DeviceSurvey>();
        for (var server : servers.entrySet()) {
            surveys.add(IndiSurvey.of(server.getKey().host(), server.getKey().port(), server.getValue(),
                    connect));
        }
        return surveys;
    }

    private static IndiWish wish(RigConfig rig, EquipmentConfig.Indi indi) {
        return new IndiWish(Rigs.spec(rig.name(), indi), rig.presets().stream().map(Preset::readout).toList(),
                rig.presets().stream().map(Preset::target).toList(), rig.darkness() == Darkness.SHUTTER);
    }
}
