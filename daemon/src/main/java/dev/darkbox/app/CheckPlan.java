package dev.darkbox.app;

import dev.darkbox.config.RigConfig;
import dev.darkbox.library.InForce;
import dev.darkbox.library.MasterEntry;
import dev.darkbox.plan.CapturePlan;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RefreshPlan.Purpose;
import dev.darkbox.plan.RefreshPlan.Scope;
import dev.darkbox.plan.RigPresets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The frames of a spot check or a validation, and the masters they are held against. Pure.
///
/// @param plan few frames of each set, in the order of a refresh
/// @param masters by the name of the set's master
/// @param bias pedestal of each of them: the bias master in force at the same conditions
record CheckPlan(RefreshPlan plan, Map<String, MasterEntry> masters, Map<String, MasterEntry> bias) {

    /// Frames up to so long cost little to throw away.
    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final int FIRST_SHORT = 3;
    private static final int FIRST_LONG = 1;

    CheckPlan {
        masters = Map.copyOf(masters);
        bias = Map.copyOf(bias);
    }

    /// What could be checked on a rig.
    ///
    /// @param sets of the rig's presets whose master is in force, with that master
    /// @param left names of masters in force that are in no preset any more
    record Checkable(Map<PlannedSet, MasterEntry> sets, List<String> left) {}

    static Checkable checkable(RigConfig rig, InForce inForce, LocalDate evening) {
        var sets = new LinkedHashMap<PlannedSet, MasterEntry>();
        Set<String> known = new HashSet<>();
        for (PlannedSet set : sets(rig, evening)) {
            inForce.find(set.master()).filter(master -> fits(master, set)).ifPresent(master -> {
                sets.put(set, master);
                known.add(master.name());
            });
        }
        return new Checkable(sets, inForce.entries().stream().map(MasterEntry::name)
                .filter(name -> !known.contains(name)).toList());
    }

    private static boolean fits(MasterEntry master, PlannedSet set) {
        return set.readout().mode().isEmpty() || master.readoutMode().equals(set.readout().mode());
    }

    /// Every set of the rig's presets.
    static List<PlannedSet> sets(RigConfig rig, LocalDate evening) {
        return whole(rig, evening).map(RefreshPlan::sets).orElse(List.of());
    }

    private static Optional<RefreshPlan> whole(RigConfig rig, LocalDate evening) {
        return Planner.plan(new RigPresets(rig.name(), rig.presets()), Scope.ALL, evening, rig.profile());
    }

    /// One of each kind and preset, the longest exposure: where drift shows first.
    static Set<PlannedSet> onePerKind(Set<PlannedSet> sets) {
        Map<List<Object>, PlannedSet> longest = new LinkedHashMap<>();
        for (PlannedSet set : sets) {
            longest.merge(List.of(set.preset(), set.set().getClass()), set,
                    (one, other) -> one.set().exposure().compareTo(other.set().exposure()) >= 0
                            ? one
                            : other);
        }
        return new HashSet<>(longest.values());
    }

    /// The shortest dark of each preset.
    static Set<PlannedSet> shortestDarks(Set<PlannedSet> sets) {
        Map<String, PlannedSet> shortest = new LinkedHashMap<>();
        sets.stream().filter(set -> set.set() instanceof FrameSet.Dark)
                .sorted(Comparator.comparing(set -> set.set().exposure()))
                .forEach(set -> shortest.putIfAbsent(set.preset(), set));
        return new HashSet<>(shortest.values());
    }

    /// Few frames of some of the sets.
    ///
    /// @param wanted of `from`
    /// @param frames of each set
    /// @return empty when nothing is wanted
    static Optional<CheckPlan> of(RigConfig rig, Checkable from, Set<PlannedSet> wanted, int frames,
            Purpose purpose, InForce inForce, LocalDate evening) {
        var visits = new ArrayList<CapturePlan>();
        var masters = new HashMap<String, MasterEntry>();
        var bias = new HashMap<String, MasterEntry>();
        for (CapturePlan visit : whole(rig, evening).map(RefreshPlan::visits).orElse(List.of())) {
            List<PlannedSet> sets = visit.sets().stream().filter(wanted::contains).toList();
            for (PlannedSet set : sets) {
                Optional.ofNullable(from.sets().get(set)).ifPresent(m -> masters.put(set.master(), m));
                var zero = new PlannedSet(new FrameSet.Bias(0, 1), set.preset(), set.readout(), set.target(),
                        set.onlyPreset());
                inForce.find(zero.master()).ifPresent(m -> bias.put(set.master(), m));
            }
            if (!sets.isEmpty()) {
                visits.add(new CapturePlan(visit.preset(), visit.readout(), visit.target(),
                        sets.stream().map(set -> few(set, frames)).toList()));
            }
        }
        return visits.isEmpty()
                ? Optional.empty()
                : Optional.of(new CheckPlan(
                        new RefreshPlan(rig.name(), evening, inForce.profile(), visits, purpose), masters,
                        bias));
    }

    /// The first frames after a pause are brighter with many cameras: among forty that is no matter, among five it is.
    private static PlannedSet few(PlannedSet planned, int frames) {
        int first = planned.set().exposure().compareTo(SHORT) <= 0 ? FIRST_SHORT : FIRST_LONG;
        int discard = Math.max(first, planned.set().discard());
        FrameSet set = switch (planned.set()) {
            case FrameSet.Bias _ -> new FrameSet.Bias(discard, frames);
            case FrameSet.Dark dark -> new FrameSet.Dark(dark.exposure(), discard, frames);
            case FrameSet.DarkFlat flat ->
                new FrameSet.DarkFlat(flat.filter(), flat.exposure(), discard, frames);
        };
        return new PlannedSet(set, planned.preset(), planned.readout(), planned.target(),
                planned.onlyPreset());
    }
}
