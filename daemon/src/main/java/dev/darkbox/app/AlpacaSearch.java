package dev.darkbox.app;

import dev.darkbox.cli.DeviceSearch;
import dev.darkbox.config.PartConfig;
import dev.darkbox.config.PartsConfig.Named;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.Kind;
import dev.darkbox.device.Time;
import dev.darkbox.device.alpaca.AlpacaServer;
import dev.darkbox.device.alpaca.AlpacaSurvey;
import dev.darkbox.device.alpaca.AlpacaWish;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Looks at the Alpaca servers of a configuration, and at those that answer a call into the networks of this machine.
final class AlpacaSearch implements DeviceSearch {

    private final Supplier<List<AlpacaServer>> call;
    private final Time time;

    /// @param call who answers; takes a second or two
    AlpacaSearch(Supplier<List<AlpacaServer>> call, Time time) {
        this.call = call;
        this.time = time;
    }

    /// Nothing where only an `indiserver` is asked for.
    @Override
    public List<DeviceSurvey> look(List<RigConfig> rigs, Optional<Server> only, boolean connect)
            throws InterruptedException {
        if (only.isPresent()) {
            return List.of();
        }
        Map<AlpacaServer, List<AlpacaWish>> servers = wishes(rigs);
        for (AlpacaServer found : call.get()) {
            if (servers.keySet().stream().noneMatch(known -> same(known, found))) {
                servers.put(found, List.of());
            }
        }
        var surveys = new ArrayList<DeviceSurvey>();
        for (var server : servers.entrySet()) {
            surveys.add(AlpacaSurvey.of(server.getKey(), server.getValue(), connect, time));
        }
        return surveys;
    }

    private static Map<AlpacaServer, List<AlpacaWish>> wishes(List<RigConfig> rigs) {
        var servers = new LinkedHashMap<AlpacaServer, List<AlpacaWish>>();
        for (RigConfig rig : rigs) {
            rig.parts().cap().ifPresent(part -> wish(servers, rig, "cap", Kind.CAP, part));
            rig.parts().panel().ifPresent(part -> wish(servers, rig, "panel", Kind.PANEL, part));
            for (Named heater : rig.parts().heaters()) {
                wish(servers, rig, "heater " + heater.name(), Kind.OTHER, heater.part());
            }
            for (Named contact : rig.parts().contacts()) {
                wish(servers, rig, "contact " + contact.name(), Kind.OTHER, contact.part());
            }
        }
        return servers;
    }

    private static void wish(
            Map<AlpacaServer, List<AlpacaWish>> servers, RigConfig rig, String what, Kind kind,
            PartConfig part) {
        if (part instanceof PartConfig.Alpaca(String host, int port, int number, int id)) {
            servers.computeIfAbsent(new AlpacaServer(host, port), _ -> new ArrayList<>())
                    .add(new AlpacaWish(rig.name(), what, kind, number, id));
        }
    }

    private static boolean same(AlpacaServer known, AlpacaServer found) {
        try {
            return known.port() == found.port() && List.of(InetAddress.getAllByName(known.host()))
                    .contains(InetAddress.ofLiteral(found.host()));
        } catch (UnknownHostException _) {
            return false;
        }
    }
}
