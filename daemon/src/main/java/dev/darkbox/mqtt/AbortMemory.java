package dev.darkbox.mqtt;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Which rigs were told to abort a moment ago. A second abort means more than the first: the cooler is switched off, not
/// warmed gently. A button that bounces, or a message that comes twice, must not mean that.
///
/// Threading: any.
final class AbortMemory {

    static final Duration BOUNCE = Duration.ofSeconds(10);

    private final Map<String, Instant> told = new HashMap<>();

    /// Whether the rig is to be told; remembers that it was.
    synchronized boolean first(String rig, Instant now) {
        Instant before = told.get(rig);
        if (before != null && !now.isBefore(before) && now.isBefore(before.plus(BOUNCE))) {
            return false;
        }
        told.put(rig, now);
        return true;
    }

    /// It was not stopped after all, or its run is over.
    synchronized void forget(String rig) {
        told.remove(rig);
    }
}
