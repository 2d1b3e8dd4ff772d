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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The dashboard and the blueprints speak of entities, events and words that there are.
class HomeAssistantFilesTest {

    private static final Path FOLDER = Path.of("..", "config", "home-assistant");
    private static final Path DASHBOARD = FOLDER.resolve("dashboard.yaml");
    private static final Path FAILED = FOLDER.resolve("automations/refresh-failed.yaml");
    private static final Path CLOSED = FOLDER.resolve("automations/start-when-closed.yaml");

    private static final Map<Path, JsonObject> READ = new HashMap<>();
    private static final Pattern ENTITY = Pattern.compile("\\b([a-z_]+\\.darkbox_[a-z0-9_]+)");

    @Test
    void everyEntityInTheFilesIsOneThatIsAnnounced() throws IOException {
        Set<String> announced = announced();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertEquals(4, all.size(), all::toString);
            for (Path file : all) {
                var found = ENTITY.matcher(Files.readString(file));
                while (found.find()) {
                    assertTrue(announced.contains(found.group(1)), () -> file + ": " + found.group(1));
                }
            }
        }
    }

    @Test
    void theDashboardIsYamlWithKnownEntitiesOnly() throws Exception {
        JsonObject view = yaml(DASHBOARD);
        Set<String> announced = announced();
        var named = new TreeSet<String>();
        walk(view, (key, value) -> {
            if (Set.of("entity", "entity_id").contains(key)) {
                named.add((String) value);
            }
            if (key.equals("entities")) {
                ((JsonArray) value).stream().filter(String.class::isInstance)
                        .forEach(e -> named.add((String) e));
            }
        });
        assertTrue(announced.containsAll(named), () -> named.toString());
        assertTrue(named.size() > 25, () -> named.toString());
    }

    @Test
    void abortAndRefreshAreConfirmedFirst() throws Exception {
        var confirmed = new TreeSet<String>();
        walk(yaml(DASHBOARD), (key, value) -> {
            if (key.equals("tap_action")) {
                var action = (JsonObject) value;
                assertEquals("button.press", action.get("perform_action"));
                assertFalse(action.getObject("confirmation").getString("text").isBlank());
                confirmed.add(action.getObject("target").getString("entity_id"));
            }
        });
        assertEquals(
                Set.of("button.darkbox_observatory_main_abort",
                        "button.darkbox_observatory_main_refresh_all"),
                confirmed);
    }

    @Test
    void everyTableOfTheDashboardIsRenderedWithOurAttributes() throws Exception {
        var attributes = new JsonObject();
        JsonObject samples = Documents
                .parsed(Files.readString(Path.of("src/test/resources/ha/samples.json")));
        attributes.put("sensor.darkbox_observatory_main_due", samples.getObject("state/due").get("busy"));
        attributes.put("binary_sensor.darkbox_observatory_main_problem",
                samples.getObject("state/problem").get("busy"));
        JsonObject busy = new JsonObject(Map.of("attributes", attributes));
        var templates = new ArrayList<Map.Entry<String, JsonObject>>();
        walk(yaml(DASHBOARD), (key, value) -> {
            if (key.equals("content")) {
                templates.add(Map.entry((String) value, busy));
                templates.add(Map.entry((String) value, new JsonObject()));
            }
        });
        String texts = String.join("\n", rendered(templates));
        assertFalse(texts.contains("ERROR"), texts);
        assertTrue(texts.contains("\n- dark_180s is held"), texts);
        assertTrue(texts.contains("\n| Master | Why |\n|:--|:--|\n| dark_180s | older than 180 d |"), texts);
        assertTrue(texts.contains("Nothing."), texts);
    }

    @Test
    void aBlueprintUsesEachOfItsInputsAndNoOther() throws Exception {
        for (Path file : List.of(FAILED, CLOSED)) {
            JsonObject blueprint = yaml(file);
            JsonObject head = blueprint.getObject("blueprint");
            assertEquals("automation", head.get("domain"), file.toString());
            var used = new HashSet<String>();
            walk(blueprint, (key, value) -> {
                if (key.equals("!input")) {
                    used.add((String) value);
                }
            });
            assertEquals(head.getObject("input").keySet(), used, file.toString());
            var keys = new HashSet<>(blueprint.keySet());
            keys.remove("max");
            assertEquals(Set.of("blueprint", "mode", "triggers", "variables", "conditions", "actions"), keys,
                    file.toString());
        }
    }

    @Test
    void whatIsToldOfAreEventsThatThereAre() throws Exception {
        JsonObject kinds = yaml(FAILED).getObject("blueprint").getObject("input").getObject("kinds");
        JsonArray options = kinds.getObject("selector").getObject("select").getArray("options");
        assertTrue(Vocabulary.EVENTS.containsAll(options), options::toString);
        assertTrue(options.containsAll(kinds.getArray("default")), options::toString);
    }

    @Test
    void anEventIsToldInWords() throws Exception {
        JsonObject variables = yaml(FAILED).getObject("variables");
        var names = Documents.parsed("""
                {"trigger":{"to_state":{"attributes":{"event_type":"master_held","rig":"main","text":null}}},
                 "kind":"master_held"}""");
        var more = new JsonObject(Map.of("names", names));
        assertEquals(List.of("master_held", "main", "master held", "master_held"),
                rendered(Stream.of("kind", "rig", "what", "text")
                        .map(name -> Map.entry(variables.getString(name), more)).toList()));
    }

    /// It is 20:00:01.
    @Test
    void theHoursOfTheNightMayPassMidnight() throws Exception {
        JsonArray conditions = yaml(CLOSED).getArray("conditions");
        assertTrue(Vocabulary.PHASES.contains(conditions.getObject(0).getString("state")));
        String hours = conditions.getObject(2).getString("value_template");
        String[] spans = {
            "00:00:00-00:00:00", "18:00:00-23:00:00", "19:00:00-06:00:00", // these include the hour
            "22:00:00-06:00:00", "21:00:00-23:00:00", "02:00:00-20:00:00",
        };
        List<String> answers = rendered(Stream.of(spans).map(span -> Map.entry(hours,
                new JsonObject(Map.of("names", new JsonObject(
                        Map.of("earliest", span.substring(0, 8), "latest", span.substring(9)))))))
                .toList());
        assertEquals(List.of("True", "True", "True", "False", "False", "False"),
                answers.stream().map(String::strip).toList());
    }

    private static Set<String> announced() {
        var ids = new TreeSet<String>();
        Documents.ours().values().forEach(text -> Documents.read(text).getObject("components").values()
                .forEach(entity -> ids.add(((JsonObject) entity).getString("default_entity_id"))));
        return ids;
    }

    /// All files at once: a python takes its time to start.
    private static synchronized JsonObject yaml(Path file)
            throws IOException, InterruptedException, URISyntaxException {
        List<Path> files = List.of(DASHBOARD, FAILED, CLOSED);
        if (READ.isEmpty()) {
            List<String> lines = Python.script("yaml_to_json.py", "", files).lines().toList();
            for (int i = 0; i < files.size(); i++) {
                READ.put(files.get(i), Documents.parsed(lines.get(i)));
            }
        }
        return Objects.requireNonNull(READ.get(file));
    }

    /// @param templates each with what it is given: `names` and `attributes`
    private static List<String> rendered(List<Map.Entry<String, JsonObject>> templates)
            throws IOException, InterruptedException, URISyntaxException, JsonParserException {
        var works = new JsonArray();
        for (var template : templates) {
            var work = new JsonObject(template.getValue());
            work.put("template", template.getKey());
            work.put("value", "");
            works.add(work);
        }
        return JsonParser.array()
                .from(Python.script("render_templates.py", JsonWriter.string(works), List.of()))
                .stream().map(String.class::cast).toList();
    }

    private static void walk(Object node, BiConsumer<String, Object> visitor) {
        if (node instanceof JsonObject object) {
            object.forEach((key, value) -> {
                visitor.accept(key, value);
                walk(value, visitor);
            });
        } else if (node instanceof JsonArray array) {
            array.forEach(element -> walk(element, visitor));
        }
    }
}
