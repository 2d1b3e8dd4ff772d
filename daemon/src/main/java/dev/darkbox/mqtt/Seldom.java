package dev.darkbox.mqtt;

import dev.darkbox.device.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Warnings of which a stranger decides how many there are: one of each kind a minute, the next with the number of those
/// left out.
///
/// Threading: any.
///
/// @param <K> the kinds
final class Seldom<K extends Enum<K>> {

    private static final Duration SILENCE = Duration.ofMinutes(1);

    private record Said(Instant at, long leftOut) {}

    private final Time time;
    private final Consumer<String> warn;
    private final Map<K, Said> said;

    Seldom(Class<K> kinds, Time time, Consumer<String> warn) {
        this.time = time;
        this.warn = warn;
        said = new EnumMap<>(kinds);
    }

    /// @param text made only when it is said
    void say(K kind, Supplier<String> text) {
        Instant now = time.now();
        long leftOut;
        synchronized (this) {
            Said before = said.getOrDefault(kind, new Said(now.minus(SILENCE), 0));
            // a clock that was put back must not silence us until it has caught up
            if (!now.isBefore(before.at()) && now.isBefore(before.at().plus(SILENCE))) {
                said.put(kind, new Said(before.at(), before.leftOut() + 1));
                return;
            }
            leftOut = before.leftOut();
            said.put(kind, new Said(now, 0));
        }
        warn.accept(leftOut == 0
                ? text.get()
                : "%s (and %,d more like this since the last line)".formatted(text.get(), leftOut));
    }
}
