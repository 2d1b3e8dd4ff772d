package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Recordings of real servers: the tokenizer finds in them what a count by hand found, however they are cut.
class CapturesTest {

    private static final Pattern ROW = Pattern.compile("\\| (\\S+\\.xml) \\|.*\\| (\\d+) \\| (\\d+) \\|");
    private static final int CUTS = 100;

    @Test
    void everyRecordingReadsTheSameHoweverItIsCut() throws IOException {
        Path folder = Transcript.captures();
        List<MatchResult> rows = Files.readAllLines(folder.resolve("README.md")).stream()
                .map(ROW::matcher).filter(Matcher::matches).map(Matcher::toMatchResult).toList();
        assertTrue(rows.size() > 50, rows.size() + " recordings");
        for (MatchResult row : rows) {
            String file = row.group(1);
            byte[] stream = Files.readAllBytes(folder.resolve(file));
            Transcript whole = Transcript.of(stream, Integer.MAX_VALUE);
            assertEquals(row.group(2) + " elements, " + row.group(3) + " BLOB bytes in " + file,
                    whole.elements() + " elements, " + whole.blobBytes() + " BLOB bytes in " + file);
            for (int slice : new int[]{1, 7, 4096}) {
                assertEquals(whole.text(), Transcript.of(stream, slice).text(),
                        file + " in slices of " + slice);
            }
            int step = Math.max(1, stream.length / CUTS);
            for (int cut = 0; cut <= stream.length; cut += step) {
                assertEquals(whole.text(), Transcript.splitAt(stream, cut).text(), file + " cut at " + cut);
            }
        }
    }
}
