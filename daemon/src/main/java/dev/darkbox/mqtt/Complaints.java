package dev.darkbox.mqtt;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Says what went wrong, and the same not again at once.
///
/// Threading: one thread.
final class Complaints {

    private static final int MOST_KINDS = 100;

    private final Steady clock;
    private final Consumer<String> warn;
    private final Map<String, Instant> silentUntil = new LinkedHashMap<>();

    Complaints(Steady clock, Consumer<String> warn) {
        this.clock = clock;
        this.warn = warn;
    }

    /// Says it, unless its kind is to be silent.
    ///
    /// @param kind what is the same
    /// @param silence for how long then nothing of that kind is said
    /// @return whether it was said
    boolean say(String kind, Duration silence, String text) {
        Instant now = clock.now();
        if (now.isBefore(silentUntil.getOrDefault(kind, now))) {
            return false;
        }
        silentUntil.remove(kind);
        silentUntil.put(kind, now.plus(silence));
        if (silentUntil.size() > MOST_KINDS) {
            silentUntil.remove(silentUntil.keySet().iterator().next());
        }
        warn.accept(text);
        return true;
    }
}
