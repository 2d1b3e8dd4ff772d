package dev.darkbox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import dev.darkbox.frame.Disk;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.master.Masters;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.quality.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandingVerbsTest {

    private static final Instant NOW = Instant.parse("2026-03-25T08:00:00Z");

    @TempDir
    private Path root;

    private CalibrationLibrary library;
    private int asked;

    @BeforeEach
    void twoHeldMastersAndAFailedOne() throws IOException {
        library = new CalibrationLibrary(root, Disk.real());
        make("2025-03-20", Verdict.Kind.HOLD);
        make("2025-09-23", Verdict.Kind.HOLD);
        make("2026-03-20", Verdict.Kind.FAIL);
    }

    private void make(String evening, Verdict.Kind verdict) throws IOException {
        Masters.write(Disk.real(), Masters.DARK, "r-" + evening, Instant.parse(evening + "T18:00:00Z"),
                new Verdict(verdict, "as the test wants"), Masters.SHAPE,
                library.folder(LocalDate.parse(evening)));
    }

    private List<Reply> ask(Command.OfLibrary command) throws IOException {
        var replies = new ArrayList<Reply>();
        new LibraryAnswers("main", library, replies::add).answer(command, NOW.plusSeconds(asked++));
        return replies;
    }

    private List<Reply> say(Command.Word word, String master) throws IOException {
        return ask(new Command.Say("main", word, master, Profile.PRODUCTION, false, "anna", ""));
    }

    @Test
    void aMasterIsPromotedHeldAndRolledBackByWhatPeopleType() throws IOException {
        String name = Masters.DARK.master();
        assertEquals(List.of(new Reply.Said("main", LocalDate.of(2025, 3, 20), name, "promote"),
                new Reply.Turned("main", Profile.PRODUCTION, List.of("2025-03-20/" + name), List.of(),
                        List.of())),
                say(Command.Word.PROMOTE, "2025-03-20"));
        assertTrue(Files.readString(root.resolve("ops/calibration-index.md")).contains("production"));
        assertEquals(List.of("2025-09-23/" + name),
                turned(say(Command.Word.PROMOTE, "dark_180s")).in(), "the only one that waits is meant");
        assertEquals(List.of("2025-03-20/" + name),
                turned(ask(new Command.Rollback("main", Profile.PRODUCTION, "anna", "leak"))).in());
        assertEquals(List.of("2025-03-20/" + name), turned(say(Command.Word.WITHDRAW, "dark_180s")).out(),
                "the only one in production is meant");
        assertEquals(List.of(new Reply.Problem(Exit.NO, "no master waits for a word")),
                say(Command.Word.PROMOTE, "held"));
    }

    @Test
    void whatMayMeanSeveralIsListedAndWhatFailedNeedsMoreThanAWord() throws IOException {
        String name = Masters.DARK.master();
        assertEquals(List.of(new Reply.Problem(Exit.USAGE,
                "\"dark\" may be any of 3: 2026-03-20/%1$s, 2025-09-23/%1$s, 2025-03-20/%1$s"
                        .formatted(name))),
                say(Command.Word.PROMOTE, "dark"));
        assertEquals(List.of(new Reply.Problem(Exit.USAGE,
                "no master \"flat\"; allowed: a name, EVENING/NAME or a part of it, see darkbox library list")),
                say(Command.Word.HOLD, "flat"));
        assertEquals(List.of(new Reply.Problem(Exit.NO, "2026-03-20/" + name
                + " failed, FAIL: as the test wants; --even-failed puts it in force all the same")),
                say(Command.Word.PROMOTE, "2026"));
        assertEquals(3, say(Command.Word.PROMOTE, "held").size(), "both that wait, in one set");
        assertEquals(2,
                ask(new Command.Say("main", Command.Word.PROMOTE, "2026", Profile.PRODUCTION, true, "anna",
                        "")).size());
        assertEquals(List.of(new Reply.Problem(Exit.NO, root.resolve("masters/staging")
                + " has no set before this one that is another")),
                ask(new Command.Rollback("main", Profile.STAGING, "anna", "")));
    }

    private static Reply.Turned turned(List<Reply> replies) {
        return replies.stream().filter(Reply.Turned.class::isInstance).map(Reply.Turned.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
