package dev.darkbox.device.indi;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// How long to wait for what, where that is not as [usual][Wait#usual].
record Pace(Map<Wait, Duration> unusual) {

    static final Pace USUAL = new Pace(Map.of());

    Pace {
        unusual = Map.copyOf(unusual);
    }

    Duration of(Wait wait) {
        return unusual.getOrDefault(wait, wait.usual());
    }

    /// This, but for one wait.
    Pace with(Wait wait, Duration limit) {
        Map<Wait, Duration> all = new EnumMap<>(Wait.class);
        all.putAll(unusual);
        all.put(wait, limit);
        return new Pace(all);
    }
}
