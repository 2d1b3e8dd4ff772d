package dev.darkbox.mqtt;

import dev.darkbox.control.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// One line of the table of what Home Assistant shows. Keys are the short ones of its discovery documents.
///
/// The key of an entity and its platform stay for ever: what people built on it hangs on them. Another platform is
/// another key.
final class Entity {

    private static final Pattern ODD = Pattern.compile("[^a-z0-9]+");
    private static final Pattern ENDS = Pattern.compile("^_|_$");

    private final String key;
    private final String platform;
    private final Json json = new Json();

    /// @param device identifier of the device
    /// @param key unlike any other of the device; `a-z` and `_`
    /// @param name what follows the device's name
    Entity(String device, String platform, String key, String name) {
        this.key = key;
        this.platform = platform;
        with("p", platform).with("uniq_id", device + "_" + key).with("name", name)
                .with("def_ent_id", platform + "." + slug(device + "_" + key));
        json.put("qos", 1); // of the document it is not handed down before Home Assistant 2026.6
    }

    String key() {
        return key;
    }

    String platform() {
        return platform;
    }

    Json json() {
        return json;
    }

    Entity with(String name, Object value) {
        json.put(name, value);
        return this;
    }

    /// The state is an expression over the JSON of a topic, e.g. `value_json.phase`.
    Entity state(String topic, String expression) {
        return with("stat_t", topic).with("val_tpl", "{{ " + expression + " }}");
    }

    /// ON where the expression is true, OFF where it is false, unknown where it is null.
    Entity flag(String topic, String expression) {
        return state(topic, "{true: 'ON', false: 'OFF'}.get(" + expression + ")");
    }

    /// A number for graphs.
    Entity measured(String unit) {
        return with("unit_of_meas", unit).with("stat_cla", "measurement");
    }

    Entity deviceClass(String name) {
        return with("dev_cla", name);
    }

    Entity options(List<String> words) {
        return deviceClass("enum").with("ops", words);
    }

    Entity icon(String name) {
        return with("ic", "mdi:" + name);
    }

    Entity diagnostic() {
        return with("ent_cat", "diagnostic");
    }

    Entity decimals(int places) {
        json.put("sug_dsp_prc", places);
        return this;
    }

    /// Unavailable when nothing came for so long, whatever the broker says of us.
    Entity expires(Duration after) {
        json.put("exp_aft", after.toSeconds());
        return this;
    }

    /// The whole object of a topic as attributes.
    Entity attributes(String topic) {
        return with("json_attr_t", topic);
    }

    /// Some of it: a Jinja dictionary, e.g. `{'how': value_json.how}`.
    Entity attributes(String topic, String dictionary) {
        return attributes(topic).with("json_attr_tpl", "{{ " + dictionary + " | tojson }}");
    }

    /// Available while all of these are.
    Entity available(List<Json> topics) {
        return with("avty", topics).with("avty_mode", "all");
    }

    /// What Home Assistant makes of a name in an entity id.
    static String slug(String text) {
        return ENDS.matcher(ODD.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("_")).replaceAll("");
    }
}
