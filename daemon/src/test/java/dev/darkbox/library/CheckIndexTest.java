package dev.darkbox.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.darkbox.frame.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The table of checks beside that of masters, in a file that is a person's as well.
class CheckIndexTest {

    private static final Instant AT = Instant.parse("2025-10-03T22:15:30Z");
    private static final MasterId BIAS = new MasterId(LocalDate.of(2025, 9, 23), "master-bias", "run-1");

    @TempDir
    private Path root;

    @Test
    void theLastWordOfEachKindStandsInATableOfItsOwn() throws IOException {
        var library = new CalibrationLibrary(root, Disk.real());
        Path index = Files.createDirectories(root.resolve("ops")).resolve("calibration-index.md");
        Files.writeString(index, "# Mine\n\nA word of mine.\n");
        CheckIndex.write(library);
        assertEquals("# Mine\n\nA word of mine.\n", Files.readString(index), "nothing was checked yet");

        library.ledger().add(List.of(
                new LedgerEntry.SpotChecked(AT, "main", BIAS, true, "mean +0.1 %"),
                new LedgerEntry.SpotChecked(AT.plusSeconds(60), "main", BIAS, false, "mean +12 % | hot"),
                new LedgerEntry.Validated(AT, "main", true, "10 of 10 picks right")));
        library.writeIndex();
        CheckIndex.write(library);
        String text = Files.readString(index);
        assertEquals(
                """
                        # Mine

                        A word of mine.

                        <!-- darkbox:masters begin -->
                        """ + String.join("\n", CalibrationIndex.table(text))
                        + """

                                <!-- darkbox:masters end -->

                                <!-- darkbox:checks begin -->
                                | checked (UTC) | rig | what | result | figures |
                                |---|---|---|---|---|
                                | 2025-10-03 22:15 | main | validation | passed | 10 of 10 picks right |
                                | 2025-10-03 22:16 | main | spot check of 2025-09-23/master-bias | **failed** | mean +12 % / hot |
                                <!-- darkbox:checks end -->
                                """,
                text);
        library.writeIndex();
        CheckIndex.write(library);
        assertEquals(text, Files.readString(index), "neither touches the other's");
        assertFalse(String.join("\n", CalibrationIndex.table(text)).contains("spot check"));
    }
}
