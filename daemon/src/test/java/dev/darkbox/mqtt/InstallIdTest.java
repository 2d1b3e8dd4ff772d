package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallIdTest {

    @TempDir
    private Path folder;
    private final List<String> warnings = new ArrayList<>();

    private String id(Path file, long seed) {
        return InstallId.in(file, new SplittableRandom(seed), warnings::add);
    }

    @Test
    void anInstallationKeepsItsIdAndSharesItWithNobody() throws Exception {
        Path file = folder.resolve("state/mqtt-id");
        String id = id(file, 1);
        assertTrue(id.matches("[a-z0-9]{12}"), id);
        assertEquals(id, id(file, 2));
        assertNotEquals(id, id(folder.resolve("other"), 2));
        assertEquals(id + "\n", Files.readString(file));
        assertEquals(List.of("mqtt-id"), List.of(folder.resolve("state").toFile().list()));
        assertEquals(List.of(), warnings);
    }

    @Test
    void whatIsNoIdIsReplaced() throws Exception {
        Path file = folder.resolve("mqtt-id");
        for (String bad : List.of("", "x", "a".repeat(13), "a".repeat(1_000_000), "abcdefghijk/",
                "abcdefghijk\0")) {
            Files.writeString(file, bad);
            String id = id(file, 3);
            assertTrue(id.matches("[a-z0-9]{12}"), id);
            assertEquals(id, id(file, 4));
        }
        assertEquals(List.of(), warnings);
    }

    @Test
    void aFolderThatCannotBeWrittenCostsAWarningOnly() throws Exception {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");
        String id = id(notAFolder.resolve("mqtt-id"), 5);
        assertTrue(id.matches("[a-z0-9]{12}"), id);
        assertEquals(2, warnings.size(), warnings::toString);
        assertTrue(warnings.getLast().contains("cannot be written, the broker will know us by another id"));
    }

    @Test
    void theClientIdFitsAndKeepsTheId() {
        assertEquals("darkbox-site1-abcdefghijkm",
                InstallId.clientId(new Topics("darkbox", "site1", "homeassistant"), "abcdefghijkm"));
        String longest = InstallId.clientId(new Topics("b".repeat(32), "x".repeat(32), ""), "abcdefghijkm");
        assertEquals(64, longest.length());
        assertTrue(longest.endsWith("x-abcdefghijkm"), longest);
    }
}
