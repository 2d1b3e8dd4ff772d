package dev.darkbox.control;

import com.grack.nanojson.JsonWriter;
import dev.darkbox.device.Celsius;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// An object on its way to one line of JSON. Keys keep their order; what is unknown becomes `null`.
public final class Json {

    private final Map<String, Object> values = new LinkedHashMap<>();

    /// An object of texts.
    public static Json of(Map<String, String> texts) {
        var json = new Json();
        json.values.putAll(texts);
        return json;
    }

    /// Text, flags, times, enums, and lists of [Json].
    public Json put(String key, Object value) {
        values.put(key, switch (value) {
            case Json json -> json.values;
            case List<?> list -> list.stream().map(o -> o instanceof Json json ? json.values : o).toList();
            case Instant instant -> instant.toString();
            case Path path -> path.toString();
            case Enum<?> constant -> word(constant);
            default -> value;
        });
        return this;
    }

    public Json put(String key, long value) {
        values.put(key, value);
        return this;
    }

    /// A number; `NaN` and the infinities become `null`.
    public Json put(String key, double value) {
        values.put(key, Double.isFinite(value)
                ? value == Math.rint(value) && Math.abs(value) < 1e15
                        ? (Object) (long) value
                        : (Object) value
                : null);
        return this;
    }

    /// Degrees Celsius.
    public Json put(String key, Celsius value) {
        return put(key, value.degrees());
    }

    /// Seconds.
    public Json put(String key, Duration value) {
        return put(key, value.toSeconds() + value.toNanosPart() / 1e9);
    }

    /// One line, without its end.
    @Override
    public String toString() {
        return JsonWriter.string(values);
    }

    static String text(Object value) {
        return JsonWriter.string(value);
    }

    /// `DARK_FLATS` is spelled `dark-flats`.
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
