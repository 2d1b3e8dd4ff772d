package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What is on the broker for a box and its rigs, and whether documents speak of anything else.
public final class PublishedTopics {

    /// Keys of each JSON object; `TEXT` and `IMAGE` are not JSON.
    private static final Map<String, String> BOX = Map.of(
            "status", "TEXT",
            "info", "schema at version started rigs commands",
            "health",
            "schema at uptime_s heap_mb rss_mb threads memory_free_mb disk_free_gib disk_used_percent "
                    + "queue mqtt");
    private static final Map<String, String> RIG = rig();

    private static final Pattern NAMED = Pattern.compile("value_json\\.([a-z_]+)");

    private final Topics topics;
    private final Map<String, String> kept = new TreeMap<>();
    private final Set<String> events = new HashSet<>();
    private final List<String> filters = new ArrayList<>();

    PublishedTopics(Topics topics, List<String> rigs) {
        this.topics = topics;
        BOX.forEach((leaf, keys) -> kept.put(topics.ofBox(leaf), keys));
        filters.add(topics.boxCommands());
        for (String rig : rigs) {
            RIG.forEach((leaf, keys) -> kept.put(topics.ofRig(rig, leaf), keys));
            events.add(topics.ofRig(rig, "event"));
            filters.add(topics.rigCommands(rig));
        }
    }

    /// What was really published, in the same words.
    private PublishedTopics(Topics topics, List<String> rigs, BoardMemory board) {
        this(topics, rigs);
        kept.clear();
        kept.putAll(board.shapes());
    }

    /// Everything on a board was foreseen and is there, and what is announced reads nothing else.
    public static void assertAnnounced(BoardMemory board, List<String> rigs) {
        Topics topics = BoardMemory.TOPICS;
        var seen = new PublishedTopics(topics, rigs, board);
        assertEquals(new PublishedTopics(topics, rigs).kept, seen.kept);
        Map<String, String> documents = Documents.of(topics, rigs, Documents.COMMANDS);
        assertEquals(List.of(), seen.faults(documents));
        for (String topic : seen.events) {
            List<JsonObject> told = board.told(topic);
            assertFalse(told.isEmpty(), topic);
            told.forEach(event -> assertTrue(Vocabulary.EVENTS.contains(event.getString("event_type")),
                    event::toString));
        }
    }

    /// Topics with a retained value.
    Set<String> kept() {
        return kept.keySet();
    }

    /// Keys of the JSON object of a topic; empty for what is not JSON.
    Set<String> keys(String topic) {
        String keys = kept.getOrDefault(topic, "TEXT");
        return keys.equals("TEXT") || keys.equals("IMAGE") ? Set.of() : Set.of(keys.split(" ", -1));
    }

    /// What in the documents is said of topics that are not ours, or of keys they do not have.
    List<String> faults(Map<String, String> documents) {
        var faults = new ArrayList<String>();
        documents.forEach((name, text) -> {
            JsonObject root = Documents.read(text);
            availability(name, root, faults);
            root.getObject("components").forEach((key, value) -> component(
                    name + "." + key, (JsonObject) value, faults));
        });
        return faults;
    }

    private void component(String where, JsonObject component, List<String> faults) {
        if (component.size() == 1) {
            return;
        }
        if (component.getInt("qos", -1) != 1) {
            faults.add("qos: " + where);
        }
        availability(where, component, faults);
        boolean event = component.getString("platform").equals("event");
        String state = component.getString("state_topic");
        if (state != null && !(event ? events : kept.keySet()).contains(state)) {
            faults.add("topic nobody publishes: " + where + ": " + state);
        }
        named(where, state, component.getString("value_template"), faults);
        String attributes = component.getString("json_attributes_topic");
        if (attributes != null && keys(attributes).isEmpty()) {
            faults.add("topic nobody publishes as JSON: " + where + ": " + attributes);
        }
        named(where, attributes, component.getString("json_attributes_template"), faults);
        String image = component.getString("image_topic");
        if (image != null && !"IMAGE".equals(kept.get(image))) {
            faults.add("topic without a picture: " + where + ": " + image);
        }
        String command = component.getString("command_topic");
        if (command != null && filters.stream().noneMatch(filter -> matches(filter, command))) {
            faults.add("command topic nobody subscribes: " + where + ": " + command);
        }
        if (command != null && !component.getString("command_template", "").contains("transaction")) {
            faults.add("command without a transaction: " + where);
        }
        Stream.of(Optional.ofNullable(state), Optional.ofNullable(image), Optional.ofNullable(command))
                .flatMap(Optional::stream).filter(topic -> topic.startsWith(topics.discovery() + "/"))
                .forEach(topic -> faults.add("topic below the discovery prefix: " + where + ": " + topic));
    }

    private void availability(String where, JsonObject holder, List<String> faults) {
        if (holder.get("availability") instanceof JsonArray entries) {
            for (Object entry : entries) {
                String topic = ((JsonObject) entry).getString("topic");
                if (!"TEXT".equals(kept.get(topic))) {
                    faults.add("availability nobody publishes: " + where + ": " + topic);
                }
            }
        }
    }

    private void named(String where, String topic, String template, List<String> faults) {
        if (template == null) {
            return;
        }
        var matcher = NAMED.matcher(template);
        while (matcher.find()) {
            if (!keys(topic).contains(matcher.group(1))) {
                faults.add("key nobody sends: " + where + ": " + matcher.group(1));
            }
        }
    }

    private static boolean matches(String filter, String topic) {
        return filter.endsWith("/+") && topic.lastIndexOf('/') == filter.length() - 2
                && topic.startsWith(filter.substring(0, filter.length() - 1));
    }

    private static Map<String, String> rig() {
        var rig = new TreeMap<>(Map.of(
                "camera/status", "TEXT",
                "state/run",
                "schema at active phase result run profile purpose set set_done set_total done total percent "
                        + "rejected started_at finish_at how",
                "state/gate", "schema at open sensor_c target_c soak_done_s soak_of_s why",
                "state/camera",
                "schema at sensor_c target_c load_percent gain offset mode noise_adu frame_noise_adu",
                "state/safety", "schema at cap cap_evidence panel panel_evidence light",
                "state/problem", "schema at problem count text items",
                "state/library", "schema at masters held rows",
                "state/due", "schema at count next next_at rows",
                "preview/live", "IMAGE"));
        for (String kind : List.of("bias", "dark", "dark-flat")) {
            rig.put("state/master/" + kind, "schema at name set evening frames mean_adu median_adu sigma_adu "
                    + "hot_pixels verdict remark findings");
            rig.put("preview/" + kind, "IMAGE");
        }
        for (String name : "phase percent set done total finish_at sensor_c target_c load_percent problem text verdict"
                .split(" ", -1)) {
            rig.put("value/" + name, "TEXT");
        }
        return rig;
    }
}
