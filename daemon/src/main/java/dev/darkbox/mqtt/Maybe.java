package dev.darkbox.mqtt;

import dev.darkbox.control.Json;
import dev.darkbox.device.Celsius;
import java.time.Instant;
import java.util.Optional;

/// Values of which some are not known: those become `null`, because a key that is missing keeps what a panel had before.
final class Maybe {

    private Maybe() {}

    /// A text; empty is unknown.
    static Json text(Json json, String key, String text) {
        return text.isEmpty() ? nothing(json, key) : json.put(key, text);
    }

    static Json time(Json json, String key, Optional<Instant> time) {
        return time.isEmpty() ? nothing(json, key) : json.put(key, time.get());
    }

    static Json flag(Json json, String key, Optional<Boolean> flag) {
        return flag.isEmpty() ? nothing(json, key) : json.put(key, flag.get());
    }

    /// Degrees, to a tenth: panels draw lines, and nothing finer is true.
    static Json celsius(Json json, String key, Celsius value) {
        return number(json, key, value.degrees(), 10);
    }

    /// A number, to one part in so many; `NaN` is unknown.
    static Json number(Json json, String key, double value, int parts) {
        return Double.isFinite(value)
                ? json.put(key, Math.round(value * parts) / (double) parts)
                : nothing(json, key);
    }

    static Json nothing(Json json, String key) {
        return json.put(key, Double.NaN);
    }
}
