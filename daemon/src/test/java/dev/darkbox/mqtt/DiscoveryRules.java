package dev.darkbox.mqtt;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What Home Assistant wants of device documents, as far as it concerns us: what it refuses, what it drops in silence, and
/// what it only fails at later. Each fault is one line that begins with the name of its rule.
final class DiscoveryRules {

    static final int MOST_BYTES = 16_384;

    private static final Set<String> ROOT = words("""
            device origin components availability availability_topic availability_mode availability_template
            payload_available payload_not_available state_topic command_topic qos encoding
            message_expiry_interval""");
    private static final Set<String> DEVICE = words("""
            identifiers connections manufacturer model model_id name hw_version serial_number sw_version
            suggested_area configuration_url via_device""");
    private static final Set<String> ORIGIN = words("name sw_version support_url");
    private static final Set<String> ENTRY = words(
            "topic payload_available payload_not_available value_template");
    private static final Set<String> COMMON = words("""
            platform unique_id name default_entity_id icon entity_picture entity_category enabled_by_default
            visible_by_default json_attributes_topic json_attributes_template availability availability_topic
            availability_mode availability_template payload_available payload_not_available qos encoding
            message_expiry_interval ~""");
    private static final Map<String, Set<String>> PLATFORM = Map.of(
            "sensor", words("""
                    state_topic value_template device_class state_class unit_of_measurement options
                    expire_after force_update suggested_display_precision last_reset_value_template"""),
            "binary_sensor", words("""
                    state_topic value_template payload_on payload_off off_delay expire_after device_class
                    force_update"""),
            "button", words("command_topic command_template payload_press retain device_class"),
            "switch", words("""
                    command_topic state_topic payload_on payload_off state_on state_off optimistic
                    value_template command_template device_class retain"""),
            "select", words("""
                    command_topic options state_topic value_template command_template optimistic retain"""),
            "number", words("""
                    command_topic state_topic min max step mode unit_of_measurement device_class payload_reset
                    value_template command_template optimistic retain"""),
            "image", words("image_topic url_topic content_type image_encoding url_template"),
            "event", words("state_topic event_types value_template device_class"),
            "update", words("""
                    state_topic value_template latest_version_topic latest_version_template title
                    release_summary release_url command_topic payload_install device_class
                    retain display_precision"""));
    private static final Map<String, String> REQUIRED = Map.of("sensor", "state_topic", "binary_sensor",
            "state_topic", "button", "command_topic", "switch", "command_topic", "select", "command_topic",
            "number", "command_topic", "event", "state_topic", "update", "state_topic");

    private static final Map<String, Set<String>> UNITS = Map.of(
            "temperature", Set.of("°C", "°F", "K"), "duration", Set.of("d", "h", "min", "s", "ms", "µs"),
            "data_size", Set.of("B", "kB", "MB", "GB", "KiB", "MiB", "GiB", "TiB"),
            "power_factor", Set.of("%"), "battery", Set.of("%"), "timestamp", Set.of(), "enum", Set.of(),
            "date", Set.of());
    private static final Set<String> BINARY = words("""
            problem running connectivity light tamper opening cold heat safety""");
    private static final Set<String> FILTERS = words("""
            tojson lower upper round int float default is_number length join replace""");
    private static final Set<String> MODES = Set.of("all", "any", "latest");

    private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern ICON = Pattern.compile("mdi:[a-z0-9-]+");
    private static final Pattern ENTITY = Pattern.compile("([a-z_]+)\\.[a-z0-9]+(_[a-z0-9]+)*");
    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
    private static final Pattern EXPRESSION = Pattern.compile("\\{\\{(.*?)}}");
    private static final Pattern FILTER = Pattern.compile("\\|\\s*([a-z_]+)");

    private final List<String> faults = new ArrayList<>();
    private final Map<String, String> uniqueIds = new TreeMap<>();
    private final Map<String, String> entityIds = new TreeMap<>();

    private DiscoveryRules() {}

    /// Everything that is wrong with documents that are announced together.
    ///
    /// @param documents by name
    static List<String> faults(Map<String, String> documents) {
        var rules = new DiscoveryRules();
        new TreeMap<>(documents).forEach(rules::document);
        return List.copyOf(rules.faults);
    }

    private void document(String name, String text) {
        require(text.getBytes(StandardCharsets.UTF_8).length < MOST_BYTES, "size", name);
        try {
            root(name, Abbreviations.writtenOut(JsonParser.object().from(text)));
        } catch (JsonParserException e) {
            fault("json", name + ": " + e.getMessage());
        }
    }

