package dev.darkbox.library;

import dev.darkbox.frame.Turn;
import dev.darkbox.library.LedgerEntry.SpotChecked;
import dev.darkbox.library.LedgerEntry.Validated;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The second table of the operator's index, between markers of its own: the last validation of each rig and the last spot
/// check of each master name, as the ledger has them.
public final class CheckIndex {

    private static final List<String> HEAD = List.of("| checked (UTC) | rig | what | result | figures |",
            "|---|---|---|---|---|");

    private record Row(Instant at, String rig, String what, boolean passed, String text) {

        String line() {
            return "| "
                    + at.truncatedTo(ChronoUnit.MINUTES).toString().replace("T", " ").replaceFirst(":00Z$",
                            "")
                    + " | " + rig + " | " + what + " | " + (passed ? "passed" : "**failed**") + " | "
                    + text.replace("|", "/") + " |";
        }
    }

    private CheckIndex() {}

    /// Writes the table anew; leaves the file alone as long as nothing was ever checked.
    public static void write(CalibrationLibrary library) throws IOException {
        Ledger ledger = library.ledger();
        try (Turn _ = ledger.turn()) {
            List<String> lines = of(ledger.read().entries());
            if (lines.size() == HEAD.size()) {
                return;
            }
            CalibrationIndex.write(library.disk(), library.index(), CalibrationIndex.CHECKS, lines);
        }
    }

    /// Lines without line ends: a head, then validations and spot checks, by rig and name.
    static List<String> of(List<LedgerEntry> entries) {
        Map<String, Row> validations = new LinkedHashMap<>();
        Map<List<String>, Row> spots = new LinkedHashMap<>();
        for (LedgerEntry entry : entries) {
            if (entry instanceof Validated(Instant at, String rig, boolean passed, String text)) {
                validations.put(rig, new Row(at, rig, "validation", passed, text));
            } else if (entry instanceof SpotChecked(Instant at, String rig, MasterId master, boolean passed, String text)) {
                spots.put(List.of(rig, master.name()),
                        new Row(at, rig, "spot check of " + master.shown(), passed, text));
            }
        }
        var lines = new ArrayList<>(HEAD);
        validations.values().forEach(row -> lines.add(row.line()));
        spots.values().forEach(row -> lines.add(row.line()));
        return lines;
    }
}
