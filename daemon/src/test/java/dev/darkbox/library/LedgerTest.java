package dev.darkbox.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.frame.CheckedLine;
import dev.darkbox.frame.Disk;
import dev.darkbox.library.LedgerEntry.Asked;
import dev.darkbox.library.LedgerEntry.EpochSeen;
import dev.darkbox.library.LedgerEntry.SpotChecked;
import dev.darkbox.library.LedgerEntry.Validated;
import dev.darkbox.library.LedgerEntry.Word;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    private static final Instant AT = Instant.parse("2025-09-24T08:12:00.123Z");
    private static final MasterId DARK = new MasterId(LocalDate.of(2025, 9, 23),
            "master-dark_180s_GAIN100_OFFSET50_T-10C", "2025-09-23-main-1");

    @TempDir
    private Path root;

    private Path file;
    private Ledger ledger;

    @BeforeEach
    void open() {
        file = root.resolve("ops/ledger.txt");
        ledger = new Ledger(root, Disk.real());
    }

    private static LedgerEntry asked(int n) {
        return new Asked(AT.plusSeconds(n), "main", Scope.DARKS, "reason " + n);
    }

    @Test
    void whatWasAddedIsReadBackInOrderWhateverTheTextHolds() throws IOException {
        assertEquals(new Ledger.Content(List.of(), List.of()), ledger.read());
        var all = new ArrayList<LedgerEntry>();
        for (Word.Kind kind : Word.Kind.values()) {
            for (Profile profile : Profile.values()) {
                all.add(new Word(AT, "main", DARK, kind, profile, "anna",
                        "tab\t, line\nend, back\\slash, ä"));
            }
        }
        all.add(new EpochSeen(AT, "", "0123456789ab"));
        for (Scope scope : Scope.values()) {
            all.add(new Asked(AT, "guide", scope, ""));
        }
        all.add(new SpotChecked(AT, "main", DARK, false, "mean +12 %"));
        all.add(new Validated(AT, "main", true, "8 presets"));
        for (LedgerEntry entry : all) {
            ledger.add(entry);
        }
        assertEquals(new Ledger.Content(all, List.of()), ledger.read());
        assertEquals(all.size(), Files.readAllLines(file).size());
    }

    @Test
    void aTornLastLineIsPassedOverAndTakenAwayByTheNext() throws IOException {
        ledger.add(asked(1));
        ledger.add(asked(2));
        byte[] whole = Files.readAllBytes(file);
        int first = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
        for (int length = first; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertEquals(new Ledger.Content(List.of(asked(1)), List.of()), ledger.read(), "at " + length);
        }
        ledger.add(asked(3));
        assertEquals(new Ledger.Content(List.of(asked(1), asked(3)), List.of()), ledger.read());
    }

    @Test
    void aLineThatIsNotOursIsNamedAndTheOthersCount() throws IOException {
        ledger.add(asked(1));
        Files.writeString(file, "2025-09-24 anna: all darks are bad\n"
                + CheckedLine.write(List.of(AT.toString(), "main", "praised", "x")) + "\n"
                + CheckedLine.write(List.of(AT.toString(), "main", "asked")) + "\n"
                + CheckedLine.write(List.of("yesterday", "main", "asked", "darks", "")) + "\n"
                + CheckedLine
                        .write(List.of(AT.toString(), "main", "hold", "no master", "production", "a", ""))
                + "\n", StandardOpenOption.APPEND);
        ledger.add(asked(2));
        assertEquals(new Ledger.Content(List.of(asked(1), asked(2)), List.of(
                file + ":2: this line is damaged or was written by hand",
                file + ":3: \"praised\" is not known to this version",
                file + ":4: this line has too few fields",
                file + ":5: Text 'yesterday' could not be parsed at index 0",
                file + ":6: \"no master\" is no master; allowed: EVENING/NAME/RUN")), ledger.read());
    }

    @Test
    void whatALaterVersionAddsToALineIsPassedOver() throws IOException {
        ledger.add(asked(1));
        Files.writeString(file, CheckedLine.write(List.of(AT.plusSeconds(2).toString(), "main", "asked",
                "darks", "reason 2", "more")) + "\n", StandardOpenOption.APPEND);
        assertEquals(List.of(asked(1), asked(2)), ledger.read().entries());
    }

    @Test
    void whateverOperationFailsTheLedgerHoldsTheOldLinesAndMayHoldTheNew() throws IOException {
        ledger.add(asked(0));
        boolean cut = true;
        for (int n = 1; cut; n++) {
            var count = new AtomicInteger();
            int failing = n;
            var failed = new Ledger(root, new Disk((operation, _) -> {
                if (count.incrementAndGet() >= failing) {
                    throw new IOException("cut at " + operation);
                }
            }));
            List<LedgerEntry> before = ledger.read().entries();
            try {
                failed.add(asked(n));
                cut = false;
            } catch (IOException _) {
                // as wanted
            }
            List<LedgerEntry> after = ledger.read().entries();
            assertTrue(after.equals(before) || (after.size() == before.size() + 1
                    && after.subList(0, before.size()).equals(before)), "operation " + n);
        }
        assertThrows(IOException.class, () -> new Ledger(file, Disk.real()).add(asked(1)),
                "a library below a file");
    }
}