    private void root(String name, JsonObject root) {
        known("root key", name, root, ROOT);
        availability(name, root, true);
        if (root.get("device") instanceof JsonObject device) {
            device(name, device);
        } else {
            fault("device", name + " has none");
        }
        if (root.get("origin") instanceof JsonObject origin) {
            known("origin key", name, origin, ORIGIN);
            require(origin.get("name") instanceof String s && !s.isEmpty(), "origin name", name);
            require(!origin.has("support_url") || isUrl(origin.getString("support_url"), "http", "https"),
                    "origin url", name);
        } else {
            fault("origin", name + " has none");
        }
        if (root.get("components") instanceof JsonObject components && !components.isEmpty()) {
            components.forEach((key, value) -> component(name, key, value, deviceName(root)));
        } else {
            fault("components", name + " has none");
        }
    }

    private void device(String name, JsonObject device) {
        known("device key", name, device, DEVICE);
        require((device.get("identifiers") instanceof JsonArray ids && !ids.isEmpty())
                || device.get("identifiers") instanceof String
                || (device.get("connections") instanceof JsonArray all && !all.isEmpty()), "device ids",
                name);
        if (device.get("connections") instanceof JsonArray pairs) {
            pairs.forEach(
                    pair -> require(pair instanceof JsonArray two && two.size() == 2, "device connection",
                            name + ": " + pair));
        }
        require(!device.has("configuration_url")
                || isUrl(device.getString("configuration_url"), "http", "https", "homeassistant"),
                "device url", name);
    }

    private void availability(String where, JsonObject holder, boolean root) {
        require(!(holder.has("availability") && holder.has("availability_topic")), "availability twice",
                where);
        require(!holder.has("availability_mode") || MODES.contains(holder.get("availability_mode")),
                "availability mode", where);
        if (!holder.has("availability")) {
            return;
        }
        if (!(holder.get("availability") instanceof JsonArray entries)) {
            fault("availability", where + ": not a list");
            return;
        }
        require(entries.size() < 2 || holder.has("availability_mode"), "availability mode",
                where + ": several topics and no mode");
        for (Object entry : entries) {
            if (entry instanceof JsonObject object) {
                known(root ? "availability key" : "availability key of a component", where, object, ENTRY);
                topic(where, object.getString("topic", ""));
                template(where, object.getString("value_template", "{{ value }}"));
            } else {
                fault("availability", where + ": " + entry);
            }
        }
    }

    private void component(String document, String key, Object value, String deviceName) {
        String where = document + "." + key;
        require(KEY.matcher(key).matches(), "component name", where);
        if (!(value instanceof JsonObject component)) {
            fault("component", where + " is not an object");
            return;
        }
        Set<String> more = PLATFORM.get(component.getString("platform", ""));
        if (more == null) {
            fault("platform", where + ": " + component.get("platform"));
            return;
        }
        if (component.size() == 1) {
            return; // taken away
        }
        var allowed = new TreeSet<>(COMMON);
        allowed.addAll(more);
        known("component key", where, component, allowed);
        identity(where, component, deviceName);
        availability(where, component, false);
        texts(where, component);
        String platform = component.getString("platform");
        String required = REQUIRED.get(platform);
        require(required == null || component.has(required), "required", where + ": " + required);
        require(!component.has("qos") || Set.of(0, 1, 2).contains(component.get("qos")),
                "qos", where);
        require(component.getInt("expire_after", 0) >= 0, "expire_after", where);
        switch (platform) {
            case "sensor" -> sensor(where, component);
            case "binary_sensor" ->
                require(isOneOf(component, "device_class", BINARY), "device class", where);
            case "button" -> {
                require(isOneOf(component, "device_class", Set.of("identify", "restart", "update")),
                        "device class", where);
                require(!component.getBoolean("retain", false), "retain", where);
            }
            case "image" -> image(where, component);
            case "event" ->
                require(component.get("event_types") instanceof JsonArray types && !types.isEmpty(),
                        "event types", where);
            case "select" ->
                require(component.get("options") instanceof JsonArray options && !options.isEmpty(),
                        "options", where);
            case "number" -> {
                require(component.getDouble("min", 0) < component.getDouble("max", 100), "number range",
                        where);
                require(component.getDouble("step", 1) >= 0.001, "number step", where);
            }
            default -> {
            } // nothing more is known of the others
        }
    }

