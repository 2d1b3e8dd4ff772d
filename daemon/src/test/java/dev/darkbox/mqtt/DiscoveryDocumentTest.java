package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What we announce, by the rules and beside what was announced before.
class DiscoveryDocumentTest {

    private static final Path GOLDEN = Path.of("src/test/resources/ha/golden");
    private static final String LONGEST = "abcdefghijklmnopqrstuvwxyz012345";

    @Test
    void ourDocumentsKeepEveryRule() {
        assertEquals(List.of(), DiscoveryRules.faults(Documents.ours()));
    }

    @Test
    void everyTopicInThemIsPublishedAndEveryCommandSubscribed() {
        var published = new PublishedTopics(Documents.TOPICS, List.of("main"));
        assertEquals(List.of(), published.faults(Documents.ours()));
    }

    @Test
    void aBoxIsNotTheRigOfAnotherBox() {
        var ids = new ArrayList<String>();
        for (Topics topics : List.of(new Topics("darkbox", "obs", "ha"),
                new Topics("darkbox", "obs_main", "ha"))) {
            Documents.of(topics, List.of("main", "main+main", "+main"), Documents.COMMANDS).values()
                    .forEach(text -> {
                        JsonObject root = Documents.read(text);
                        ids.add(root.getObject("device").getArray("identifiers").getString(0));
                        root.getObject("components").values()
                                .forEach(value -> ids.add(((JsonObject) value).getString("unique_id")));
                    });
            ids.add(topics.boxDocument());
            List.of("main", "main+main", "+main").forEach(rig -> ids.add(topics.rigDocument(rig)));
        }
        assertEquals(ids.size(), new HashSet<>(ids).size(), ids::toString);
    }

    @Test
    void oddNamesAndSeveralRigsKeepTheRulesToo() {
        var topics = new Topics("Dark-box_2", "Site-_1", "ha");
        var rigs = List.of("main", "wide+field", "Wide-field2", "a", "a+frames", "disk", "memory+free", "x+");
        var documents = Documents.of(topics, rigs, Documents.COMMANDS);
        assertEquals(List.of(), DiscoveryRules.faults(documents));
        assertEquals(List.of(), new PublishedTopics(topics, rigs).faults(documents));
    }

    @Test
    void ordinaryNamesFitIntoSixteenKilobytesAndTheLongestIntoTwentyFour() {
        assertSmaller(DiscoveryRules.MOST_BYTES,
                new Topics("darkbox", LONGEST.substring(0, 16), "homeassistant"),
                LONGEST.substring(0, 12));
        assertSmaller(24 << 10, new Topics(LONGEST, LONGEST, LONGEST), LONGEST);
    }

    private static void assertSmaller(int bytes, Topics topics, String rig) {
        Documents.of(topics, List.of(rig), Documents.COMMANDS).forEach((name, text) -> {
            int length = text.getBytes(StandardCharsets.UTF_8).length;
            assertTrue(length < bytes, () -> name + ": " + length);
        });
    }

    /// `main_free` of rig `disk` is not `free` of `main` of `disk`, whatever rigs are called.
    @Test
    void noKeyIsTheEndOfAnother() {
        var keys = new TreeSet<String>();
        var twice = new HashSet<String>();
        for (String text : Documents.ours().values()) {
            Documents.read(text).getObject("components").keySet().forEach(key -> {
                if (!keys.add(key)) {
                    twice.add(key);
                }
            });
        }
        assertEquals(Set.of("problem"), twice, "the same key for box and rig needs a look at the rule");
        for (String key : keys) {
            assertEquals(List.of(), keys.stream().filter(other -> other.endsWith("_" + key)).toList(), key);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"refresh", "abort", "promote", "republish"})
    void aCommandThatIsNotAllowedHasNoButton(String forbidden) {
        var allowed = new HashSet<>(Documents.COMMANDS);
        allowed.remove(forbidden);
        var documents = Documents.of(Documents.TOPICS, List.of("main"), allowed);
        var topics = new ArrayList<String>();
        documents.values().forEach(text -> Documents.read(text).getObject("components").values()
                .forEach(value -> topics.add(((JsonObject) value).getString("command_topic", ""))));
        assertTrue(topics.stream().noneMatch(topic -> topic.endsWith("/" + forbidden)), topics::toString);
        for (String other : allowed) {
            assertTrue(topics.stream().anyMatch(topic -> topic.endsWith("/" + other)), other);
        }
    }

    @Test
    void valuesOfTheCameraNeedTheCamera() {
        JsonObject components = Documents.read(Documents.main()).getObject("components");
        for (String key : List.of("temperature", "target", "load", "noise", "gate", "soak", "live")) {
            assertEquals(2, components.getObject(key).getArray("availability").size(), key);
            assertEquals("all", components.getObject(key).getString("availability_mode"), key);
        }
        for (String key : List.of("phase", "problem", "abort", "master_dark")) {
            assertTrue(!components.getObject(key).has("availability"), key);
        }
    }

    @Test
    void aRigHangsOnItsBox() {
        assertEquals(Documents.read(Documents.box()).getObject("device").getArray("identifiers").get(0),
                Documents.read(Documents.main()).getObject("device").get("via_device"));
    }

    /// `-Ddarkbox.golden=write` writes them anew.
    @Test
    void theDocumentsAreTheOnesThatWereLookedAt() throws IOException {
        for (var document : Documents.ours().entrySet()) {
            Path file = GOLDEN.resolve(document.getKey() + ".json");
            String pretty = Documents.pretty(document.getValue());
            if ("write".equals(System.getProperty("darkbox.golden"))) {
                Files.writeString(file, pretty);
            }
            assertEquals(Files.readString(file), pretty, file.toString());
        }
    }
}
