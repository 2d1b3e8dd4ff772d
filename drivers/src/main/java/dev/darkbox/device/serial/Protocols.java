package dev.darkbox.device.serial;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The protocols there are, by the names the configuration knows.
public final class Protocols {

    private static final Map<String, Protocol> BY_NAME = table(new AlnitakProtocol(),
            new SnapCapProtocol());

    private Protocols() {}

    /// Names, in the order to be read.
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /// @param name one of [#names]
    static Protocol named(String name) {
        Protocol found = BY_NAME.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no protocol " + name);
        }
        return found;
    }

    private static Map<String, Protocol> table(Protocol... all) {
        var byName = new LinkedHashMap<String, Protocol>();
        for (Protocol protocol : all) {
            byName.put(protocol.name(), protocol);
        }
        return byName;
    }
}
