package dev.darkbox.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.library.Holding.State;
import dev.darkbox.library.LedgerEntry.Asked;
import dev.darkbox.library.LedgerEntry.SpotChecked;
import dev.darkbox.library.LedgerEntry.Word;
import dev.darkbox.library.MasterKeys.Kind;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.plan.DueItem;
import dev.darkbox.plan.DueRules;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.MasterName;
import dev.darkbox.plan.Match;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.Preset;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DueMastersTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 4, 1);
    private static final LocalDate MARCH = LocalDate.of(2026, 3, 25);
    private static final CameraEpoch OLD = CameraEpoch.of(Map.of("driver.version", "1.9"));
    private static final CameraEpoch NEW = CameraEpoch.of(Map.of("driver.version", "2.0"));
    private static final Readout READOUT = new Readout(100, 50, 1, "", Readout.NONE);
    private static final Celsius COLD = Celsius.of(-10);
    private static final FrameSet BIAS = new FrameSet.Bias(10, 210);
    private static final FrameSet DARK = new FrameSet.Dark(Duration.ofSeconds(180), 0, 40);
    private static final FrameSet FLAT = new FrameSet.DarkFlat("Ha", Duration.ofMillis(5400), 0, 40);

    private final List<Holding> holdings = new ArrayList<>();
    private final List<LedgerEntry> ledger = new ArrayList<>();
    private Readout readout = READOUT;
    private Celsius target = COLD;
    private Duration flat = Duration.ofMillis(5400);
    private CameraEpoch seen = CameraEpoch.UNKNOWN;

    private RigPresets rig() {
        return new RigPresets("main", List.of(new Preset("lrgb", readout, target,
                new FrameSet.Bias(10, 210), List.of(new FrameSet.Dark(Duration.ofSeconds(180), 0, 40)),
                List.of(new FrameSet.DarkFlat("Ha", flat, 0, 40)), Preset.USUAL_ORDER, Duration.ZERO)));
    }

    private Holding has(FrameSet set, LocalDate evening, State state, CameraEpoch epoch) {
        String name = new PlannedSet(set, "lrgb", READOUT, COLD, true).master();
        var conditions = new Conditions("Cam", "1", "", 100, 50, 1, Readout.NONE, 64, 48, "");
        Kind kind = switch (set) {
            case FrameSet.Bias _ -> Kind.BIAS;
            case FrameSet.Dark _ -> Kind.DARK;
            case FrameSet.DarkFlat _ -> Kind.DARK_FLAT;
        };
        var keys = new MasterKeys(kind, conditions, COLD, set.exposure(),
                set instanceof FrameSet.DarkFlat f ? f.filter() : "");
        Instant begun = Instant.parse(evening + "T20:00:00Z");
        var master = new MasterEntry(name, evening, MasterFiles.in(Path.of("x"), name), 9,
                new MasterStats(1, 1, 1, 1, 1, 1, 1), -10, new Verdict(Verdict.Kind.PASS, ""), "",
                evening + "-main-1", begun, "main", "lrgb", epoch.id(), epoch, keys);
        var holding = new Holding(master, state, begun, Optional.empty(), "first of its kind");
        holdings.addFirst(holding);
        return holding;
    }

    private Holding good(FrameSet set, LocalDate evening) {
        return has(set, evening, State.PRODUCTION, NEW);
    }

    private DueMasters masters(LocalDate today) {
        return new DueMasters(rig(), DueRules.usual(), new Holdings(holdings, List.of()), ledger, seen,
                today);
    }

    /// Each set that is due in one line.
    private List<String> due(LocalDate today) {
        return masters(today).due().stream().map(DueMastersTest::line).toList();
    }

    private static String line(DueItem item) {
        return "%s %s %s: %s".formatted(MasterName.label(item.set().set()), item.match(),
                item.reasons().stream().map(reason -> reason.kind().name()).toList(), item.why());
    }

    @Test
    void whatIsMissingIsDueInTheOrderInWhichItIsTaken() {
        assertEquals(List.of("bias MISSING [NEVER_MADE]: none yet",
                "darkflat_Ha_5p4s MISSING [NEVER_MADE]: none yet",
                "dark_180s MISSING [NEVER_MADE]: none yet"), due(TODAY));
    }

    @Test
    void aSeasonsBeginMakesDarksOldAndTheDayOfAYearABias() {
        good(BIAS, LocalDate.of(2025, 4, 2));
        good(DARK, LocalDate.of(2026, 2, 27));
        good(FLAT, LocalDate.of(2026, 2, 26));
        assertEquals(List.of(), due(LocalDate.of(2026, 3, 19)));
        assertEquals(List.of("darkflat_Ha_5p4s STALE [SEASON]: made on 2026-02-26, before the warm season "
                + "that began on 2026-03-20"), due(TODAY), "a dark of 21 days before is of the season");
        assertEquals("bias STALE [ANNUAL]: made on 2025-04-02, at most 12 months ago is allowed",
                due(TODAY.plusDays(1)).getFirst());
    }

    @Test
    void theNewestCounts() {
        good(BIAS, MARCH);
        good(BIAS, LocalDate.of(2023, 1, 1));
        good(DARK, MARCH);
        good(FLAT, MARCH);
        has(FLAT, LocalDate.of(2022, 1, 1), State.SUPERSEDED, OLD);
        assertEquals(List.of(), due(TODAY));
        DueMasters.Coming coming = masters(TODAY).coming().orElseThrow();
        assertEquals("darkflat_Ha_5p4s", coming.set().label());
        assertEquals(LocalDate.of(2026, 9, 22), coming.evening());
    }

    @Test
    void whatComesNextIsDueOnThatEveningAndNotTheOneBefore() {
        good(BIAS, LocalDate.of(2025, 6, 30));
        good(DARK, MARCH);
        good(FLAT, MARCH);
        LocalDate evening = masters(TODAY).coming().orElseThrow().evening();
        assertEquals(LocalDate.of(2026, 6, 30), evening);
        assertEquals(List.of(), due(evening.minusDays(1)));
        assertEquals(1, due(evening).size());
    }

    @Test
    void aChangeOfTheCameraIsToldWithWhatChanged() {
        has(DARK, MARCH, State.PRODUCTION, OLD);
        good(BIAS, MARCH.plusDays(2));
        good(FLAT, MARCH.plusDays(2));
        assertEquals(List.of("dark_180s STALE [EPOCH]: made on 2026-03-25, before the camera's driver, "
                + "firmware or controls changed"), due(TODAY));
        seen = CameraEpoch.of(Map.of("driver.version", "2.1"));
        assertEquals(List.of(
                "bias STALE [EPOCH]: made on 2026-03-27, since then the camera's driver changed: "
                        + "driver version 2.0 -> 2.1",
                "darkflat_Ha_5p4s STALE [EPOCH]: made on 2026-03-27, since then the camera's driver changed: "
                        + "driver version 2.0 -> 2.1",
                "dark_180s STALE [EPOCH]: made on 2026-03-25, since then the camera's driver changed: "
                        + "driver version 1.9 -> 2.1"),
                due(TODAY));
        seen = OLD;
        assertEquals(List.of("bias", "darkflat_Ha_5p4s"), masters(TODAY).due().stream()
                .map(item -> item.set().label()).toList(), "the old camera is back, and its dark fits again");
    }

    @Test
    void aHeldMasterWaitsForAPersonUntilAReasonIsYounger() {
        has(BIAS, MARCH, State.HELD, NEW);
        good(DARK, MARCH);
        has(FLAT, MARCH, State.FAILED, NEW);
        assertEquals(List.of("darkflat_Ha_5p4s MISSING [NEVER_MADE]: none yet: that of 2026-03-25 failed"),
                due(TODAY));
        DueItem bias = masters(TODAY).all().getFirst();
        assertEquals(Match.EXACT, bias.match());
        assertEquals("2026-03-25/master-bias_GAIN100_OFFSET50_T-10C waits for a person's word: first of its "
                + "kind", bias.near());
        ledger.add(new Asked(Instant.parse("2026-03-30T10:00:00Z"), "main", Scope.BIAS, "again, please"));
        assertEquals("bias STALE [ASKED]: asked for on 2026-03-30: again, please", due(TODAY).getFirst());
    }

    @Test
    void theOneBeforeAFailedOneIsStillGood() {
        good(BIAS, MARCH);
        good(FLAT, MARCH);
        good(DARK, MARCH);
        has(DARK, MARCH.plusDays(3), State.FAILED, NEW);
        assertEquals(List.of(), due(TODAY));
    }

    @Test
    void aWithdrawnMasterIsMadeAgainUnlessAPersonPutAnOlderOneBack() {
        good(BIAS, MARCH);
        good(FLAT, MARCH);
        Holding older = good(DARK, MARCH);
        Holding newer = has(DARK, MARCH.plusDays(3), State.WITHDRAWN, NEW);
        ledger.add(word(newer, Word.Kind.WITHDRAW, "2026-03-29T10:00:00Z", "light leak"));
        assertEquals(
                List.of("dark_180s WITHDRAWN [WITHDRAWN]: that of 2026-03-28 was withdrawn on 2026-03-29 "
                        + "by anna: light leak"),
                due(TODAY));
        ledger.add(word(older, Word.Kind.PROMOTE, "2026-03-29T11:00:00Z", ""));
        assertEquals(List.of(), due(TODAY));
        ledger.clear();
        good(DARK, MARCH.plusDays(4));
        assertEquals(List.of(), due(TODAY), "a younger one took its place");
    }

    private static Word word(Holding holding, Word.Kind kind, String at, String why) {
        return new Word(Instant.parse(at), "main", holding.id(), kind, Profile.PRODUCTION, "anna", why);
    }

    @Test
    void aFailedSpotCheckIsAReasonUntilTheNextOnePasses() {
        good(BIAS, MARCH);
        good(FLAT, MARCH);
        Holding dark = good(DARK, MARCH);
        ledger.add(new SpotChecked(Instant.parse("2026-03-30T10:00:00Z"), "main", dark.id(), false,
                "hot pixels +31 %, limit 10 %"));
        assertEquals(List.of("dark_180s STALE [SPOT_CHECK]: spot check of 2026-03-30: hot pixels +31 %, "
                + "limit 10 %"), due(TODAY));
        ledger.add(new SpotChecked(Instant.parse("2026-03-31T10:00:00Z"), "main", dark.id(), true, "fine"));
        assertEquals(List.of(), due(TODAY));
    }

    @Test
    void anAskIsSatisfiedByAYoungerMasterAndCoversItsKindAlone() {
        good(BIAS, MARCH);
        good(FLAT, MARCH);
        good(DARK, MARCH);
        ledger.add(new Asked(Instant.parse("2026-03-26T00:00:00Z"), "main", Scope.DARKS, ""));
        assertEquals(List.of("dark_180s STALE [ASKED]: asked for on 2026-03-26"), due(TODAY));
        ledger.add(new Asked(Instant.parse("2026-03-26T01:00:00Z"), "main", Scope.ALL, ""));
        assertEquals(3, due(TODAY).size());
        good(BIAS, MARCH.plusDays(1));
        good(FLAT, MARCH.plusDays(1));
        good(DARK, MARCH.plusDays(1));
        assertEquals(List.of(), due(TODAY));
    }

    @Test
    void aChangedPresetNamesTheNearestMasterAndTheDifference() {
        good(BIAS, MARCH);
        good(FLAT, MARCH);
        good(DARK, MARCH);
        readout = new Readout(120, 50, 1, "", Readout.NONE);
        assertEquals("bias NEAR [PRESET]: none yet: master-bias_GAIN100_OFFSET50_T-10C of 2026-03-25 has "
                + "gain 100, now 120", due(TODAY).getFirst());
        readout = new Readout(100, 50, 1, "High Gain", Readout.NONE);
        assertEquals("bias NEAR [PRESET]: none yet: master-bias_GAIN100_OFFSET50_T-10C of 2026-03-25 has "
                + "mode \"\", now \"High Gain\"", due(TODAY).getFirst(), "names do not tell the mode");
        readout = READOUT;
        target = Celsius.of(-15);
        assertEquals(
                "dark_180s NEAR [PRESET]: none yet: master-dark_180s_GAIN100_OFFSET50_T-10C of 2026-03-25"
                        + " has -10.0°C, now -15.0°C",
                due(TODAY).getLast());
        readout = new Readout(1, 2, 3, "", Readout.NONE);
        assertEquals("bias MISSING [NEVER_MADE]: none yet", due(TODAY).getFirst());
    }

    @Test
    void anotherExposureInTheFlatTableNamesTheFiltersOldOne() {
        good(BIAS, MARCH);
        good(FLAT, MARCH);
        good(DARK, MARCH);
        flat = Duration.ofMillis(4900);
        assertEquals(List.of("darkflat_Ha_4p9s NEAR [FLAT_TABLE]: none yet: "
                + "master-darkflat_Ha_5p4s_GAIN100_OFFSET50_T-10C of 2026-03-25 has 5.4 s, now 4.9 s"),
                due(TODAY));
    }

    @Test
    void seasonsBeginAnywhereInTheYearAndInAnyOrder() {
        var south = new DueRules(MonthDay.of(3, 20), MonthDay.of(9, 22), 0, 12);
        assertEquals("the warm season that began on 2025-09-22",
                south.seasonOf(LocalDate.of(2026, 1, 15)).toString());
        assertEquals("the cold season that began on 2026-03-20",
                south.seasonOf(LocalDate.of(2026, 9, 21)).toString());
        var january = new DueRules(MonthDay.of(1, 1), MonthDay.of(12, 31), 0, 12);
        assertEquals(LocalDate.of(2025, 12, 31),
                january.seasonOf(LocalDate.of(2025, 12, 31)).first());
        assertEquals(LocalDate.of(2026, 1, 1), january.seasonOf(LocalDate.of(2026, 12, 30)).first());
        var leap = new DueRules(MonthDay.of(2, 29), MonthDay.of(8, 1), 0, 12);
        assertEquals(LocalDate.of(2026, 2, 28), leap.seasonOf(LocalDate.of(2026, 2, 28)).first());
        assertEquals(LocalDate.of(2027, 8, 1), leap.seasonOf(LocalDate.of(2028, 2, 28)).first());
        assertEquals(LocalDate.of(2028, 2, 29), leap.seasonOf(LocalDate.of(2028, 2, 29)).first());
        assertEquals(Optional.of(LocalDate.of(2029, 2, 28)), leap.biasUntil(LocalDate.of(2028, 2, 29)));
    }

    /// Every evening of five years, for rules of every kind: what is told to come is what comes.
    @Test
    void aDarkIsGoodFromItsEveningToTheOneBeforeTheNextSeasonTellsSo() {
        for (DueRules rules : List.of(DueRules.usual(),
                new DueRules(MonthDay.of(3, 20), MonthDay.of(9, 22), 0, 12),
                new DueRules(MonthDay.of(2, 29), MonthDay.of(12, 31), 30, 6))) {
            LocalDate day = LocalDate.of(2024, 1, 1);
            for (int i = 0; i < 5 * 365; i++) {
                LocalDate made = day.plusDays(i);
                LocalDate until = rules.darkUntil(made);
                assertEquals(Optional.empty(), rules.tooOldFor(made, made), made + " " + rules);
                assertEquals(Optional.empty(), rules.tooOldFor(made, until.minusDays(1)), made + " " + rules);
                assertEquals(until, rules.tooOldFor(made, until).orElseThrow().first(), made + " " + rules);
            }
        }
    }
}
