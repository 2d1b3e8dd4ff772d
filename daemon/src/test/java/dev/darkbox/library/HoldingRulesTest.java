package dev.darkbox.library;

import static dev.darkbox.library.LedgerEntry.Word.Kind.HOLD;
import static dev.darkbox.library.LedgerEntry.Word.Kind.PROMOTE;
import static dev.darkbox.library.LedgerEntry.Word.Kind.WITHDRAW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Epochs;
import dev.darkbox.library.LedgerEntry.EpochSeen;
import dev.darkbox.library.LedgerEntry.Word;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldingRulesTest {

    private static final CameraEpoch OLD = CameraEpoch.of(Map.of("driver.version", "1.9"));
    private static final CameraEpoch NEW = CameraEpoch.of(Map.of("driver.version", "2.0"));
    private static final MasterEntry MARCH = master("2025-03-20", Verdict.Kind.PASS, "High", OLD);
    private static final MasterEntry SEPTEMBER = master("2025-09-23", Verdict.Kind.HOLD, "High", OLD);
    private static final MasterEntry NEXT = master("2026-03-20", Verdict.Kind.PASS, "High", OLD);
    private static final MasterEntry OTHER_MODE = master("2025-10-01", Verdict.Kind.PASS, "Low", OLD);
    private static final MasterEntry OTHER_CAMERA = master("2026-01-01", Verdict.Kind.PASS, "High", NEW);

    @TempDir
    private Path root;

    private final List<LedgerEntry> entries = new ArrayList<>();

    private static MasterEntry master(String evening, Verdict.Kind verdict, String mode, CameraEpoch epoch) {
        return new MasterEntry("master-bias", LocalDate.parse(evening),
                MasterFiles.in(Path.of("x"), "master-bias"), 9, new MasterStats(1, 1, 1, 1, 1, 1, 1), -10,
                new Verdict(verdict, "as the test wants"), mode, "r-" + evening,
                Instant.parse(evening + "T20:00:00Z"), "main", "p", epoch.id(), epoch, Keys.DARK_180);
    }

    private HoldingRulesTest say(String day, Word.Kind kind, MasterEntry master) {
        entries.add(new Word(Instant.parse(day + "T08:00:00Z"), "main", MasterId.of(master), kind,
                Profile.PRODUCTION, "anna", "so"));
        return this;
    }

    private static InForce there(MasterEntry... masters) {
        var byName = new TreeMap<String, MasterEntry>();
        Stream.of(masters).forEach(master -> byName.put(master.name(), master));
        return new InForce(Profile.PRODUCTION, byName);
    }

    /// `STATE until why`, in the order given.
    private List<String> holdings(InForce production, InForce staging, MasterEntry... masters) {
        List<MasterEntry> all = List.of(masters);
        var rules = new HoldingRules(all, Words.of(entries, Profile.PRODUCTION), production, staging,
                new EpochWindows(all, entries, new Epochs(root, Disk.real())));
        return all.stream().map(rules::of).map(holding -> {
            assertEquals(holding.master().begun(), holding.goodAfter());
            return "%s %s: %s".formatted(holding.state(),
                    holding.goodUntil().map(until -> until.toString().substring(0, 10)).orElse("open"),
                    holding.why());
        }).toList();
    }

    @Test
    void aFirstMasterOnHoldWaitsForAWordAndIsConfirmedByIt() {
        assertEquals(List.of("HELD open: HOLD: as the test wants"),
                holdings(there(), there(SEPTEMBER), SEPTEMBER));
        say("2025-09-25", PROMOTE, SEPTEMBER);
        assertEquals(List.of("PRODUCTION open: promoted on 2025-09-25 by anna: so"),
                holdings(there(SEPTEMBER), there(SEPTEMBER), SEPTEMBER));
    }

    @Test
    void aWindowIsOpenUntilTheNextTookItsPlaceInProduction() {
        assertEquals(List.of("PRODUCTION open: in force", "HELD open: HOLD: as the test wants"),
                holdings(there(MARCH), there(), MARCH, SEPTEMBER), "not when the next was made");
        say("2025-03-21", PROMOTE, MARCH).say("2025-09-25", PROMOTE, SEPTEMBER);
        assertEquals(
                List.of("SUPERSEDED 2025-09-25: 2025-09-23 took its place",
                        "PRODUCTION open: promoted on 2025-09-25 by anna: so",
                        "STAGING open: PASS: as the test wants"),
                holdings(there(SEPTEMBER), there(), MARCH, SEPTEMBER, NEXT));
        say("2026-03-22", PROMOTE, NEXT);
        assertEquals(
                List.of("SUPERSEDED 2025-09-25: 2025-09-23 took its place",
                        "SUPERSEDED 2026-03-22: 2026-03-20 took its place",
                        "PRODUCTION open: promoted on 2026-03-22 by anna: so"),
                holdings(there(NEXT), there(), MARCH, SEPTEMBER, NEXT));
    }

    @Test
    void aWindowIsOpenAgainWhenTheNextIsHeldOrWithdrawn() {
        say("2025-09-25", PROMOTE, SEPTEMBER);
        say("2025-09-26", WITHDRAW, SEPTEMBER);
        assertEquals(
                List.of("PRODUCTION open: in force",
                        "WITHDRAWN 2025-09-26: withdrawn on 2025-09-26 by anna: so"),
                holdings(there(MARCH), there(), MARCH, SEPTEMBER));
        say("2025-09-27", PROMOTE, SEPTEMBER);
        say("2025-09-28", HOLD, SEPTEMBER);
        assertEquals(
                List.of("PRODUCTION open: in force", "HELD 2025-09-28: held on 2025-09-28 by anna: so"),
                holdings(there(MARCH), there(), MARCH, SEPTEMBER));
    }

    @Test
    void anotherReadoutModeTakesTheNameButClosesNoWindow() {
        say("2025-10-02", PROMOTE, OTHER_MODE);
        assertEquals(
                List.of("STAGING open: PASS: as the test wants",
                        "PRODUCTION open: promoted on 2025-10-02 by anna: so"),
                holdings(there(OTHER_MODE), there(), MARCH, OTHER_MODE));
    }

    @Test
    void anotherEpochClosesEveryWindowWhetherItWasSeenOrAMasterTellsIt() throws IOException {
        assertEquals("PRODUCTION 2026-01-01: in force; the camera changed on 2026-01-01",
                holdings(there(MARCH), there(), MARCH, OTHER_CAMERA).getFirst());
        new Epochs(root, Disk.real()).keep(NEW);
        entries.add(new EpochSeen(Instant.parse("2025-12-24T20:00:00Z"), "main", NEW.id()));
        entries.add(new EpochSeen(Instant.parse("2025-11-24T20:00:00Z"), "guide", NEW.id()));
        entries.add(new EpochSeen(Instant.parse("2025-01-24T20:00:00Z"), "main", NEW.id()));
        assertEquals(
                List.of("PRODUCTION 2025-12-24: in force; the camera changed on 2025-12-24",
                        "STAGING open: PASS: as the test wants"),
                holdings(there(MARCH), there(), MARCH, OTHER_CAMERA));
    }

    @Test
    void aFailedMasterHasNoWindowUnlessAPersonSaysOtherwise() {
        MasterEntry failed = master("2025-09-23", Verdict.Kind.FAIL, "High", OLD);
        assertEquals(List.of("FAILED 2025-09-23: FAIL: as the test wants"),
                holdings(there(), there(failed), failed));
        say("2025-09-25", PROMOTE, failed);
        assertEquals(List.of("PRODUCTION open: promoted on 2025-09-25 by anna: so"),
                holdings(there(failed), there(), failed));
    }

    @Test
    void whatIsOnlyInStagingSaysSo() {
        assertEquals(
                List.of("SUPERSEDED open: 2026-03-20 took its place in staging",
                        "STAGING open: PASS: as the test wants"),
                holdings(there(), there(NEXT), MARCH, NEXT));
    }
}
