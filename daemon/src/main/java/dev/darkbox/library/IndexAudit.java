package dev.darkbox.library;

import dev.darkbox.library.AuditFinding.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Compares the index with the files.
final class IndexAudit {

    private static final String REMEDY = "Write it anew: darkbox library rebuild-index.";
    private static final int MOST_TOLD = 20;

    private final AuditNotes notes;
    private final Path index;

    IndexAudit(AuditNotes notes, Path index) {
        this.notes = notes;
        this.index = index;
    }

    /// Looks for rows that differ.
    ///
    /// @param table as it would be written from the files
    void compare(List<String> table) throws IOException {
        if (!Files.exists(index)) {
            notes.add(Code.INDEX, index, "There is none.", REMEDY);
            return;
        }
        List<String> there = CalibrationIndex.table(Files.readString(index, StandardCharsets.ISO_8859_1))
                .stream()
                .map(line -> new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .toList();
        if (there.isEmpty()) {
            notes.add(Code.INDEX, index, "It has no table of masters between its markers.", REMEDY);
        } else if (!there.equals(table)) {
            rows(there, table);
        }
    }

    private void rows(List<String> there, List<String> table) {
        Set<String> meant = new HashSet<>(table);
        Set<String> written = new HashSet<>(there);
        Set<String> files = new HashSet<>();
        table.forEach(row -> files.add(file(row)));
        int told = 0;
        int differ = 0;
        for (String row : there) {
            if (!meant.contains(row)) {
                differ++;
                if (told++ < MOST_TOLD) {
                    notes.add(Code.INDEX, index, files.contains(file(row))
                            ? "Its row of " + file(row) + " says other than the file."
                            : "It has a row of " + file(row) + ", which is not there.", REMEDY);
                }
            }
        }
        Set<String> rows = new HashSet<>();
        there.forEach(row -> rows.add(file(row)));
        for (String row : table) {
            if (!written.contains(row) && !rows.contains(file(row))) {
                differ++;
                if (told++ < MOST_TOLD) {
                    notes.add(Code.INDEX, index, "It has no row of " + file(row) + ".", REMEDY);
                }
            }
        }
        if (differ > MOST_TOLD) {
            notes.add(Code.INDEX, index, "And " + (differ - MOST_TOLD) + " more rows differ.", REMEDY);
        } else if (differ == 0) {
            notes.add(Code.INDEX, index, "Its rows stand in another order.", REMEDY);
        }
    }

    /// The path of a row's master: what stands in its last cell but one, between backticks.
    private static String file(String row) {
        String[] cells = row.split("\\|", -1);
        return cells.length < 4 ? row.strip() : cells[cells.length - 3].strip().replace("`", "");
    }
}
