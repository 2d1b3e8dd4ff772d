package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The rules refuse what is wrong, for the reason that it is wrong.
class DiscoveryRulesTest {

    private static final Path FOLDER = Path.of("src/test/resources/ha");

    /// A file that is wrong in the one way its name says, and the rule that must find it.
    private static final Map<String, String> BROKEN = Map.ofEntries(
            Map.entry("root-tilde", "root key"), Map.entry("root-key-unknown", "root key"),
            Map.entry("origin-missing", "origin"), Map.entry("origin-without-name", "origin name"),
            Map.entry("device-without-ids", "device ids"), Map.entry("device-key-unknown", "device key"),
            Map.entry("device-url", "device url"), Map.entry("availability-twice", "availability twice"),
            Map.entry("availability-mode", "availability mode"),
            Map.entry("availability-key-unknown", "availability key"),
            Map.entry("platform-unknown", "platform"), Map.entry("unique-id-missing", "unique id missing"),
            Map.entry("unique-id-twice", "unique id twice"), Map.entry("unit-of-other-class", "unit"),
            Map.entry("timestamp-with-unit", "unit"), Map.entry("enum-with-state-class", "state class"),
            Map.entry("options-empty", "options"), Map.entry("template-unbalanced", "template"),
            Map.entry("filter-unknown", "filter"), Map.entry("command-wildcard", "topic"),
            Map.entry("image-topic-and-url", "image topic"), Map.entry("image-not-png", "image type"),
            Map.entry("event-without-types", "event types"), Map.entry("icon-without-prefix", "icon"),
            Map.entry("button-class", "device class"), Map.entry("button-retained", "retain"),
            Map.entry("category-config-sensor", "entity category"), Map.entry("qos-three", "qos"),
            Map.entry("key-misspelt", "component key"), Map.entry("object-id", "component key"),
            Map.entry("entity-id-of-other-platform", "entity id"),
            Map.entry("name-of-device", "name repeats the device"), Map.entry("not-json", "json"));

    /// Documents that Home Assistant itself refused, and one that it took; not part of this source.
    private static final Path LAB = Path.of(System.getProperty("darkbox.ha-lab", "no-such-folder"));

    @Test
    void theSoundDocumentPasses() throws IOException {
        assertEquals(List.of(), faults(FOLDER.resolve("sound.json")));
    }

    @TestFactory
    Stream<DynamicTest> aBrokenDocumentIsRefusedForItsOneFault() throws IOException {
        List<Path> files = jsonFiles(FOLDER.resolve("broken"));
        assertEquals(BROKEN.keySet().stream().sorted().toList(), files.stream().map(DiscoveryRulesTest::name)
                .toList());
        return files.stream().map(file -> DynamicTest.dynamicTest(name(file), () -> {
            List<String> faults = faults(file);
            assertEquals(1, faults.size(), faults::toString);
            assertTrue(faults.getFirst().startsWith(BROKEN.get(name(file)) + ": "), faults::toString);
        }));
    }

    @Test
    void anEntityThatIsTakenAwayNeedsNothingButItsPlatform() throws IOException {
        String sound = Files.readString(FOLDER.resolve("sound.json"));
        String less = sound.replace("\"cmps\": {", "\"cmps\": {\"old\": {\"p\": \"button\"},");
        assertFalse(less.equals(sound));
        assertEquals(List.of(), DiscoveryRules.faults(Map.of("less", less)));
    }

    @Test
    void twoDocumentsDoNotShareAnId() throws IOException {
        String sound = Files.readString(FOLDER.resolve("sound.json"));
        List<String> faults = DiscoveryRules.faults(Map.of("a", sound, "b", sound));
        assertTrue(faults.stream().anyMatch(fault -> fault.startsWith("unique id twice")), faults::toString);
    }

    @Test
    void aTopicNobodyPublishesIsFound() {
        var published = new PublishedTopics(Documents.TOPICS, List.of("main"));
        assertFault(published, "topic nobody publishes", "main/state/run", "main/state/ran");
        assertFault(published, "availability nobody publishes", "camera/status", "camera/state");
        assertFault(published, "command topic nobody subscribes", "main/cmd/abort", "main/abort");
        assertFault(published, "topic without a picture", "preview/bias", "preview/flat");
        assertFault(published, "key nobody sends", "value_json.finish_at", "value_json.finish");
        assertFault(published, "command without a transaction", "transaction", "transact");
    }

    private static void assertFault(PublishedTopics published, String rule, String was, String is) {
        String text = Documents.main();
        assertTrue(text.contains(was), was);
        List<String> faults = published.faults(Map.of("main", text.replace(was, is)));
        assertTrue(faults.stream().anyMatch(fault -> fault.startsWith(rule + ": ")),
                () -> rule + ": " + faults);
    }

    @TestFactory
    Stream<DynamicTest> whatHomeAssistantRefusedIsRefused() throws IOException {
        assumeTrue(Files.isDirectory(LAB), "no -Ddarkbox.ha-lab=FOLDER");
        return Stream.concat(Stream.of(DynamicTest.dynamicTest("example",
                () -> assertEquals(List.of(), faults(LAB.resolve("example-discovery.json"))))),
                jsonFiles(LAB.resolve("broken")).stream().map(file -> DynamicTest.dynamicTest(name(file),
                        () -> assertFalse(faults(file).isEmpty()))));
    }

    private static List<String> faults(Path file) throws IOException {
        return DiscoveryRules.faults(Map.of(name(file), Files.readString(file)));
    }

    private static List<Path> jsonFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".json", "");
    }
}
