package dev.darkbox.control;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import dev.darkbox.device.Celsius;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// One JSON object while it is being read. Every getter says what is wrong and what is allowed.
public final class Fields {

    private static final int DEEPEST = 6;
    private static final int SHOWN = 40;

    private final Map<String, Object> values;

    private Fields(Map<String, Object> values) {
        this.values = values;
    }

    /// Reads one line.
    ///
    /// @throws Malformed not a single JSON object, or nested more than six deep
    public static Fields parse(String line) throws Malformed {
        refuseDeep(line);
        try {
            return new Fields(JsonParser.object().from(line));
        } catch (JsonParserException e) {
            throw new Malformed("not a JSON object (" + e.getMessage() + ")");
        }
    }

    /// The parser recurses: a line of brackets must not decide how deep.
    private static void refuseDeep(String line) throws Malformed {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted) {
                i += c == '\\' ? 1 : 0;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            if (depth > DEEPEST) {
                throw new Malformed("nested more than " + DEEPEST + " deep");
            }
        }
    }

    /// Refuses keys that mean nothing here.
    public Fields only(String... keys) throws Malformed {
        var unknown = new TreeSet<>(values.keySet());
        Arrays.asList(keys).forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new Malformed("unknown key \"%s\"; allowed: %s".formatted(
                    shown(unknown.first()), String.join(", ", keys)));
        }
        return this;
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public String text(String key) throws Malformed {
        if (values.get(key) instanceof String text) {
            return text;
        }
        throw wrong(key, "a text");
    }

    public String text(String key, String standIn) throws Malformed {
        return has(key) ? text(key) : standIn;
    }

    public boolean flag(String key, boolean standIn) throws Malformed {
        if (!has(key)) {
            return standIn;
        }
        if (values.get(key) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(key, "true or false");
    }

    /// A number; `null` is `NaN`.
    public double number(String key) throws Malformed {
        if (values.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        if (has(key) && values.get(key) == null) {
            return Double.NaN;
        }
        throw wrong(key, "a number or null");
    }

    public int whole(String key) throws Malformed {
        double number = number(key);
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw wrong(key, "a whole number");
        }
        return (int) number;
    }

    public long big(String key) throws Malformed {
        double number = number(key);
        if (number != Math.rint(number) || Math.abs(number) > 1L << 53) {
            throw wrong(key, "a whole number");
        }
        return (long) number;
    }

    /// Degrees Celsius; `null` is unknown.
    public Celsius celsius(String key) throws Malformed {
        double degrees = number(key);
        if (degrees <= -273.15 || degrees > 1000) {
            throw wrong(key, "degrees Celsius");
        }
        return Celsius.of(degrees);
    }

    /// Seconds, a fraction allowed.
    public Duration seconds(String key) throws Malformed {
        double seconds = number(key);
        if (!(seconds >= 0 && seconds <= 1e9)) {
            throw wrong(key, "seconds, 0..1e9");
        }
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    public Instant instant(String key) throws Malformed {
        try {
            return Instant.parse(text(key));
        } catch (DateTimeException _) {
            throw wrong(key, "a time such as 2025-09-23T18:00:00Z");
        }
    }

    public LocalDate date(String key) throws Malformed {
        try {
            return LocalDate.parse(text(key));
        } catch (DateTimeException _) {
            throw wrong(key, "a date such as 2025-09-23");
        }
    }

    /// One of an enum, spelled as [Json#word] spells it.
    public <E extends Enum<E>> E oneOf(String key, Class<E> type) throws Malformed {
        Object held = values.get(key);
        for (E constant : type.getEnumConstants()) {
            if (Json.word(constant).equals(held)) {
                return constant;
            }
        }
        throw wrong(key, Arrays.stream(type.getEnumConstants()).map(Json::word)
                .collect(Collectors.joining(", ")));
    }

    public <E extends Enum<E>> Optional<E> maybeOneOf(String key, Class<E> type) throws Malformed {
        return has(key) ? Optional.of(oneOf(key, type)) : Optional.empty();
    }

    /// Every field of this object, each a text.
    public Map<String, String> allTexts() throws Malformed {
        var texts = new LinkedHashMap<String, String>();
        for (String key : values.keySet()) {
            texts.put(key, text(key));
        }
        return texts;
    }

    public List<String> texts(String key) throws Malformed {
        if (!(values.get(key) instanceof List<?> list)) {
            throw wrong(key, "a list of texts");
        }
        var texts = new ArrayList<String>();
        for (Object element : list) {
            if (!(element instanceof String text)) {
                throw wrong(key, "a list of texts");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    public Fields object(String key) throws Malformed {
        if (values.get(key) instanceof JsonObject object) {
            return new Fields(object);
        }
        throw wrong(key, "an object");
    }

    public List<Fields> objects(String key) throws Malformed {
        if (!(values.get(key) instanceof List<?> list)) {
            throw wrong(key, "a list of objects");
        }
        var objects = new ArrayList<Fields>();
        for (Object element : list) {
            if (!(element instanceof JsonObject object)) {
                throw wrong(key, "a list of objects");
            }
            objects.add(new Fields(object));
        }
        return List.copyOf(objects);
    }

    private Malformed wrong(String key, String allowed) {
        if (!has(key)) {
            return new Malformed("%s is missing; allowed: %s".formatted(key, allowed));
        }
        Object held = values.get(key);
        String text = held == null ? "null" : shown(Json.text(held));
        return new Malformed("%s is %s; allowed: %s".formatted(key, text, allowed));
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
