package dev.darkbox.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Epochs;
import dev.darkbox.library.AuditFinding.Code;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.master.Masters;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.PromoteRule;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.quality.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One thing wrong at a time in a library that is clean.
class AuditTest {

    private static final Verdict PASS = new Verdict(Verdict.Kind.PASS, "as it should be");

    @TempDir
    private Path root;

    private MasterFiles dark = MasterFiles.in(Path.of(""), "x");
    private MasterFiles flat = MasterFiles.in(Path.of(""), "x");

    @BeforeEach
    void aCleanLibrary() throws IOException {
        new Epochs(root, Disk.real())
                .keep(CameraEpoch.of(Map.of("driver.exec", "indi_asi_ccd", "driver.version",
                        "2.3", "sdk.SDK.VERSION", "1.37")));
        dark = make(Masters.DARK, "2025-09-23", "r1");
        flat = make(Masters.FLAT, "2025-09-23", "r1");
        publish(dark, Profile.PRODUCTION);
        publish(flat, Profile.PRODUCTION);
        library().writeIndex();
        assertEquals(List.of(), audit().findings());
    }

    @Test
    void aCleanLibraryIsClean() throws Exception {
        Audited audited = audit();
        assertTrue(audited.isClean());
        assertEquals(2, audited.masters());
        assertTrue(audited.checked());
    }