    private void identity(String where, JsonObject component, String deviceName) {
        String id = component.getString("unique_id", "");
        require(!id.isEmpty(), "unique id missing", where);
        String other = uniqueIds.putIfAbsent(component.getString("platform") + " " + id, where);
        require(other == null, "unique id twice", where + " and " + other);
        String entity = component.getString("default_entity_id");
        if (entity != null) {
            var matcher = ENTITY.matcher(entity);
            require(matcher.matches() && matcher.group(1).equals(component.getString("platform")),
                    "entity id",
                    where + ": " + entity);
            String same = entityIds.putIfAbsent(entity, where);
            require(same == null, "entity id twice", where + " and " + same);
        }
        String name = component.getString("name", "");
        require(deviceName.isEmpty() || !name.startsWith(deviceName), "name repeats the device", where);
        String category = component.getString("entity_category");
        boolean reads = component.getString("platform").endsWith("sensor");
        require(category == null || category.equals("diagnostic") || (category.equals("config") && !reads),
                "entity category", where + ": " + category);
        require(!component.has("icon") || ICON.matcher(component.getString("icon", "")).matches(), "icon",
                where);
    }

    private void texts(String where, JsonObject component) {
        component.forEach((key, value) -> {
            if (key.endsWith("_topic")) {
                topic(where, value instanceof String text ? text : "");
            }
            if (key.endsWith("_template")) {
                template(where, value instanceof String text ? text : "");
            }
        });
    }

    private void sensor(String where, JsonObject sensor) {
        String kind = sensor.getString("device_class");
        String unit = sensor.getString("unit_of_measurement");
        String state = sensor.getString("state_class");
        require(kind == null || UNITS.containsKey(kind), "device class", where + ": " + kind);
        require(state == null || Set.of("measurement", "total", "total_increasing").contains(state),
                "state class", where + ": " + state);
        Set<String> units = kind == null ? null : UNITS.get(kind);
        if (units != null) {
            require(units.isEmpty() ? unit == null : unit != null && units.contains(unit), "unit",
                    where + ": " + kind + " in " + unit);
            require(!units.isEmpty() || state == null, "state class", where + ": " + kind + " has none");
        }
        if (sensor.has("options")) {
            require("enum".equals(kind), "options", where + ": not an enum");
            require(sensor.get("options") instanceof JsonArray options && !options.isEmpty(), "options",
                    where);
        }
        require(!"enum".equals(kind) || sensor.has("options"), "options", where + ": an enum without");
        require(!sensor.has("last_reset_value_template") || "total".equals(state), "last reset", where);
    }

    private void image(String where, JsonObject image) {
        require(image.has("image_topic") != image.has("url_topic"), "image topic", where);
        require(!image.has("url_topic") || !image.has("content_type"), "image type", where);
        require(image.has("url_topic") || "image/png".equals(image.get("content_type")), "image type",
                where + ": ours are PNG");
    }

    private void topic(String where, String topic) {
        boolean fits = !topic.isEmpty() && topic.length() <= 250
                && topic.chars().noneMatch(c -> c == '+' || c == '#' || c <= ' ' || c > '~')
                && !topic.startsWith("/") && !topic.endsWith("/") && !topic.contains("//");
        require(fits, "topic", where + ": " + topic);
    }

    private void template(String where, String template) {
        String outside = EXPRESSION.matcher(template).replaceAll("");
        boolean balanced = !outside.contains("{{") && !outside.contains("}}") && !template.contains("{%")
                && template.contains("{{");
        require(balanced, "template", where + ": " + template);
        var expressions = EXPRESSION.matcher(template);
        while (expressions.find()) {
            String inside = QUOTED.matcher(expressions.group(1)).replaceAll("''");
            require(inside.chars().filter(c -> c == '(').count() == inside.chars().filter(c -> c == ')')
                    .count()
                    && !inside.isBlank(), "template", where + ": " + template);
            var filters = FILTER.matcher(inside);
            while (filters.find()) {
                require(FILTERS.contains(filters.group(1)), "filter", where + ": " + filters.group(1));
            }
        }
    }

    private void known(String rule, String where, JsonObject object, Set<String> allowed) {
        object.keySet().stream().filter(key -> !allowed.contains(key))
                .forEach(key -> fault(rule, where + ": " + key));
    }

    private static boolean isOneOf(JsonObject object, String key, Set<String> allowed) {
        return !object.has(key) || allowed.contains(object.getString(key, ""));
    }

    private static boolean isUrl(String text, String... schemes) {
        try {
            URI uri = URI.create(text == null ? "" : text);
            return Arrays.asList(schemes).contains(uri.getScheme()) && uri.getHost() != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String deviceName(JsonObject root) {
        return root.get("device") instanceof JsonObject device ? device.getString("name", "") : "";
    }

    private void require(boolean held, String rule, String where) {
        if (!held) {
            fault(rule, where);
        }
    }

    private void fault(String rule, String where) {
        faults.add(rule + ": " + where);
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+", -1));
    }
}
