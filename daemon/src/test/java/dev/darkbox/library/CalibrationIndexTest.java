package dev.darkbox.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.frame.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationIndexTest {

    private static final List<String> TABLE = List.of("| a |", "|---|", "| new |");
    private static final String BLOCK = """
            <!-- darkbox:masters begin -->
            | a |
            |---|
            | new |
            <!-- darkbox:masters end -->""";

    @TempDir
    private Path folder;

    @Test
    void whatAPersonWroteStaysAsItIs() {
        check("# Calibration index\n\n" + BLOCK + "\n", "");
        check("Notes\n\n" + BLOCK + "\n", "Notes");
        check("Notes\n\n" + BLOCK + "\n", "Notes\n");
        check("Notes\n\n" + BLOCK + "\n", "Notes\n\n");
        check("Notes\n" + BLOCK + "\nmore | notes\n",
                """
                        Notes
                        <!-- darkbox:masters begin -->
                        | edited by hand |

                        lost line
                        <!-- darkbox:masters end -->
                        more | notes
                        """);
        check("Notes\n" + BLOCK + " \ttail", "Notes\n" + BLOCK + " \ttail");
    }

    @Test
    void aMarkerWithoutItsPartnerOwnsOnlyTheRowsBelowIt() {
        check("Notes\n" + BLOCK + "\n\nmore notes\n",
                "Notes\n<!-- darkbox:masters begin -->\n| old |\n|---|\n| old |\n\nmore notes\n");
        check("Notes\n" + BLOCK + "\nmore notes\n", "Notes\n<!-- darkbox:masters begin -->\nmore notes\n");
        check("Notes\n" + BLOCK, "Notes\n<!-- darkbox:masters begin -->");
        check("Notes\n" + BLOCK, "Notes\n<!-- darkbox:masters begin -->\n| old |");
        check("Notes\n<!-- darkbox:masters end -->\n\n" + BLOCK + "\n",
                "Notes\n<!-- darkbox:masters end -->\n");
    }

    @Test
    void lineEndsAreTheFilesOwn() {
        String windows = BLOCK.replace("\n", "\r\n");
        check("Notes\r\n\r\n" + windows + "\r\n", "Notes\r\n");
        check("Notes\r\n" + windows + "\r\n\r\nmore\r\n",
                "Notes\r\n<!-- darkbox:masters begin -->\r\n| old |\r\n| old |\r\n\r\nmore\r\n");
        check("Notes\r\n" + windows + "\r\nmore\r\n", "Notes\r\n" + windows + "\r\nmore\r\n");
    }

    @Test
    void bytesOfAnyEncodingSurviveAndALinkStaysALink() throws IOException {
        Path real = folder.resolve("notes.md");
        byte[] latin = "K\u00e4lte\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(real, latin);
        Path index = Files.createSymbolicLink(folder.resolve("index.md"), real);
        CalibrationIndex.write(Disk.real(), index, List.of("| -10 °C |"));
        byte[] written = Files.readAllBytes(real);
        assertArrayEquals(latin, java.util.Arrays.copyOf(written, latin.length));
        assertTrue(new String(written, StandardCharsets.UTF_8).contains("| -10 °C |"));
        assertTrue(Files.isSymbolicLink(index));
        var untouchable = new Disk((operation, file) -> {
            throw new IOException(operation + " " + file);
        });
        CalibrationIndex.write(untouchable, index, List.of("| -10 °C |"));
    }

    private static void check(String expected, String old) {
        String merged = CalibrationIndex.merge(old, TABLE);
        assertEquals(expected, merged);
        assertEquals(expected, CalibrationIndex.merge(merged, TABLE), "a second time");
    }
}
