package dev.darkbox.library;

import static dev.darkbox.quality.Verdict.Kind.FAIL;
import static dev.darkbox.quality.Verdict.Kind.HOLD;
import static dev.darkbox.quality.Verdict.Kind.PASS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.library.Holding.State;
import dev.darkbox.library.LedgerEntry.Word;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PredecessorTest {

    private static final CameraEpoch OLD = CameraEpoch.of(Map.of("driver.version", "1.9"));
    private static final CameraEpoch NEW = CameraEpoch.of(Map.of("driver.version", "2.0"));

    private final List<Holding> line = new ArrayList<>();
    private final List<LedgerEntry> words = new ArrayList<>();

    private MasterId made(String evening, Verdict.Kind verdict, CameraEpoch epoch) {
        var master = new MasterEntry("master-bias", LocalDate.parse(evening),
                MasterFiles.in(Path.of("x"), "master-bias"), 9, new MasterStats(1, 1, 1, 1, 1, 1, 1), -10,
                new Verdict(verdict, ""), "", "r-" + evening, Instant.parse(evening + "T20:00:00Z"), "main",
                "p", epoch.id(), epoch, Keys.DARK_180);
        line.add(new Holding(master, State.STAGING, master.begun(), Optional.empty(), ""));
        return MasterId.of(master);
    }

    private void say(Word.Kind kind, MasterId master) {
        words.add(new Word(Instant.EPOCH, "main", master, kind, Profile.PRODUCTION, "anna", ""));
    }

    /// The evening of the master a new one is compared with.
    private String of(CameraEpoch now) {
        return Predecessor.of(line, Words.of(words, Profile.PRODUCTION), now)
                .map(master -> master.evening().toString()).orElse("none");
    }

    @Test
    void aFirstOnHoldIsConfirmedByASecondButNotBesideATrustedOne() {
        assertEquals("none", of(OLD));
        made("2025-01-01", HOLD, OLD);
        assertEquals("2025-01-01", of(OLD));
        made("2025-01-02", PASS, OLD);
        made("2025-01-03", HOLD, OLD);
        made("2025-01-04", FAIL, OLD);
        assertEquals("2025-01-02", of(OLD));
        assertEquals("2025-01-02", of(CameraEpoch.UNKNOWN));
    }

    @Test
    void aPersonsWordMakesOneTrustedOrNot() {
        made("2025-01-01", PASS, OLD);
        MasterId held = made("2025-01-02", HOLD, OLD);
        say(Word.Kind.PROMOTE, held);
        assertEquals("2025-01-02", of(OLD));
        say(Word.Kind.WITHDRAW, held);
        assertEquals("2025-01-01", of(OLD));
        say(Word.Kind.PROMOTE, made("2025-01-03", FAIL, OLD));
        assertEquals("2025-01-03", of(OLD));
        say(Word.Kind.HOLD, made("2025-01-04", PASS, OLD));
        assertEquals("2025-01-03", of(OLD));
    }

    @Test
    void afterAChangeOfTheCameraTheFirstIsComparedAcrossItAndTheSecondWithTheFirst() {
        made("2025-01-01", PASS, OLD);
        assertEquals("2025-01-01", of(NEW));
        made("2025-01-02", HOLD, NEW);
        assertEquals("2025-01-02", of(NEW));
        assertEquals("2025-01-01", of(OLD));
        made("2025-01-03", PASS, NEW);
        assertEquals("2025-01-03", of(NEW));
    }

    @Test
    void whatAnotherCameraMadeIsNotComparedWithUntilItIsBack() {
        CameraEpoch one = camera("0a1b");
        CameraEpoch other = camera("9c8d");
        made("2025-01-01", PASS, one);
        assertEquals("none", of(other));
        made("2025-01-02", HOLD, other);
        assertEquals("2025-01-02", of(other));
        assertEquals("2025-01-01", of(one));
        made("2025-01-03", PASS, OLD);
        assertEquals("2025-01-03", of(camera("7e7e")), "whose driver did not tell the serial number");
    }

    private static CameraEpoch camera(String serial) {
        return CameraEpoch.of(Map.of("driver.version", "1.9", "camera.serial", serial));
    }
}
