package dev.darkbox.device.sim.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The simulated boxes there are, by the names people use.
public final class Boxes {

    private static final Map<String, Maker> MAKERS = new LinkedHashMap<>();

    static {
        MAKERS.put("flip-flat", (travel, open, now) -> new FlipFlatBox(99, travel, open, now));
        MAKERS.put("remote-dust-cover", (travel, open, now) -> new FlipFlatBox(98, travel, open, now));
        MAKERS.put("flat-man", (travel, open, now) -> new FlipFlatBox(19, travel, open, now));
        MAKERS.put("snapcap", SnapCapBox::new);
    }

    @FunctionalInterface
    private interface Maker {
        WireBox make(Duration travel, double openPart, Instant now);
    }

    private Boxes() {}

    /// Names, in the order to be read.
    public static List<String> names() {
        return List.copyOf(MAKERS.keySet());
    }

    /// A new box.
    ///
    /// @param travel of its cover from one end to the other
    /// @param openPart where its cover stands: 0 shut, 1 open
    /// @return empty for a name that is none of [#names]
    public static Optional<WireBox> find(String name, Duration travel, double openPart, Instant now) {
        return Optional.ofNullable(MAKERS.get(name)).map(maker -> maker.make(travel, openPart, now));
    }

    /// The same for a name that is known to be one of [#names].
    public static WireBox make(String name, Duration travel, double openPart, Instant now) {
        return find(name, travel, openPart, now)
                .orElseThrow(() -> new IllegalArgumentException("no box " + name));
    }
}
