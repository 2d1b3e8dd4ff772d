package dev.darkbox.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.plan.Preset.Group;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final LocalDate EVENING = LocalDate.parse("2025-09-23");

    @Test
    void aVisitGoesFromBiasOverDarkFlatsToDarksShortToLong() {
        Preset preset = preset("standard", -10, List.of(dark(300), dark(180)), List.of(
                flat("Ha", 5.4), flat("L", 1.2), flat("Ha", 2.7), flat("OIII", 5.4)));

        assertEquals(
                "standard: bias 10+210, darkflat_Ha_2p7s 0+40, darkflat_Ha_5p4s 0+40, darkflat_L_1p2s 0+40,"
                        + " darkflat_OIII_5p4s 0+40, dark_180s 0+40, dark_300s 0+40",
                text(plan(Scope.ALL, preset)));
    }

    @Test
    void theScopeChoosesTheKinds() {
        Preset preset = preset("standard", -10, List.of(dark(180)), List.of(flat("L", 1.2)));
        assertEquals("standard: bias 10+210", text(plan(Scope.BIAS, preset)));
        assertEquals("standard: dark_180s 0+40", text(plan(Scope.DARKS, preset)));
        assertEquals("standard: darkflat_L_1p2s 0+40", text(plan(Scope.DARK_FLATS, preset)));
    }

    @Test
    void nothingOfThatKindIsNoPlan() {
        Preset preset = preset("standard", -10, List.of(), List.of());
        assertEquals(Optional.empty(), plan(Scope.DARKS, preset));
        assertEquals(Optional.empty(), plan(Scope.DARK_FLATS, preset));
    }

    @Test
    void eachPresetIsAVisitAndOneWithNothingToDoIsNone() {
        Preset cold = preset("cold", -20, List.of(), List.of(flat("L", 1.2)));
        Preset warm = preset("warm", 0, List.of(dark(60)), List.of());
        assertEquals("cold: bias 10+210, darkflat_L_1p2s 0+40; warm: bias 10+210, dark_60s 0+40",
                text(plan(Scope.ALL, cold, warm)));
        assertEquals("warm: dark_60s 0+40", text(plan(Scope.DARKS, cold, warm)));
    }

    @Test
    void whatTwoPresetsShareIsTakenOnceWithTheLargerCount() {
        Preset broad = preset("broad", -10, List.of(dark(180), dark(300)), List.of(flat("L", 1.2)));
        Preset narrow = new Preset("narrow", broad.readout(), broad.target(), new FrameSet.Bias(20, 100),
                List.of(new FrameSet.Dark(Duration.ofSeconds(300), 1, 50), dark(600)),
                List.of(flat("Ha", 1.2)),
                Preset.USUAL_ORDER, Duration.ZERO);
        assertEquals(
                "broad: bias 20+210, darkflat_L_1p2s 0+40, dark_180s 0+40, dark_300s 1+50;"
                        + " narrow: darkflat_Ha_1p2s 0+40, dark_600s 0+40",
                text(plan(Scope.ALL, broad, narrow)));
    }

    @Test
    void aPresetsOwnOrderIsKept() {
        Preset usual = preset("standard", -10, List.of(dark(180)), List.of(flat("L", 1.2)));
        Preset reversed = new Preset("standard", usual.readout(), usual.target(), usual.bias(), usual.darks(),
                usual.darkFlats(), List.of(Group.DARKS, Group.DARK_FLATS, Group.BIAS), Duration.ofMinutes(5));
        assertEquals("standard: dark_180s 0+40, darkflat_L_1p2s 0+40, bias 10+210",
                text(plan(Scope.ALL, reversed)));
        assertEquals(Duration.ofMinutes(5),
                plan(Scope.ALL, reversed).orElseThrow().visits().getFirst().cooldownBetweenGroups());
    }

    /// Whatever the presets: no master twice, none forgotten, every set at its visit's conditions, no order but
    /// the one promised.
    @Test
    void everyMasterIsPlannedExactlyOnce() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var presets = new ArrayList<Preset>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                presets.add(preset("p" + i, -10 - 5 * random.nextInt(2), darks(random), flats(random)));
            }
            RefreshPlan plan = plan(Scope.ALL, presets.toArray(Preset[]::new)).orElseThrow();
            String at = "seed " + seed;

            List<String> planned = plan.sets().stream().map(PlannedSet::master).toList();
            var wanted = new HashSet<String>();
            for (Preset preset : presets) {
                Stream.of(List.of(preset.bias()), preset.darks(), preset.darkFlats())
                        .flatMap(List::stream)
                        .forEach(set -> wanted.add(new PlannedSet(
                                set, preset.name(), preset.readout(), preset.target(), false).master()));
            }
            assertEquals(wanted, new HashSet<>(planned), at);
            assertEquals(wanted.size(), planned.size(), at);
            for (CapturePlan visit : plan.visits()) {
                visit.sets().forEach(set -> assertEquals(visit.target(), set.target(), at));
                List<Duration> darks = visit.sets().stream().filter(s -> s.set() instanceof FrameSet.Dark)
                        .map(s -> s.set().exposure()).toList();
                assertEquals(darks.stream().sorted().toList(), darks, at);
            }
        }
    }

    private static List<FrameSet.Dark> darks(Random random) {
        var exposures = new ArrayList<>(List.of(60, 180, 300, 600));
        Collections.shuffle(exposures, random);
        return exposures.stream().limit(random.nextInt(5)).map(PlannerTest::dark).toList();
    }

    private static List<FrameSet.DarkFlat> flats(Random random) {
        var filters = new ArrayList<>(List.of("L", "R", "Ha", "OIII"));
        Collections.shuffle(filters, random);
        return filters.stream().limit(random.nextInt(5)).map(f -> flat(f, 1 + random.nextInt(3))).toList();
    }

    private static Optional<RefreshPlan> plan(Scope scope, Preset... presets) {
        return Planner.plan(new RigPresets("main", Arrays.asList(presets)), scope, EVENING, Profile.STAGING);
    }

    private static String text(Optional<RefreshPlan> plan) {
        return String.join("; ", plan.orElseThrow().visits().stream()
                .map(visit -> visit.preset() + ": " + String.join(", ", visit.sets().stream()
                        .map(s -> s.label() + " " + s.set().discard() + "+" + s.set().keep()).toList()))
                .toList());
    }

    private static Preset preset(
            String name, int target, List<FrameSet.Dark> darks, List<FrameSet.DarkFlat> flats) {
        return new Preset(name, new Readout(100, 50, 1, "", Readout.NONE), Celsius.of(target),
                new FrameSet.Bias(10, 210), darks, flats, Preset.USUAL_ORDER, Duration.ZERO);
    }

    private static FrameSet.Dark dark(int seconds) {
        return new FrameSet.Dark(Duration.ofSeconds(seconds), 0, 40);
    }

    private static FrameSet.DarkFlat flat(String filter, double seconds) {
        return new FrameSet.DarkFlat(filter, Duration.ofMillis(Math.round(seconds * 1000)), 0, 40);
    }
}
