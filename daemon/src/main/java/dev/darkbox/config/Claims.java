package dev.darkbox.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Which rig uses which device: no device serves two, because two rigs may run at once.
final class Claims {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");

    private final Map<String, String> rigOf = new HashMap<>();

    static boolean isThisMachine(String host) {
        return THIS_MACHINE.contains(host);
    }

    /// Notes a problem at `key` when another rig has the device already.
    void claim(String rig, String host, int port, String device, Section section, String key) {
        String server = THIS_MACHINE.contains(host) ? "localhost" : host;
        String owner = rigOf.computeIfAbsent(server + ":" + port + "/" + device, _ -> rig);
        if (!owner.equals(rig)) {
            section.wrong(key, "a device no other rig uses (rig \"%s\" has it)".formatted(owner));
        }
    }
}
