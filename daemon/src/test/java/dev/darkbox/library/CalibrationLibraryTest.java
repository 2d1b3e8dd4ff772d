package dev.darkbox.library;

import static dev.darkbox.master.Masters.DARK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.frame.Disk;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.master.Masters;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.quality.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationLibraryTest {

    private static final String NAME = "master-dark_180s_GAIN100_OFFSET50_T-10C";

    @TempDir
    private Path root;

    @Test
    void thePreviousMasterIsTheYoungestOfAnotherRunThatIsComparable() throws Exception {
        var library = new CalibrationLibrary(root, Disk.real());
        assertEquals(Optional.empty(), library.previous(DARK, "r9"));
        make("2024-09-20", "r1", Verdict.Kind.PASS);
        make("2025-03-20", "r2", Verdict.Kind.HOLD);
        make("2025-06-20", "r3", Verdict.Kind.FAIL);
        make("2025-09-23", "r4", Verdict.Kind.PASS);
        assertEquals("r4", previous(library, "r9"));
        assertEquals("r2", previous(library, "r4"));
        make("2025-09-23", "r5", Verdict.Kind.PASS); // r4 is set aside as NAME.1
        assertEquals("r4", previous(library, "r5"));
        PlannedSet other = Masters.set(DARK.set(), "Low Noise");
        assertEquals(Optional.empty(), library.previous(other, "r9"));
        assertEquals(Optional.empty(), library.previous(Masters.FLAT, "r9"));
        assertEquals(List.of("r5", "r4", "r3", "r2", "r1"),
                library.list().masters().stream().map(MasterEntry::runId).toList());
    }

    @Test
    void publishingReplacesTheMasterInForceAndHoldStaysOutOfProduction() throws Exception {
        var library = new CalibrationLibrary(root, Disk.real());
        MasterFiles old = make("2025-03-20", "r1", Verdict.Kind.PASS);
        MasterFiles held = make("2025-09-23", "r2", Verdict.Kind.HOLD);
        assertEquals(6, library.publish(old, verdict(Verdict.Kind.WARN), Profile.PRODUCTION).size());
        assertEquals(6, library.publish(held, verdict(Verdict.Kind.HOLD), Profile.STAGING).size());
        assertEquals(List.of(), library.publish(held, verdict(Verdict.Kind.HOLD), Profile.PRODUCTION));
        assertEquals(List.of(), library.publish(held, verdict(Verdict.Kind.FAIL), Profile.PRODUCTION));
        Path published = root.resolve("masters/production/" + NAME + ".fit");
        assertEquals(-1, Files.mismatch(old.fit(), published));
        assertEquals(List.of("2025-09-23 false true", "2025-03-20 true false"), inForce(library));

        library.promote(library.list().masters().getFirst(), Profile.PRODUCTION);
        assertEquals(-1, Files.mismatch(held.fit(), published));
        assertEquals(List.of("2025-09-23 true true", "2025-03-20 false false"), inForce(library));
        library.promote(library.list().masters().getFirst(), Profile.PRODUCTION);
        try (Stream<Path> files = Files.list(root.resolve("masters/production"))) {
            assertEquals(6, files.count());
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
        assertEquals(Stream.of("png", "defects.json", "bpm.lst", "xrs", "xisf", "fit")
                .map(ending -> root.resolve("masters/staging/" + NAME + "." + ending)).toList(),
                library.promote(aside, Profile.STAGING));
        assertTrue(library.inForce(aside, Profile.STAGING));
        assertFalse(library.inForce(aside, Profile.PRODUCTION));
    }

    @Test
    void theIndexHasARowForEveryMasterAndFilesThatAreNoneAreNamed() throws Exception {
        var library = new CalibrationLibrary(root, Disk.real());
        make("2025-03-20", "r1", Verdict.Kind.PASS);
        library.publish(make("2025-09-23", "r2", Verdict.Kind.WARN), verdict(Verdict.Kind.WARN),
                Profile.STAGING);
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

    /// Fails the n-th disk operation of a publication, for every n: under every name there is always one whole
    /// file, the old one or the new.
    @Test
    void whateverOperationFailsEachPublishedFileIsWholeAndTheNextTrySucceeds() throws Exception {
        MasterFiles old = make("2025-03-20", "r1", Verdict.Kind.PASS);
        MasterFiles fresh = make("2025-09-23", "r2", Verdict.Kind.PASS);
        boolean failed = true;
        for (int n = 1; failed; n++) {
            new CalibrationLibrary(root, Disk.real()).publish(old, verdict(Verdict.Kind.PASS),
                    Profile.PRODUCTION);
            var count = new AtomicInteger();
            int failing = n;
            var library = new CalibrationLibrary(root, new Disk((operation, _) -> {
                if (count.incrementAndGet() == failing) {
                    throw new IOException("fault at " + operation);
                }
            }));
            failed = !publishes(library, fresh);
            for (int i = 0; i < 6; i++) {
                Path published = library.folder(Profile.PRODUCTION).resolve(
                        String.valueOf(fresh.all().get(i).getFileName()));
                assertTrue(Files.mismatch(published, old.all().get(i)) < 0
                        || Files.mismatch(published, fresh.all().get(i)) < 0, "operation " + n);
            }
            assertTrue(publishes(new CalibrationLibrary(root, Disk.real()), fresh));
            try (Stream<Path> files = Files.list(library.folder(Profile.PRODUCTION))) {
                assertEquals(6, files.count(), "operation " + n);
            }
        }
    }

    private static boolean publishes(CalibrationLibrary library, MasterFiles files) {
        try {
            return !library.publish(files, verdict(Verdict.Kind.PASS), Profile.PRODUCTION).isEmpty();
        } catch (IOException _) {
            return false;
        }
    }

    private static List<String> inForce(CalibrationLibrary library) throws IOException {
        var lines = new ArrayList<String>();
        for (MasterEntry master : library.list().masters()) {
            lines.add(master.evening() + " " + library.inForce(master, Profile.PRODUCTION) + " "
                    + library.inForce(master, Profile.STAGING));
        }
        return lines;
    }

    private static String previous(CalibrationLibrary library, String runId) throws IOException {
        return library.previous(DARK, runId).orElseThrow().runId();
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