    @Test
    void oneTurnedBitIsFoundInEitherTwinAndOnlyWhereBytesAreRead() throws Exception {
        for (Path file : List.of(dark.fit(), dark.xisf())) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - (file.equals(dark.fit()) ? 2000 : 2)] ^= 4;
            Files.write(file, bytes);
            assertTrue(codes(audit()).contains(Code.CHECKSUM), file.toString());
            assertFalse(codes(Audit.of(library(), true)).contains(Code.CHECKSUM), file.toString());
            bytes[bytes.length - (file.equals(dark.fit()) ? 2000 : 2)] ^= 4;
            Files.write(file, bytes);
        }
    }

    @Test
    void anEditedHeaderIsAWrongChecksum() throws Exception {
        ManyMasters.edit(dark.fit(), "OBSERVER", "A. Observer", "B. Observer");
        assertEquals(List.of(Code.CHECKSUM), codes(audit()));
    }

    @Test
    void aRenamedMasterIsFoundByItsHeader() throws Exception {
        rename(dark, "180s", "300s");
        List<Code> codes = codes(audit());
        assertTrue(codes.contains(Code.NAME), codes.toString());
        assertTrue(codes.contains(Code.INDEX), codes.toString());
    }

    @Test
    void aFilterThatIsNotTheHeadersIsNamed() throws Exception {
        rename(flat, "Ha", "OIII");
        AuditFinding finding = of(Code.FILTER);
        assertEquals("Its name says filter OIII, its header Ha.", finding.text());
    }

    @Test
    void aFilterThatWasNotInTheBeamIsNamed() throws Exception {
        ManyMasters.edit(flat.fit(), "FILTER", "'Ha      '", "'L       '");
        assertEquals("It is for flats of Ha and was taken behind L.", of(Code.FILTER).text());
    }

    @Test
    void whatIsMissingBesideAMasterIsNamed() throws Exception {
        Files.delete(dark.xrs());
        assertEquals(dark.xrs(), of(Code.MISSING).file());
        Files.delete(library().folder(Profile.PRODUCTION).resolve(dark.xisf().getFileName()));
        assertEquals(2, codes(audit()).stream().filter(Code.MISSING::equals).count());
    }

    @Test
    void whatBelongsToNoMasterIsNamed() throws Exception {
        Path folder = dark.fit().resolveSibling("");
        List<Path> strays = List.of(folder.resolve("master-bias.fit.part"),
                folder.resolve("master-gone.xisf"),
                library().folder(Profile.PRODUCTION).resolve("master-gone.xrs"),
                library().folder(Profile.PRODUCTION).resolve("my-own-dark.fit"));
        for (Path stray : strays) {
            Files.writeString(stray, "x");
        }
        assertEquals(strays,
                audit().findings().stream().filter(f -> f.code() == Code.ORPHAN).map(AuditFinding::file)
                        .toList());
    }

    @Test
    void aCopyInAnotherEveningIsADuplicate() throws Exception {
        Path other = Files.createDirectories(root.resolve("Calibration/2025-09-24"));
        for (Path file : dark.present()) {
            Files.copy(file, other.resolve(file.getFileName()));
        }
        assertEquals("The same master is " + other.resolve(dark.fit().getFileName()) + ".",
                of(Code.DUPLICATE).text());
    }

    @Test
    void whatIsPublishedAndNotTheLibrarysIsStale() throws Exception {
        MasterFiles gone = make(Masters.BIAS, "2025-03-20", "r0");
        publish(gone, Profile.STAGING);
        library().writeIndex();
        assertEquals(List.of(), audit().findings());
        for (Path file : gone.present()) {
            Files.delete(file);
        }
        library().writeIndex();
        AuditFinding finding = of(Code.STALE);
        assertEquals(library().folder(Profile.STAGING).resolve(gone.fit().getFileName()), finding.file());
        assertEquals("It is in staging, and the library has no such master of the run r0.", finding.text());
    }

    @Test
    void aCopyWhereThereAreNoLinksIsNotStaleAndAnOlderOneIs() throws Exception {
        Path published = library().folder(Profile.PRODUCTION).resolve(dark.fit().getFileName());
        Path copy = root.resolve("copy");
        Files.copy(dark.fit(), copy);
        Files.move(copy, published, StandardCopyOption.REPLACE_EXISTING);
        assertEquals(List.of(), audit().findings());
        ManyMasters.edit(published, "DBXMEAN", "1", "2");
        assertEquals("It is not what stands in " + dark.fit() + ".", of(Code.STALE).text());
    }

    @Test
    void aRowThatSaysOtherThanTheFilesIsNamed() throws Exception {
        String text = Files.readString(library().index());
        Files.writeString(library().index(), text.replaceFirst("\\| 3 \\|", "| 4 |"));
        assertEquals(
                "Its row of Calibration/2025-09-23/" + dark.fit().getFileName()
                        + " says other than the file.",
                of(Code.INDEX).text());
        Files.writeString(library().index(), text.lines()
                .filter(line -> !line.startsWith("| master-darkflat")).reduce("", (a, b) -> a + b + "\n"));
        assertEquals("It has no row of Calibration/2025-09-23/" + flat.fit().getFileName() + ".",
                of(Code.INDEX).text());
        Files.delete(library().index());
        assertEquals("There is none.", of(Code.INDEX).text());
    }

    @Test
    void whatIsOfTwoEpochsIsNotUsedTogether() throws Exception {
        var replaced = CameraEpoch.of(Map.of("driver.exec", "indi_asi_ccd", "driver.version", "2.4",
                "sdk.SDK.VERSION", "1.37"));
        new Epochs(root, Disk.real()).keep(replaced);
        MasterFiles fresh = make(Masters.BIAS, "2025-10-01", "r2");
        ManyMasters.edit(fresh.fit(), "DBXEPOCH", "d756c5bc122a", replaced.id());
        publish(fresh, Profile.PRODUCTION);
        List<AuditFinding> found = audit().findings().stream().filter(f -> f.code() == Code.EPOCH).toList();
        assertEquals(2, found.size());
        Files.delete(root.resolve("ops/epochs/d756c5bc122a.txt"));
        assertEquals(root.resolve("ops/epochs/d756c5bc122a.txt"), of(Code.EPOCH).file());
    }

    @Test
    void aFileThatIsNoMasterIsUnreadable() throws Exception {
        Path broken = Files.writeString(dark.fit().resolveSibling("master-bias_T0C.fit"), "no picture",
                StandardCharsets.UTF_8);
        assertEquals(broken, of(Code.UNREADABLE).file());
    }

    private AuditFinding of(Code code) throws IOException {
        List<AuditFinding> found = audit().findings();
        return found.stream().filter(finding -> finding.code() == code).findFirst()
                .orElseThrow(() -> new AssertionError(found.toString()));
    }

    private static List<Code> codes(Audited audited) {
        return audited.findings().stream().map(AuditFinding::code).toList();
    }

    private void rename(MasterFiles files, String from, String to) throws IOException {
        for (Path file : files.present()) {
            Files.move(file, file.resolveSibling(String.valueOf(file.getFileName()).replace(from, to)));
        }
    }

    private Audited audit() throws IOException {
        return Audit.of(library(), false);
    }

    private void publish(MasterFiles files, Profile profile) throws IOException {
        library().publish(files, profile, PromoteRule.WARN, Instant.parse("2025-09-24T08:00:00Z"));
    }

    private CalibrationLibrary library() {
        return new CalibrationLibrary(root, Disk.real());
    }

    private MasterFiles make(PlannedSet set, String evening, String runId) throws IOException {
        return Masters.write(Disk.real(), set, runId, Instant.parse(evening + "T18:00:00Z"), PASS,
                Masters.SHAPE,
                library().folder(LocalDate.parse(evening)));
    }
}
