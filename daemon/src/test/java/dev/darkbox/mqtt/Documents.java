package dev.darkbox.mqtt;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// Documents of a box `observatory` with a rig `main`, as the tests look at them.
final class Documents {

    static final Topics TOPICS = new Topics("darkbox", "observatory", "homeassistant");
    static final Set<String> COMMANDS = Set.of("refresh", "abort", "promote", "republish");

    private Documents() {}

    /// By name: `box`, and each rig by its own.
    static Map<String, String> of(Topics topics, List<String> rigs, Set<String> commands) {
        var announced = new Announced("0.1.0", rigs, commands);
        var all = new TreeMap<String, String>();
        all.put("box", DeviceDocument.ofBox(topics, announced).text(List.of()));
        rigs.forEach(rig -> all.put(rig, DeviceDocument.ofRig(topics, announced, rig).text(List.of())));
        return all;
    }

    static Map<String, String> ours() {
        return of(TOPICS, List.of("main"), COMMANDS);
    }

    /// The rig's.
    static String main() {
        return Objects.requireNonNull(ours().get("main"));
    }

    /// The box's.
    static String box() {
        return Objects.requireNonNull(ours().get("box"));
    }

    /// With long keys.
    static JsonObject read(String text) {
        return Abbreviations.writtenOut(parsed(text));
    }

    static JsonObject parsed(String text) {
        try {
            return JsonParser.object().from(text);
        } catch (JsonParserException e) {
            throw new AssertionError(text, e);
        }
    }

    /// For a person.
    static String pretty(String text) {
        return JsonWriter.indent("  ").string().object(parsed(text)).done() + "\n";
    }
}
