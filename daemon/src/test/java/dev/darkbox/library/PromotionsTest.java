package dev.darkbox.library;

import static dev.darkbox.library.LedgerEntry.Word.Kind.HOLD;
import static dev.darkbox.library.LedgerEntry.Word.Kind.PROMOTE;
import static dev.darkbox.library.LedgerEntry.Word.Kind.WITHDRAW;
import static dev.darkbox.plan.RefreshPlan.Profile.PRODUCTION;
import static dev.darkbox.plan.RefreshPlan.Profile.STAGING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.frame.Disk;
import dev.darkbox.library.LedgerEntry.Word;
import dev.darkbox.library.Ward.Fault;
import dev.darkbox.quality.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PromotionsTest {

    @TempDir
    private Path root;

    private Ward ward;

    @BeforeEach
    void begin() {
        ward = new Ward(root);
    }

    @Test
    void aPromotedMasterIsInForceWithAllOthersInAWholeNewSet() throws Exception {
        MasterId oldDark = ward.published(Ward.DARK, "2025-03-20");
        MasterId bias = ward.published(Ward.BIAS, "2025-03-21");
        MasterId held = ward.make(Ward.DARK, "2025-09-23", Verdict.Kind.HOLD);
        Path production = root.resolve("masters/production");
        assertTrue(Files.isSymbolicLink(production));
        Path before = production.toRealPath();

        List<Turned> turned = ward.say(PROMOTE, held);
        assertEquals(List.of(new Turned(PRODUCTION, List.of(held), List.of(oldDark), List.of())), turned);
        assertEquals(List.of(bias, held), ward.inForce(PRODUCTION));
        assertEquals(2 * Ward.FILES, Shelf.files(production).size());
        assertFalse(before.equals(production.toRealPath()));
        ward.assertWhole(before, List.of(bias, oldDark));
        assertEquals(Path.of(".sets"), Files.readSymbolicLink(production).getParent(),
                "relative, so that the library can be moved and shared");
    }

    @Test
    void aRollbackIsOneStepToTheSetBeforeAndAnotherOneGoesFurther() throws Exception {
        MasterId first = ward.published(Ward.DARK, "2025-03-20");
        MasterId bias = ward.published(Ward.BIAS, "2025-03-20");
        MasterId second = ward.published(Ward.DARK, "2025-09-23");
        MasterId third = ward.published(Ward.DARK, "2026-03-20");
        assertEquals(Optional.of(List.of(second)), ward.rollback().map(Turned::in));
        assertEquals(List.of(bias, second), ward.inForce(PRODUCTION));
        assertEquals(Optional.of(List.of(first)), ward.rollback().map(Turned::in));
        assertEquals(List.of(bias, first), ward.inForce(PRODUCTION));
        assertEquals(Optional.of(List.of(bias)), ward.rollback().map(Turned::out),
                "the set before had no bias yet");
        assertEquals(Optional.empty(), ward.rollback(), "there was none before that");
        assertEquals(List.of(first), ward.inForce(PRODUCTION));

        ward.say(PROMOTE, third);
        assertEquals(List.of(third), ward.inForce(PRODUCTION));
        assertEquals(Optional.of(List.of(first)), ward.rollback().map(Turned::in));
    }

    @Test
    void aRollbackTakesBackAWholeRun() throws Exception {
        MasterId oldDark = ward.published(Ward.DARK, "2025-03-20", "r1");
        MasterId oldBias = ward.published(Ward.BIAS, "2025-03-20", "r1");
        MasterId dark = ward.published(Ward.DARK, "2025-09-23", "r2");
        MasterId bias = ward.published(Ward.BIAS, "2025-09-23", "r2");
        assertEquals(List.of(bias, dark), ward.inForce(PRODUCTION));
        ward.rollback();
        assertEquals(List.of(oldBias, oldDark), ward.inForce(PRODUCTION));
        assertEquals(List.of("production-0005", "production-0004", "production-0002"), ward.sets(),
                "one set for each run and one for the rollback");
    }

    @Test
    void theOneBeforeComesBackWhenAMasterIsHeldOrWithdrawn() throws Exception {
        MasterId first = ward.published(Ward.DARK, "2025-03-20");
        MasterId second = ward.published(Ward.DARK, "2025-09-23");
        MasterId third = ward.published(Ward.DARK, "2026-03-20");
        assertEquals(List.of(new Turned(PRODUCTION, List.of(second), List.of(third), List.of())),
                ward.say(HOLD, third));
        List<Turned> turned = ward.say(WITHDRAW, second);
        assertEquals(List.of(new Turned(STAGING, List.of(), List.of(), List.of()),
                new Turned(PRODUCTION, List.of(first), List.of(second), List.of())), turned);
        ward.say(WITHDRAW, first);
        assertEquals(List.of(), ward.inForce(PRODUCTION));
        assertEquals(List.of("2026-03-20 HELD", "2025-09-23 WITHDRAWN", "2025-03-20 WITHDRAWN"),
                ward.states());
    }

    @Test
    void aRollbackNeverBringsBackWhatWasWithdrawn() throws Exception {
        MasterId first = ward.published(Ward.DARK, "2025-03-20");
        MasterId second = ward.published(Ward.DARK, "2025-09-23");
        MasterId third = ward.published(Ward.DARK, "2026-03-20");
        ward.say(WITHDRAW, second);
        assertEquals(List.of(third), ward.inForce(PRODUCTION));
        assertEquals(Optional.of(List.of(first)), ward.rollback().map(Turned::in));
    }

    @Test
    void anOldPlainFolderIsTakenOverWithWhatElseIsInIt() throws Exception {
        MasterId old = ward.make(Ward.DARK, "2025-03-20", Verdict.Kind.PASS);
        MasterId fresh = ward.make(Ward.DARK, "2025-09-23", Verdict.Kind.HOLD);
        ward.plain(old);
        Path production = root.resolve("masters/production");
        Files.writeString(production.resolve("master-flat_L.fit"), "somebody's own");
        Files.writeString(production.resolve("readme.txt"), "notes");
        assertEquals(List.of(), ward.library.settle(Ward.NOW), "nothing is wrong with it");
        assertFalse(Files.isSymbolicLink(production));

        ward.say(PROMOTE, fresh);
        assertTrue(Files.isSymbolicLink(production));
        assertEquals(List.of(fresh), ward.inForce(PRODUCTION));
        assertEquals("somebody's own", Files.readString(production.resolve("master-flat_L.fit")));
        assertEquals("notes", Files.readString(production.resolve("readme.txt")));
        assertFalse(Files.exists(Disk.partOf(production), LinkOption.NOFOLLOW_LINKS));
        assertEquals(Optional.of(List.of(old)), ward.rollback().map(Turned::in),
                "what was there before there were sets is a set as well");
    }

    @Test
    void aLinkThatSomebodyMadeStaysHis() throws Exception {
        MasterId old = ward.make(Ward.DARK, "2025-03-20", Verdict.Kind.PASS);
        MasterId fresh = ward.make(Ward.DARK, "2025-09-23", Verdict.Kind.PASS);
        Path share = Files.createDirectories(root.resolve("elsewhere/share"));
        Path production = Files.createDirectories(root.resolve("masters")).resolve("production");
        Files.createSymbolicLink(production, share);
        ward.say(PROMOTE, old);
        ward.say(PROMOTE, fresh);
        assertEquals(share.toRealPath(), production.toRealPath());
        ward.assertWhole(share, List.of(fresh));
        assertEquals(Optional.of(List.of(old)), ward.rollback().map(Turned::in));
        ward.assertWhole(share, List.of(old));
    }

    @Test
    void twentySetsAreKept() throws Exception {
        MasterId one = ward.make(Ward.DARK, "2025-03-20", Verdict.Kind.PASS);
        MasterId other = ward.make(Ward.DARK, "2025-09-23", Verdict.Kind.PASS);
        for (int i = 0; i < 13; i++) {
            ward.say(PROMOTE, one);
            ward.say(PROMOTE, other);
        }
        List<String> sets = ward.sets();
        assertEquals(Editions.KEPT, sets.size());
        assertEquals("production-0026", sets.getFirst());
        try (Stream<Path> files = Files.list(root.resolve("masters/.sets"))) {
            assertEquals(2 * Editions.KEPT, files.count(), "a folder and a list each");
        }
    }

    @Test
    void whatIsNotThereAnyMoreIsNotPutInForceAndSaidSo() throws Exception {
        MasterId old = ward.published(Ward.DARK, "2025-03-20");
        MasterId gone = ward.make(Ward.DARK, "2025-09-23", Verdict.Kind.PASS);
        Files.delete(root.resolve("Calibration/2025-09-23/" + gone.name() + ".fit"));
        assertEquals(List.of(gone.shown() + " is to be in force and its files are gone"),
                ward.say(PROMOTE, gone).getFirst().notes());
        assertEquals(List.of(old), ward.inForce(PRODUCTION));
    }

    @Test
    void aMasterThatSomebodyDeletedFromProductionIsPutBackAndSaidSo() throws Exception {
        MasterId dark = ward.published(Ward.DARK, "2025-03-20");
        Files.delete(root.resolve("masters/production/" + dark.name() + ".fit"));
        assertEquals(List.of(new Turned(PRODUCTION, List.of(dark), List.of(), List.of())),
                ward.library.settle(Ward.NOW));
        assertEquals(List.of(), ward.library.settle(Ward.NOW));
        ward.assertWhole(root.resolve("masters/production"), List.of(dark));
    }

    /// What the disk was before: a folder of an older version, a set of this one, no links at all.
    enum Before { PLAIN, LINKED, NO_LINKS }

    /// Fails the disk operations of a promotion, as a power cut would: consumers see the old masters or the new ones,
    /// whole, at any moment, and once the word is in the ledger the next start finishes the change.
    @ParameterizedTest
    @EnumSource(Before.class)
    void whereverThePowerIsCutConsumersHaveWholeMastersAndTheWordIsKept(Before before) throws Exception {
        cutPromotions(before, 8);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(Before.class)
    void theSameForEveryDiskOperation(Before before) throws Exception {
        cutPromotions(before, 1);
    }

    private void cutPromotions(Before before, int step) throws Exception {
        Path model = Files.createDirectory(root.resolve("model"));
        boolean noLinks = before == Before.NO_LINKS;
        var there = new Ward(model, new Fault(noLinks).disk());
        MasterId old = there.make(Ward.DARK, "2025-03-20", Verdict.Kind.PASS);
        MasterId bias = there.make(Ward.BIAS, "2025-03-20", Verdict.Kind.PASS);
        MasterId fresh = there.make(Ward.DARK, "2025-09-23", Verdict.Kind.HOLD);
        switch (before) {
            case PLAIN -> there.plain(old, bias);
            case LINKED, NO_LINKS -> {
                there.say(PROMOTE, bias);
                there.say(PROMOTE, old);
            }
        }
        boolean cut = true;
        for (int n = 1; cut; n += step) {
            var fault = new Fault(noLinks);
            Path library = Ward.copy(model, root.resolve("cut-" + n));
            var here = new Ward(library, fault.disk());
            String where = before + ", operation " + n;
            cut = fault.cutAt(n, () -> here.say(PROMOTE, fresh));
            boolean said = here.library.ledger().read().entries().stream()
                    .anyMatch(entry -> entry instanceof Word word && word.master().equals(fresh));
            List<MasterId> seen = here.inForce(PRODUCTION);
            assertTrue(seen.equals(List.of(bias, old)) || (said && seen.equals(List.of(bias, fresh))), where);
            here.assertEachFileWhole(PRODUCTION, where);

            here.library.settle(Ward.NOW);
            assertEquals(said ? List.of(bias, fresh) : List.of(bias, old), here.inForce(PRODUCTION), where);
            here.assertWhole(library.resolve("masters/production"), here.inForce(PRODUCTION));
            assertEquals(List.of(), here.library.settle(Ward.NOW), where);
            here.assertTidy(where);
        }
    }

    /// The same for a rollback.
    @ParameterizedTest
    @EnumSource(value = Before.class, names = {"LINKED", "NO_LINKS"})
    void whereverARollbackIsCutTheNextStartFinishesIt(Before before) throws Exception {
        cutRollbacks(before, 8);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(value = Before.class, names = {"LINKED", "NO_LINKS"})
    void theSameForEveryDiskOperationOfARollback(Before before) throws Exception {
        cutRollbacks(before, 1);
    }

    private void cutRollbacks(Before before, int step) throws Exception {
        Path model = Files.createDirectory(root.resolve("model"));
        boolean noLinks = before == Before.NO_LINKS;
        var there = new Ward(model, new Fault(noLinks).disk());
        MasterId old = there.published(Ward.DARK, "2025-03-20");
        MasterId fresh = there.published(Ward.DARK, "2025-09-23");
        boolean cut = true;
        for (int n = 1; cut; n += step) {
            var fault = new Fault(noLinks);
            Path library = Ward.copy(model, root.resolve("cut-" + n));
            var here = new Ward(library, fault.disk());
            cut = fault.cutAt(n, here::rollback);
            here.library.settle(Ward.NOW);
            List<MasterId> seen = here.inForce(PRODUCTION);
            assertEquals(1, seen.size());
            assertTrue(seen.equals(List.of(old)) || (cut && seen.equals(List.of(fresh))), "operation " + n);
            here.assertWhole(library.resolve("masters/production"), seen);
            assertEquals(List.of(), here.library.settle(Ward.NOW));
        }
    }

    @Test
    void withoutLinksMastersAreReplacedOneByOneAndItIsSaidSo() throws Exception {
        var here = new Ward(root, new Fault(true).disk());
        MasterId old = here.published(Ward.DARK, "2025-03-20");
        MasterId fresh = here.make(Ward.DARK, "2025-09-23", Verdict.Kind.PASS);
        Path production = root.resolve("masters/production");
        assertEquals(List.of(production + ": masters were replaced one by one: there are no links here"),
                here.say(PROMOTE, fresh).getFirst().notes());
        assertFalse(Files.isSymbolicLink(production));
        here.assertWhole(production, List.of(fresh));
        assertEquals(Optional.of(List.of(old)), here.rollback().map(Turned::in));
        here.assertWhole(production, List.of(old));
        here.say(WITHDRAW, old);
        assertEquals(List.of(), here.inForce(PRODUCTION));
        assertEquals(0, Shelf.files(production).size());
    }

    @Test
    void manyAtOnceAllHaveTheirSay() throws Exception {
        List<MasterId> darks = IntStream.range(0, 6)
                .mapToObj(i -> ward.makeQuietly(Ward.DARK, "2025-03-1" + i)).toList();
        try (var threads = Executors.newFixedThreadPool(6)) {
            List<Callable<List<Turned>>> all = darks.stream()
                    .<Callable<List<Turned>>>map(
                            dark -> () -> new Ward(root).say(PROMOTE, dark))
                    .toList();
            for (var said : threads.invokeAll(all)) {
                said.get();
            }
        }
        List<MasterId> said = ward.library.ledger().read().entries().stream()
                .map(entry -> ((Word) entry).master()).toList();
        assertEquals(6, said.stream().distinct().count());
        assertEquals(List.of(said.getLast()), ward.inForce(PRODUCTION), "the last word counts");
        assertEquals(6, ward.sets().size());
    }

    @Test
    void whatATakeOverInThreeStepsLeftIsMended() throws Exception {
        MasterId dark = ward.make(Ward.DARK, "2025-03-20", Verdict.Kind.PASS);
        ward.plain(dark);
        Path production = root.resolve("masters/production");
        Path old = root.resolve("masters/production.old");
        Files.move(production, old);
        assertEquals(List.of(production + " was not there, in the middle of a change; it is again"),
                ward.library.settle(Ward.NOW).getFirst().notes());
        ward.assertWhole(production, List.of(dark));

        ward.say(PROMOTE, dark);
        ward.say(PROMOTE, ward.make(Ward.BIAS, "2025-03-20", Verdict.Kind.PASS));
        Path set = Files.readSymbolicLink(production);
        Files.delete(production);
        Files.createSymbolicLink(root.resolve("masters/production.part"), set);
        Files.createDirectory(old);
        Files.writeString(old.resolve("late.txt"), "put there at the last moment");
        ward.library.settle(Ward.NOW);
        assertEquals(set, Files.readSymbolicLink(production));
        assertEquals("put there at the last moment", Files.readString(production.resolve("late.txt")));
        ward.assertTidy("after three steps");
    }

    @Test
    void theLedgerIsOnlyEverAddedTo() throws IOException {
        MasterId dark = ward.make(Ward.DARK, "2025-03-20", Verdict.Kind.PASS);
        byte[] before = new byte[0];
        for (var kind : List.of(PROMOTE, HOLD, PROMOTE, WITHDRAW)) {
            ward.say(kind, dark);
            byte[] now = Files.readAllBytes(root.resolve("ops/ledger.txt"));
            assertEquals(before.length, mismatch(before, now));
            before = now;
        }
    }

    private static int mismatch(byte[] one, byte[] other) {
        return java.util.Arrays.mismatch(one, other);
    }
}
