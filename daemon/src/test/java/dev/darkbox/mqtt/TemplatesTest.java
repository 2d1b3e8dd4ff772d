package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Our templates, rendered by the real Jinja with what we publish: while a run is busy, and when nothing is known.
class TemplatesTest {

    private static final JsonObject SAMPLES = samples();

    /// A template, what it is given, and what must come of it.
    private record Work(String template, String value, Consumer<String> check) {}

    private final List<Work> works = new ArrayList<>();

    @Test
    void theSamplesHaveTheKeysThatArePublished() {
        var published = new PublishedTopics(Documents.TOPICS, List.of("main"));
        for (String topic : published.kept()) {
            Set<String> keys = published.keys(topic);
            for (Object sample : keys.isEmpty() ? List.of() : sample(topic).values()) {
                assertEquals(keys, ((JsonObject) sample).keySet(), topic);
            }
        }
    }

    @Test
    void everyTemplateGivesWhatItsEntityTakes() throws IOException, InterruptedException, URISyntaxException,
            JsonParserException {
        for (String document : Documents.ours().values()) {
            JsonObject root = Documents.read(document);
            availability("root", root);
            root.getObject("components").forEach((key, value) -> entity(key, (JsonObject) value));
        }
        assertTrue(works.size() > 60, () -> works.size() + " templates");
        var all = new JsonArray();
        works.forEach(work -> all.add(
                JsonObject.builder().value("template", work.template).value("value", work.value).done()));
        JsonArray texts = JsonParser.array().from(
                Python.script("render_templates.py", JsonWriter.string(all), List.of()));
        for (int i = 0; i < works.size(); i++) {
            works.get(i).check.accept(texts.getString(i));
        }
    }

    private void entity(String key, JsonObject entity) {
        availability(key, entity);
        String topic = entity.getString("state_topic", "");
        String template = entity.getString("value_template");
        if (template != null && topic.equals(Documents.TOPICS.status())) {
            works.add(new Work(template, "online", text -> assertEquals("ON", text, key)));
            works.add(new Work(template, "stopped", text -> assertEquals("OFF", text, key)));
        } else if (template != null) {
            sample(topic).forEach((state, sample) -> works.add(new Work(template, JsonWriter.string(sample),
                    text -> fits(key + " " + state, entity, text, state.equals("busy")))));
        }
        if (entity.has("json_attributes_template")) {
            sample(entity.getString("json_attributes_topic")).forEach((_, sample) -> works.add(new Work(
                    entity.getString("json_attributes_template"), JsonWriter.string(sample),
                    text -> assertFalse(Documents.parsed(text).isEmpty(), key))));
        }
        if (entity.has("command_template")) {
            works.add(
                    new Work(entity.getString("command_template"), entity.getString("payload_press", "PRESS"),
                            text -> command(key, entity, Documents.parsed(text))));
        }
    }

    private void availability(String where, JsonObject holder) {
        JsonArray entries = holder.getArray("availability", new JsonArray());
        for (Object entry : entries) {
            String template = ((JsonObject) entry).getString("value_template");
            if (template != null) {
                boolean always = List.of("status", "connection").contains(where);
                for (String word : List.of("online", "stopped", "offline")) {
                    String meant = always || word.equals("online") ? "online" : "offline";
                    works.add(new Work(template, word, text -> assertEquals(meant, text, where)));
                }
            }
        }
    }

    /// @param known whether a value must come of it
    private static void fits(String where, JsonObject entity, String text, boolean known) {
        if (text.equals("None")) {
            assertFalse(known, where + " is unknown");
            return;
        }
        assertFalse(text.isEmpty() || text.startsWith("ERROR") || text.length() > 255,
                () -> where + ": " + text);
        if (entity.getString("platform").equals("binary_sensor")) {
            assertTrue(Set.of("ON", "OFF").contains(text), () -> where + ": " + text);
        } else if ("enum".equals(entity.getString("device_class"))) {
            assertTrue(entity.getArray("options").contains(text), () -> where + ": " + text);
        } else if ("timestamp".equals(entity.getString("device_class"))) {
            assertTrue(Instant.parse(text).isAfter(Instant.EPOCH), where);
        } else if (entity.has("unit_of_measurement") || entity.has("state_class")) {
            assertTrue(Double.isFinite(Double.parseDouble(text)), where);
        }
    }

    private static void command(String key, JsonObject button, JsonObject command) {
        String topic = button.getString("command_topic");
        boolean scoped = topic.endsWith("/refresh");
        var keys = new HashSet<>(Set.of("transaction", "issued_at"));
        if (scoped) {
            keys.add("scope");
        } else if (topic.endsWith("/promote")) {
            keys.add("master");
        }
        assertEquals(keys, command.keySet(), key);
        assertEquals(Instant.parse("2025-09-23T20:00:01Z"), Instant.parse(command.getString("issued_at")));
        assertEquals("ha-20250923T200001250000", command.getString("transaction"));
        if (scoped) {
            assertEquals(key, "refresh_" + command.getString("scope").replace('-', '_'));
        }
    }

    /// By state, `busy` and mostly `idle`.
    private static JsonObject sample(String topic) {
        String leaf = topic.replaceFirst("^darkbox/observatory/(rig/main/)?", "")
                .replaceFirst("^(state/master)/.*", "$1");
        return SAMPLES.getObject(leaf, new JsonObject());
    }

    private static JsonObject samples() {
        try {
            return Documents.parsed(Files.readString(Path.of("src/test/resources/ha/samples.json")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
