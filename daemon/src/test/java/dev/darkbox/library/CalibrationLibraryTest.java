package dev.darkbox.library;

import static dev.darkbox.master.Masters.DARK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.frame.Disk;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.master.Masters;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.PromoteRule;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.quality.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationLibraryTest {

    private static final String NAME = "master-dark_180s_GAIN100_OFFSET50_T-10C";

    private static final Instant NOW = Instant.parse("2025-09-25T08:00:00Z");

    @TempDir
    private Path root;

    @Test
    void thePreviousMasterIsTheYoungestOfAnotherRunThatIsTrusted() throws Exception {
        var library = new CalibrationLibrary(root, Disk.real());
        assertEquals(Optional.empty(), library.previous(DARK, "r9", CameraEpoch.UNKNOWN));
        make("2024-09-20", "r1", Verdict.Kind.PASS);
        make("2025-03-20", "r2", Verdict.Kind.HOLD);
        make("2025-06-20", "r3", Verdict.Kind.FAIL);
        make("2025-09-23", "r4", Verdict.Kind.PASS);
        assertEquals("r4", previous(library, "r9"));
        assertEquals("r1", previous(library, "r4"),
                "one on hold confirms nothing where there is a trusted one");
        make("2025-09-23", "r5", Verdict.Kind.PASS); // r4 is set aside as NAME.1
        assertEquals("r4", previous(library, "r5"));
        PlannedSet other = Masters.set(DARK.set(), "Low Noise");
        assertEquals(Optional.empty(), library.previous(other, "r9", CameraEpoch.UNKNOWN));
        assertEquals(Optional.empty(), library.previous(Masters.FLAT, "r9", CameraEpoch.UNKNOWN));
        assertEquals(List.of("r5", "r4", "r3", "r2", "r1"),
                library.list().masters().stream().map(MasterEntry::runId).toList());
    }

    @Test
    void publishingReplacesTheMasterInForceAndHoldStaysOutOfProduction() throws Exception {
        var library = new CalibrationLibrary(root, Disk.real());
        MasterFiles old = make("2025-03-20", "r1", Verdict.Kind.WARN);
        MasterFiles held = make("2025-09-23", "r2", Verdict.Kind.HOLD);
        assertEquals(1, publish(library, old, Profile.PRODUCTION).orElseThrow().in().size());
        assertEquals(1, publish(library, held, Profile.STAGING).orElseThrow().in().size());
        assertEquals(Optional.empty(), publish(library, held, Profile.PRODUCTION));
        assertEquals(Optional.empty(), publish(library, make("2025-09-24", "r3", Verdict.Kind.FAIL),
                Profile.PRODUCTION));
        Path published = root.resolve("masters/production/" + NAME + ".fit");
        assertEquals(-1, Files.mismatch(old.fit(), published));
        assertEquals(List.of("2025-09-24 FAILED", "2025-09-23 HELD", "2025-03-20 PRODUCTION"),
                states(library));
    }

    @Test
    void whichVerdictsGoToProductionIsTheRulesChoice() throws Exception {
        var library = new CalibrationLibrary(root, Disk.real());
        MasterFiles pass = make("2025-03-20", "r1", Verdict.Kind.PASS);
        MasterFiles warn = make("2025-09-23", "r2", Verdict.Kind.WARN);
        for (PromoteRule rule : PromoteRule.values()) {
            assertEquals(rule != PromoteRule.NEVER,
                    !library.publish(pass, Profile.PRODUCTION, rule, NOW).isEmpty());
            assertEquals(rule == PromoteRule.WARN,
                    !library.publish(warn, Profile.PRODUCTION, rule, NOW).isEmpty());
        }
    }

    @Test
    void aMasterSetAsideIsPublishedUnderItsPlainName() throws Exception {
        var library = new CalibrationLibrary(root, Disk.real());
        make("2025-09-23", "r1", Verdict.Kind.PASS);
        make("2025-09-23", "r2", Verdict.Kind.PASS);
        MasterEntry aside = library.list().masters().stream().filter(m -> m.runId().equals("r1")).findFirst()
                .orElseThrow();
        assertEquals(NAME, aside.name());
        assertTrue(aside.files().fit().endsWith(NAME + ".1.fit"));
        library.say(new LedgerEntry.Word(NOW, "main", MasterId.of(aside), LedgerEntry.Word.Kind.PROMOTE,
                Profile.STAGING, "anna", ""));
        for (String ending : List.of("png", "defects.json", "bpm.lst", "xrs", "xisf", "fit")) {
            assertEquals(-1, Files.mismatch(aside.files().fit().resolveSibling(NAME + ".1." + ending),
                    root.resolve("masters/staging/" + NAME + "." + ending)));
        }
    }

    @Test
    void theIndexHasARowForEveryMasterAndFilesThatAreNoneAreNamed() throws Exception {
        var library = new CalibrationLibrary(root, Disk.real());
        make("2025-03-20", "r1", Verdict.Kind.PASS);
        publish(library, make("2025-09-23", "r2", Verdict.Kind.WARN), Profile.STAGING);
        Path broken = Files.writeString(root.resolve("Calibration/2025-09-23/master-bias_T0C.fit"),
                "no FITS");
        assertEquals(List.of(broken + " is not a FITS file: it does not begin with SIMPLE"),
                library.writeIndex().problems());
        assertEquals(
                """
                        # Calibration index

                        <!-- darkbox:masters begin -->
                        | master | date | frames | mean | median | sigma | hot pixels | temperature | verdict | epoch | path | log |
                        |---|---|--:|--:|--:|--:|--:|--:|---|---|---|---|
                        | NAME | 2025-09-23 | 3 | 1271.44 (1271.44, +0.0 %) | 513.61 (513.61, +0.0 %) | \
                        6671.762 (6671.762, +0.0 %) | 35 (35, +0.0 %) | -9.9 °C | WARN, in staging | `d756c5bc122a` | \
                        `Calibration/2025-09-23/NAME.fit` | `Calibration/2025-09-23/NAME.xrs` |
                        | NAME | 2025-03-20 | 3 | 1271.44 | 513.61 | 6671.762 | 35 | -9.9 °C | PASS, superseded | \
                        `d756c5bc122a` | `Calibration/2025-03-20/NAME.fit` | `Calibration/2025-03-20/NAME.xrs` |
                        <!-- darkbox:masters end -->
                        """
                        .replace("NAME", NAME),
                Files.readString(root.resolve("ops/calibration-index.md")));
    }

    private static Optional<Turned> publish(CalibrationLibrary library, MasterFiles files, Profile profile)
            throws IOException {
        return library.publish(files, profile, PromoteRule.WARN, NOW);
    }

    private static List<String> states(CalibrationLibrary library) throws IOException {
        return library.holdings().holdings().stream()
                .map(holding -> holding.master().evening() + " " + holding.state()).toList();
    }

    private static String previous(CalibrationLibrary library, String runId) throws IOException {
        return library.previous(DARK, runId, CameraEpoch.UNKNOWN).orElseThrow().runId();
    }

    private static Verdict verdict(Verdict.Kind kind) {
        return new Verdict(kind, "as the test wants");
    }

    /// A later run of the same evening begins later.
    private MasterFiles make(String evening, String runId, Verdict.Kind kind) throws IOException {
        Instant dusk = Instant.parse(evening + "T18:00:00Z").plusSeconds(runId.charAt(1));
        Path folder = new CalibrationLibrary(root, Disk.real()).folder(LocalDate.parse(evening));
        return Masters.write(Disk.real(), DARK, runId, dusk, verdict(kind), Masters.SHAPE, folder);
    }
}
