package dev.darkbox.plan;

import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// From presets to the frames of one refresh. Pure.
///
/// Each preset is one visit to the camera: bias, dark flats filter by filter, darks from short to long, or in the
/// preset's own order. Two presets that differ in nothing a master's name tells share their masters: such a set
/// is taken once, in the first visit that wants it, with the larger of the counts.
public final class Planner {

    private Planner() {}

    /// Everything `scope` asks for.
    ///
    /// @param scope of a kind; what is due is not known on paper: see [#only]
    /// @param evening names the dated folder, see [Evening]
    /// @return empty when no preset has a set of that kind
    public static Optional<RefreshPlan> plan(RigPresets rig, Scope scope, LocalDate evening,
            Profile profile) {
        boolean onlyPreset = rig.presets().size() == 1;
        Map<String, PlannedSet> byMaster = new LinkedHashMap<>();
        for (Preset preset : rig.presets()) {
            for (FrameSet set : inOrder(preset, scope)) {
                var planned = new PlannedSet(
                        set, preset.name(), preset.readout(), preset.target(), onlyPreset);
                byMaster.merge(planned.master(), planned, Planner::larger);
            }
        }
        var visits = new ArrayList<CapturePlan>();
        for (Preset preset : rig.presets()) {
            List<PlannedSet> sets = byMaster.values().stream()
                    .filter(planned -> planned.preset().equals(preset.name()))
                    .toList();
            if (!sets.isEmpty()) {
                visits.add(new CapturePlan(
                        preset.name(), preset.readout(), preset.target(), preset.cooldownBetweenGroups(),
                        sets));
            }
        }
        return visits.isEmpty()
                ? Optional.empty()
                : Optional.of(new RefreshPlan(rig.rig(), evening, profile, visits));
    }

    /// The same plan with only these sets; empty when none of them is in it.
    public static Optional<RefreshPlan> only(RefreshPlan plan, Predicate<PlannedSet> wanted) {
        List<CapturePlan> visits = plan.visits().stream().flatMap(visit -> {
            List<PlannedSet> sets = visit.sets().stream().filter(wanted).toList();
            return sets.isEmpty()
                    ? Stream.empty()
                    : Stream.of(new CapturePlan(visit.preset(), visit.readout(), visit.target(),
                            visit.cooldownBetweenGroups(), sets));
        }).toList();
        return visits.isEmpty()
                ? Optional.empty()
                : Optional.of(new RefreshPlan(plan.rig(), plan.evening(), plan.profile(), visits,
                        plan.purpose()));
    }

    /// The sets of one preset that `scope` asks for, in the order they are taken.
    static List<FrameSet> inOrder(Preset preset, Scope scope) {
        return preset.order().stream()
                .filter(group -> wants(scope, group))
                .<FrameSet>flatMap(group -> group(preset, group))
                .toList();
    }

    private static boolean wants(Scope scope, Preset.Group group) {
        return switch (scope) {
            case ALL, DUE -> true;
            case BIAS -> group == Preset.Group.BIAS;
            case DARKS -> group == Preset.Group.DARKS;
            case DARK_FLATS -> group == Preset.Group.DARK_FLATS;
        };
    }

    private static Stream<? extends FrameSet> group(Preset preset, Preset.Group group) {
        return switch (group) {
            case BIAS -> Stream.of(preset.bias());
            case DARKS -> preset.darks().stream().sorted(Comparator.comparing(FrameSet.Dark::exposure));
            case DARK_FLATS -> byFilter(preset.darkFlats());
        };
    }

    /// Filters as the table first names them, so that the wheel turns once; within one, short to long.
    private static Stream<FrameSet.DarkFlat> byFilter(List<FrameSet.DarkFlat> table) {
        List<String> filters = table.stream().map(FrameSet.DarkFlat::filter).distinct().toList();
        return table.stream().sorted(
                Comparator.comparingInt((FrameSet.DarkFlat flat) -> filters.indexOf(flat.filter()))
                        .thenComparing(FrameSet.DarkFlat::exposure));
    }

    private static PlannedSet larger(PlannedSet first, PlannedSet second) {
        FrameSet set = switch (first.set()) {
            case FrameSet.Bias bias -> new FrameSet.Bias(discard(bias, second), keep(bias, second));
            case FrameSet.Dark dark ->
                new FrameSet.Dark(dark.exposure(), discard(dark, second), keep(dark, second));
            case FrameSet.DarkFlat flat -> new FrameSet.DarkFlat(
                    flat.filter(), flat.exposure(), discard(flat, second), keep(flat, second));
        };
        return new PlannedSet(set, first.preset(), first.readout(), first.target(), first.onlyPreset());
    }

    private static int discard(FrameSet first, PlannedSet second) {
        return Math.max(first.discard(), second.set().discard());
    }

    private static int keep(FrameSet first, PlannedSet second) {
        return Math.max(first.keep(), second.set().keep());
    }
}
