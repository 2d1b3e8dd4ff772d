package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A board that remembers everything that would have been sent, in order.
public final class BoardMemory implements Board {

    public static final Topics TOPICS = new Topics("darkbox", "site1", "homeassistant");

    private static final Map<String, List<String>> KEYS = Map.of(
            "state/run",
            List.of("schema", "at", "active", "phase", "result", "run", "profile", "purpose", "set",
                    "set_done", "set_total", "done", "total", "percent", "rejected", "started_at",
                    "finish_at", "how"),
            "state/gate", List.of("schema", "at", "open", "sensor_c", "target_c", "soak_done_s",
                    "soak_of_s", "why"),
            "state/camera", List.of("schema", "at", "sensor_c", "target_c", "load_percent", "gain",
                    "offset", "mode", "noise_adu", "frame_noise_adu"),
            "state/safety",
            List.of("schema", "at", "cap", "cap_evidence", "panel", "panel_evidence", "light"),
            "state/problem", List.of("schema", "at", "problem", "count", "text", "items"),
            "state/library", List.of("schema", "at", "masters", "held", "rows"),
            "state/due", List.of("schema", "at", "count", "next", "next_at", "rows"),
            "state/master", List.of("schema", "at", "name", "set", "evening", "frames", "mean_adu",
                    "median_adu", "sigma_adu", "hot_pixels", "verdict", "remark", "findings"),
            "event", List.of("event_type", "at", "rig", "run", "set", "text"),
            "log", List.of("at", "level", "rig", "text"));

    /// One message.
    ///
    /// @param text or the file's version
    public record Sent(String how, String topic, String text) {}

    private final List<Sent> sent = new ArrayList<>();
    private final Map<String, String> kept = new HashMap<>();

    @Override
    public synchronized void keep(String topic, String text) {
        put("keep", topic, text);
    }

    @Override
    public synchronized void keep(String topic, Path file, String version) {
        put("file", topic, version);
    }

    private void put(String how, String topic, String text) {
        if (!text.equals(kept.put(topic, text))) {
            sent.add(new Sent(how, topic, text));
        }
    }

    @Override
    public synchronized void erase(String topic) {
        if (kept.remove(topic) != null) {
            sent.add(new Sent("erase", topic, ""));
        }
    }

    @Override
    public synchronized void tell(String topic, String text, Duration expires, ByteBuffer correlation) {
        sent.add(new Sent("tell", topic, text));
    }

    @Override
    public synchronized void mention(String topic, String text) {
        sent.add(new Sent("mention", topic, text));
    }

    /// All messages of a rig's topic, erased ones as empty texts.
    public synchronized List<String> of(String rig, String leaf) {
        return sent.stream().filter(s -> s.topic().equals(TOPICS.ofRig(rig, leaf))).map(Sent::text).toList();
    }

    /// The same, read.
    public List<JsonObject> objects(String rig, String leaf) {
        return of(rig, leaf).stream().map(BoardMemory::read).toList();
    }

    /// The last of them.
    public JsonObject last(String rig, String leaf) {
        return objects(rig, leaf).getLast();
    }

    public synchronized List<String> box(String leaf) {
        return sent.stream().filter(s -> s.topic().equals(TOPICS.ofBox(leaf))).map(Sent::text).toList();
    }

    /// What is retained now.
    public synchronized Map<String, String> retained() {
        return Map.copyOf(kept);
    }

    /// Everything that was sent.
    public synchronized List<String> texts() {
        return sent.stream().map(Sent::text).toList();
    }

    /// What every kept topic ever held: `IMAGE`, `TEXT`, or the keys of its objects with blanks between.
    synchronized Map<String, String> shapes() {
        Map<String, String> shapes = new TreeMap<>();
        sent.stream().filter(s -> s.how().equals("keep") || s.how().equals("file")).forEach(s -> {
            String shape = s.how().equals("file")
                    ? "IMAGE"
                    : s.text().startsWith("{") ? String.join(" ", read(s.text()).keySet()) : "TEXT";
            String before = shapes.putIfAbsent(s.topic(), shape);
            assertEquals(before == null ? shape : before, shape, s.toString());
        });
        return shapes;
    }

    /// What was told of a topic, read.
    synchronized List<JsonObject> told(String topic) {
        return sent.stream().filter(s -> s.how().equals("tell") && s.topic().equals(topic))
                .map(s -> read(s.text())).toList();
    }

    /// Every object so far has exactly the keys it should have, and in their order.
    public synchronized void assertKeys() {
        for (Sent message : sent) {
            String leaf = message.topic().replaceFirst("^darkbox/site1/(rig/[^/]+/)?", "")
                    .replaceFirst("^state/master/.*", "state/master");
            List<String> keys = KEYS.get(leaf);
            if (keys != null) {
                assertEquals(keys, List.copyOf(read(message.text()).keySet()), message.toString());
            } else {
                assertEquals(false, leaf.startsWith("state/"), message.toString());
            }
        }
    }

    public static JsonObject read(String text) {
        try {
            return JsonParser.object().from(text);
        } catch (JsonParserException e) {
            throw new AssertionError(text, e);
        }
    }
}
